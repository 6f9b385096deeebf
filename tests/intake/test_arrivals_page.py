"""The page where files arrive: what it takes, what it refuses, what it lists."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.intake.conftest import CUSTOMERS, ORDERS, Take

from nahbar.core.models import Source
from nahbar.intake.models import Import
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(firm: Firm) -> None:
    Firm.objects.update(language="en")


def drop(client: Client, content: bytes = CUSTOMERS.encode(), **form: str) -> int:
    file = SimpleUploadedFile("kunden.csv", content)
    return client.post("/imports/", {"files": file, **form}).status_code


def listed(client: Client) -> str:
    answer = client.get("/imports/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_dropped_files_become_an_import(as_mia: Client) -> None:
    assert drop(as_mia, new_source="Web\0shop\u202e") == 302
    import_run = Import.objects.get()
    assert (import_run.source.name, import_run.state) == ("Webshop", "surveying")


@pytest.mark.parametrize("kind", ["bogus", "customers; drop", "x" * 40])
def test_a_kind_that_is_not_offered_is_refused(as_mia: Client, kind: str) -> None:
    assert drop(as_mia, kind=kind) == 422
    assert not Import.objects.exists()


def test_without_a_file_the_page_says_so(as_mia: Client) -> None:
    answer = as_mia.post("/imports/", {"new_source": "Webshop"})
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.content.decode()


def test_the_main_source_is_offered_once_and_in_words(take: Take, as_mia: Client) -> None:
    take(CUSTOMERS)
    take(ORDERS, source="Webshop")
    assert Source.objects.filter(name="main").exists()
    page = listed(as_mia)
    assert page.count("the main system") == 1
    assert 'value="main"' not in page
    assert 'value="Webshop"' in page


def test_refused_and_discarded_files_leave_no_entry(
    begin: Take, take: Take, as_mia: Client
) -> None:
    assert begin(b"%PDF-1.7 no table", name="prospekt").state == Import.State.FAILED
    assert begin("Kundennummer;Nachname\n", name="leer").state == Import.State.FAILED
    discarded = begin(CUSTOMERS, name="weg")
    as_mia.post(f"/imports/{discarded.public_id}/cancellation/")
    take(CUSTOMERS, name="kunden")
    page = listed(as_mia)
    assert [name in page for name in ("prospekt", "leer", "weg", "kunden")] == [False] * 3 + [True]


def test_who_may_not_see_imports_is_turned_away(as_jonas: Client, as_petra: Client) -> None:
    assert as_jonas.get("/imports/").status_code == 403
    assert "Look at the files" not in listed(as_petra)
    assert drop(as_petra) in {403, 422}
    assert not Import.objects.exists()


def test_the_list_asks_the_database_no_more_for_more_imports(
    take: Take, as_mia: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    take(CUSTOMERS)
    listed(as_mia)
    with CaptureQueriesContext(connection) as counted:
        listed(as_mia)
    for name in ("a", "b", "c"):
        take(CUSTOMERS, name=name)
    with django_assert_num_queries(len(counted)):
        listed(as_mia)
