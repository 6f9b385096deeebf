"""A breach is noted, has 72 hours, and is closed only when it is said who was told, or why nobody."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.privacy.deadlines import hours_left
from nahbar.privacy.models.requests import Breach
from nahbar.privacy.operations.breaches import change_breach, close_breach, note_breach
from nahbar.privacy.today import privacy_items


@pytest.fixture
def lost(mia: User, now: datetime) -> Breach:
    """A tablet was left on the train ten hours ago."""
    known = now - timedelta(hours=10)
    return note_breach({"title": "Tablet im Zug vergessen", "known_at": known}, by=mia, at=now)


def test_the_clock_runs_from_when_it_was_known(lost: Breach, now: datetime) -> None:
    assert hours_left(lost, now) == 62
    assert hours_left(lost, now + timedelta(days=4)) < 0
    assert LedgerEntry.objects.filter(action="privacy.breach_noted").count() == 1


def test_it_stands_on_the_day_of_those_who_lead(
    lost: Breach, olga: User, jonas: User, now: datetime
) -> None:
    assert [item.key for item in privacy_items(olga, now)] == [f"breach:{lost.pk}"]
    assert privacy_items(jonas, now) == []


def test_it_is_not_closed_before_somebody_was_told(lost: Breach, mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        close_breach(lost, by=mia, at=now)
    assert refusal.value.code == "nobody_told"
    change_breach(lost, {"no_risk_because": "verschlüsselt"}, seen=1, by=mia, at=now)
    assert close_breach(lost, by=mia, at=now).closed_at == now


def test_two_at_once_are_told(lost: Breach, mia: User, olga: User, now: datetime) -> None:
    change_breach(lost, {"steps": "gesperrt"}, seen=1, by=mia, at=now)
    with pytest.raises(Refused) as refusal:
        change_breach(lost, {"steps": "anders"}, seen=1, by=olga, at=now)
    assert refusal.value.code == "changed_meanwhile"


def test_nobody_knows_of_it_tomorrow(mia: User, jonas: User, now: datetime) -> None:
    with pytest.raises(Refused):
        note_breach({"title": "x", "known_at": now + timedelta(hours=1)}, by=mia, at=now)
    with pytest.raises(NotAllowed):
        note_breach({"title": "x", "known_at": now}, by=jonas, at=now)


def test_the_pages(as_mia: Client, as_petra: Client, english: None, lost: Breach) -> None:
    assert as_mia.get("/privacy/breaches/new/").status_code == 200
    assert as_mia.post("/privacy/breaches/new/", {"title": ""}).status_code == 422
    said = {"title": "Falsche Adresse", "known_at": "2026-03-01T10:00"}
    assert as_mia.post("/privacy/breaches/new/", said).status_code == 302
    url = f"/privacy/breaches/{lost.public_id}/"
    assert "Tablet im Zug" in as_mia.get(url).content.decode()
    more = {"title": lost.title, "known_at": "2026-03-01T10:00", "steps": "gesperrt", "seen": "1"}
    assert as_mia.post(url, more).status_code == 302
    assert as_mia.post(f"{url}close/").status_code == 302
    assert as_petra.get(url).status_code == 403
