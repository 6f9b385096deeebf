"""What was agreed at a moment is kept as a promise or a task."""

from datetime import date, datetime

import pytest
from tests.moments.test_timeline import met

from nahbar.agenda.models import Task
from nahbar.agenda.operations.agree import keep_agreement
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.models import Customer
from nahbar.moments.agreements import Agreement
from nahbar.moments.models import Encounter

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(anna: Customer, jonas: User, now: datetime) -> Encounter:
    met(anna, now, jonas)
    return Encounter.objects.get()


def agreed(talk: Encounter, words: str) -> Agreement:
    return Agreement(talk.customer, talk, words)


def test_who_and_until_when_stand_in_the_words(talk, jonas, mia, anna, now) -> None:
    keep_agreement(agreed(talk, "Angebot schicken bis Freitag @Mia"), by=jonas, at=now)
    kept = Task.objects.get()
    assert (kept.kind, kept.title, kept.owner) == ("promise", "Angebot schicken", mia)
    assert (kept.customer, kept.due_on, kept.created_by) == (anna, date(2026, 3, 6), jonas)
    assert kept.reference == f"encounter:{talk.pk}"


def test_nobody_named_and_no_day_it_is_mine_until_tomorrow(talk, jonas, now) -> None:
    keep_agreement(agreed(talk, "Katalog mitbringen"), by=jonas, at=now)
    kept = Task.objects.get()
    assert (kept.owner, kept.due_on, kept.kind) == (jonas, date(2026, 3, 3), "promise")


def test_next_week_is_remembered_from_its_monday_on(talk, jonas, now) -> None:
    keep_agreement(agreed(talk, "Rückruf nächste Woche"), by=jonas, at=now)
    kept = Task.objects.get()
    assert kept.due_on == date(2026, 3, 13)
    assert kept.remind_at is not None
    assert kept.remind_at.date() == date(2026, 3, 8)  # one minute past midnight in Vienna, in UTC


def test_who_only_reads_agrees_to_nothing(talk, petra, now) -> None:
    with pytest.raises(NotAllowed):
        keep_agreement(agreed(talk, "Rückruf"), by=petra, at=now)
