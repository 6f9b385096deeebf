"""How long things are kept: looked at first, removed by night, never before somebody said so."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter
from nahbar.privacy.operations.retain import let_old_go, set_rule
from nahbar.privacy.retention import limit, preview, rules, years_of_accounts
from nahbar.team.models import Firm


@pytest.fixture
def long_ago(anna: Customer, now: datetime) -> Encounter:
    """A call four years ago."""
    return Encounter.objects.create(
        customer=anna, kind="contact", channel="phone", occurred_at=now - timedelta(days=4 * 366),
        text="lange her", created_at=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("months", "day"),
    [
        (1, date(2026, 2, 28)),
        (12, date(2025, 3, 31)),
        (37, date(2023, 2, 28)),
        (-1, date(2026, 4, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(months: int, day: date) -> None:
    assert limit(months, date(2026, 3, 31)) == day


def test_nothing_goes_before_somebody_says_so(long_ago: Encounter, now: datetime) -> None:
    assert not any(rule.is_on for rule in rules())
    assert let_old_go(at=now) == {}


def test_the_preview_says_how_many_and_the_oldest(long_ago: Encounter, now: datetime) -> None:
    rule = next(rule for rule in rules() if rule.aging.key == "moments.encounters")
    old = preview(rule.aging, 36, now.date())
    assert (old.count, old.oldest) == (1, long_ago.occurred_at.date())
    assert len(old.examples) == 1
    assert Encounter.objects.count() == 2


def test_the_night_removes_what_is_older_and_nothing_else(
    long_ago: Encounter, mia: User, now: datetime
) -> None:
    set_rule("moments.encounters", 36, is_on=True, by=mia, at=now)
    assert let_old_go(at=now) == {"moments.encounters": 1}
    assert Encounter.objects.count() == 1
    assert LedgerEntry.objects.filter(action="privacy.old_let_go").get().details["count"] == 1


def test_what_was_foretold_is_what_goes(long_ago: Encounter, mia: User, now: datetime) -> None:
    rule = next(rule for rule in rules() if rule.aging.key == "moments.encounters")
    foretold = preview(rule.aging, 36, now.date()).count
    set_rule("moments.encounters", 36, is_on=True, by=mia, at=now)
    assert sum(let_old_go(at=now).values()) == foretold


def test_accounts_are_kept_as_the_country_says(firm: Firm, mia: User, now: datetime) -> None:
    assert years_of_accounts() == 7
    Firm.objects.update(country="DE")
    assert years_of_accounts() == 10
    with pytest.raises(Refused) as refusal:
        set_rule("accounts", 12, is_on=False, by=mia, at=now)
    assert refusal.value.code == "law_wants_longer"
    set_rule("accounts", 96, is_on=False, by=mia, at=now)
    assert years_of_accounts() == 8


def test_rules_are_for_those_who_lead(jonas: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        set_rule("moments.encounters", 36, is_on=True, by=jonas, at=now)


def test_the_page(as_mia: Client, english: None, long_ago: Encounter) -> None:
    assert as_mia.get("/privacy/retention/").status_code == 200
    key = "moments.encounters"
    wrong = as_mia.post(f"/privacy/retention/{key}/", {f"{key}-months": "0"})
    assert wrong.status_code == 422
    good = as_mia.post(f"/privacy/retention/{key}/", {f"{key}-months": "36"})
    assert good.status_code == 302
    assert "the oldest from" in as_mia.get("/privacy/retention/").content.decode()
    assert as_mia.post("/privacy/retention/nonsense/", {}).status_code == 404
    assert "Moments with them" in as_mia.get("/privacy/processing/").content.decode()
