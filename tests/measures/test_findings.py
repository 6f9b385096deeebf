"""Noting, changing, closing and withdrawing a finding."""

from datetime import datetime
from decimal import Decimal

import numpy as np
import pytest
from tests.measures.conftest import MARCH, Gauge

from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.measures.aims import MeasureWish
from nahbar.measures.models import Finding
from nahbar.measures.operations.findings import (
    change_finding,
    close_finding,
    note_finding,
    withdraw_finding,
)
from nahbar.measures.operations.measures import plan_measure
from nahbar.measures.queries import who_is_written_of, with_all

pytestmark = pytest.mark.django_db


def refused(code: str):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def test_the_figure_is_kept_as_it_was(finding: Finding, gauge: Gauge, jonas: User, now) -> None:
    gauge.show("turnover", "2000")
    kept = Finding.objects.get()
    assert (kept.value, kept.low, kept.high) == (Decimal(1000), Decimal(990), Decimal(1010))
    assert (kept.count, kept.as_of, kept.currency, kept.unit) == (402, MARCH, "EUR", "money")
    assert (kept.said, kept.sentence) == ("Regulars carry us.", "Turnover is a thousand.")
    assert (kept.author, kept.created_at, kept.state) == (jonas, now, "open")


def test_the_ledger_has_the_figure_and_the_erasable_store_the_words(finding, jonas) -> None:
    entry = LedgerEntry.objects.get(action="measures.finding_noted")
    assert (entry.actor, entry.subject_id) == (jonas, finding.pk)
    assert entry.details == {"figure": "turnover"}
    assert LedgerText.objects.get(pk=entry.text_id).after == {"said": "Regulars carry us."}


def test_a_finding_may_be_about_one_customer(gauge, anna: Customer, mia, now) -> None:
    found = note_finding("worth", "She sends friends.", subject=anna, by=mia, at=now)
    assert (found.subject, found.value) == (anna, Decimal(50))


@pytest.mark.parametrize("figure", ["turnover", "worth"])
def test_the_figure_and_who_it_is_about_must_fit(figure: str, gauge, anna, mia, now) -> None:
    subject = anna if figure == "turnover" else None
    with refused("no_figure_yet"):
        note_finding(figure, "Something.", subject=subject, by=mia, at=now)


@pytest.mark.parametrize(
    ("who", "figure", "said", "code"),
    [
        ("petra", "turnover", "Something.", "not_allowed"),
        ("jonas", "profit", "Something.", "no_such_figure"),
        ("mia", "weather", "Something.", "no_such_figure"),
        ("mia", "turnover", " \u200b\n ", "nothing_said"),
        ("mia", "turnover", "x" * 2_001, "too_long"),
    ],
)
def test_what_is_refused(who, figure, said, code, gauge, now, request) -> None:
    with refused(code):
        note_finding(figure, said, by=request.getfixturevalue(who), at=now)
    assert not Finding.objects.exists()
    assert not LedgerEntry.objects.filter(action__startswith="measures").exists()


def test_where_there_is_no_figure_nothing_is_noted(gauge: Gauge, mia: User, now: datetime) -> None:
    del gauge.at["turnover"]
    with refused("no_figure_yet"):
        note_finding("turnover", "Something.", by=mia, at=now)


def test_only_whoever_said_it_says_it_otherwise(finding, jonas, olga, now) -> None:
    seen = {"said": "Regulars carry us."}
    with refused("not_yours"):
        change_finding(finding, "They do not.", seen=seen, by=olga, at=now)
    changed = change_finding(finding, "Regulars bring most.", seen=seen, by=jonas, at=now)
    assert (changed.said, changed.version) == ("Regulars bring most.", 2)
    entry = LedgerEntry.objects.get(action="measures.finding_changed")
    text = LedgerText.objects.get(pk=entry.text_id)
    assert (text.before, text.after) == (seen, {"said": "Regulars bring most."})


def test_what_changed_meanwhile_is_shown_and_not_overwritten(finding, jonas, now) -> None:
    seen = {"said": "Regulars carry us."}
    change_finding(finding, "In another window.", seen=seen, by=jonas, at=now)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_finding(finding, "Here.", seen=seen, by=jonas, at=now)
    finding.refresh_from_db()
    assert refusal.value.theirs == {"said": "In another window."}
    assert finding.said == "In another window."


@pytest.mark.parametrize(
    ("end", "state"), [(close_finding, "closed"), (withdraw_finding, "withdrawn")]
)
def test_it_ends_with_words_and_only_once(end, state, finding, mia, now) -> None:
    ended = end(finding, "It held.", by=mia, at=now)
    assert (ended.state, ended.outcome, ended.ended_at) == (state, "It held.", now)
    entry = LedgerEntry.objects.get(action=f"measures.finding_{state}")
    assert LedgerText.objects.get(pk=entry.text_id).after["outcome"] == "It held."
    with refused("already_ended"):
        end(finding, "Again.", by=mia, at=now)


@pytest.mark.parametrize("end", [close_finding, withdraw_finding])
@pytest.mark.parametrize(
    ("who", "words", "code"),
    [("petra", "It held.", "not_allowed"), ("jonas", "It held.", "no_such_figure"), ("mia", " ", "nothing_said")],
)  # fmt: skip
def test_ending_is_refused(end, who, words, code, secret, now, request) -> None:
    with refused(code):
        end(secret, words, by=request.getfixturevalue(who), at=now)
    secret.refresh_from_db()
    assert secret.state == "open"


def test_it_does_not_end_over_open_measures(finding, jonas, now) -> None:
    wish = MeasureWish("Call them", jonas, now.date())
    plan_measure(finding, wish, by=jonas, at=now)
    with refused("measures_open"):
        close_finding(finding, "Done.", by=jonas, at=now)
    assert with_all(finding, jonas).state == "open"


def test_who_has_a_finding_is_kept_when_an_import_is_taken_back(
    gauge, anna, bernd, mia, now
) -> None:
    note_finding("worth", "She sends friends.", subject=anna, by=mia, at=now)
    written = who_is_written_of(np.array([anna.pk, bernd.pk], dtype=np.int64))
    assert written.tolist() == [anna.pk]
