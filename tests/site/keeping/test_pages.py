"""Owners see backups, drills and the health of the house; nobody else does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nahbar.core import clock
from nahbar.core.models import Upkeep
from nahbar.site.keeping import views
from nahbar.site.keeping.folder import name_of

pytestmark = pytest.mark.django_db
PAGES = ("backups", "health")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.BACKUPS = tmp_path
    return tmp_path


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    started: list[str] = []
    monkeypatch.setattr(views, "start", started.append)
    return started


def logged(**told: Any) -> Upkeep:
    return Upkeep.objects.create(**{"kind": "backup", "state": "done", "begun_at": clock.now(), "seconds": 1.5, **told})  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_an_owner_sees_it(as_olga: Client, page: str) -> None:
    assert as_olga.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_does(as_mia: Client, as_petra: Client, client: Client, page: str) -> None:
    assert as_mia.get(reverse(page)).status_code == 403
    assert as_petra.get(reverse(page)).status_code == 403
    assert client.get(reverse(page)).status_code == 302


@pytest.mark.parametrize("deed", ["backup_new", "drill_new"])
def test_a_deed_is_begun_by_owners_alone(
    as_olga: Client, as_mia: Client, begun: list[str], folder: Path, deed: str
) -> None:
    (folder / name_of(clock.now())).write_bytes(b"x")
    assert as_mia.post(reverse(deed)).status_code == 403
    assert begun == []
    assert as_olga.post(reverse(deed)).status_code == 302
    assert begun == [deed.removesuffix("_new")]


def test_without_a_backup_there_is_nothing_to_try(as_olga: Client, begun: list[str]) -> None:
    assert as_olga.post(reverse("drill_new")).status_code == 409
    assert begun == []


def test_the_log_says_what_became_of_each(as_olga: Client, folder: Path) -> None:
    (folder / name_of(clock.now())).write_bytes(b"x" * 1_500_000)
    logged(size=1_500_000)
    logged(kind="drill", state="failed", code="backup_damaged")
    page = as_olga.get(reverse("backups")).content.decode()
    assert name_of(clock.now())[:15] in page
    assert "1.5" in page or "1,5" in page
    assert 'id="drill-log"' in page


def test_the_number_of_queries_does_not_grow(
    as_olga: Client, django_assert_max_num_queries: Any
) -> None:
    logged()
    with django_assert_max_num_queries(40) as few:
        as_olga.get(reverse("backups"))
    for _ in range(15):
        logged()
        logged(kind="drill")
    with django_assert_max_num_queries(len(few)):
        as_olga.get(reverse("backups"))


def test_today_tells_an_owner_of_a_failure_and_nobody_else(
    as_olga: Client, as_jonas: Client
) -> None:
    link = f'href="{reverse("backups")}"'
    before = as_olga.get(reverse("today")).content.decode().count(link)
    logged(state="failed", code="disk_full")
    assert as_olga.get(reverse("today")).content.decode().count(link) == before + 1
    assert link not in as_jonas.get(reverse("today")).content.decode()
    logged()
    assert as_olga.get(reverse("today")).content.decode().count(link) == before


def test_a_problem_stands_on_the_page_with_its_remedy(as_olga: Client, settings: Any) -> None:
    settings.BACKUPS = None
    page = as_olga.get(reverse("health")).content.decode()
    assert "NAHBAR_BACKUPS=off" in page


def test_an_old_backup_is_told(as_olga: Client) -> None:
    logged(begun_at=clock.now() - timedelta(days=5))
    assert "notice-warn" in as_olga.get(reverse("backups")).content.decode()
