"""What a stranger, a guesser and a hanging line meet; docs/security.md names these tests."""

import re
import uuid
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from nahbar.core import rates
from nahbar.core.models import User
from nahbar.core.pace import Pace
from nahbar.dispatch import smtp
from nahbar.site.settings import _database  # what a URL becomes
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
SOURCE = Path(rates.__file__).parents[1]


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil.example"]
)
def test_only_hosts_of_the_house_are_answered(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


def test_the_host_of_another_never_stands_in_a_link(client: Client, firm: Firm) -> None:
    answer = client.get("/", headers={"X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in answer.content.decode() + answer.headers.get("Location", "")


@pytest.mark.parametrize("address", ["call_incoming_by", "calendar_feed"])
def test_who_guesses_at_secret_addresses_is_slowed_down(
    address: str, firm: Firm, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "MOST_MISSES", 3)
    codes = [client.get(reverse(address, args=[uuid.uuid4().hex])).status_code for _ in range(5)]
    assert codes == [404, 404, 404, 429, 429]


def test_all_searches_as_one_types_share_one_pace(
    as_jonas: Client, jonas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = Pace(rate=0, burst=2, clock=lambda: 0.0)
    monkeypatch.setattr("nahbar.desk.views.search.SEARCHES", pace)
    monkeypatch.setattr("nahbar.agenda.views.ideas.SEARCHES", pace)
    addresses = [reverse("search"), reverse("idea_customers"), reverse("search")]
    codes = [as_jonas.get(one, {"q": "anna"}).status_code for one in addresses]
    assert codes == [200, 200, 429]


def test_nothing_outside_is_waited_for_without_end() -> None:
    assert 0 < smtp.PATIENCE <= 60
    assert _database("postgresql://u@db/x")["OPTIONS"]["connect_timeout"] == "10"  # type: ignore[index]  # a mapping


def test_every_call_to_the_outside_says_how_long_it_waits() -> None:
    calls = re.compile(
        r"(?:urlopen|smtplib\.SMTP(?:_SSL)?|create_connection)\((?:[^()]|\([^()]*\))*\)"
    )
    wrong = [
        (path.name, found)
        for path in SOURCE.rglob("*.py")
        for found in calls.findall(path.read_text("utf-8"))
        if "timeout" not in found
    ]
    assert wrong == []


def test_cookies_are_for_pages_alone() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_no_template_holds_a_style_or_a_script_of_its_own() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE
    )
    wrong = [
        (path.relative_to(SOURCE).as_posix(), found)
        for path in SOURCE.rglob("jinja2/**/*.html")
        for found in inline.findall(path.read_text("utf-8"))
        if 'type="application/json"' not in found
    ]
    assert wrong == []


def test_errors_tell_nothing_of_how_the_house_is_made(
    client: Client, firm: Firm, now: datetime
) -> None:
    page = client.get("/nowhere/at/all/").content.decode()
    assert "Traceback" not in page
    assert "django" not in page.lower()
    assert not settings.DEBUG
