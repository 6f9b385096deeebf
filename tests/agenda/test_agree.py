"""What was agreed at a moment is kept as a promise or a task, and goes with the moment."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.moments.test_timeline import met

from nahbar.agenda.models import Task
from nahbar.agenda.operations.agree import keep_agreement, let_agreed_go
from nahbar.agenda.operations.move import postpone_task
from nahbar.agenda.operations.settle import finish_task
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.models import Customer
from nahbar.moments.agreements import Agreement
from nahbar.moments.correcting import bring_back_encounter, remove_encounter
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


def test_what_was_agreed_goes_with_its_moment_and_comes_back_with_it(
    talk, jonas, anna, now
) -> None:
    promise = keep_agreement(agreed(talk, "Katalog mitbringen"), by=jonas, at=now)
    entry = remove_encounter(talk, by=jonas, at=now)
    promise.refresh_from_db()
    assert (promise.state, promise.settled_by, promise.settled_at) == ("dropped", jonas, now)
    assert "stayed" not in entry.details
    bring_back_encounter(entry, by=jonas, at=now + timedelta(minutes=1))
    promise.refresh_from_db()
    assert (promise.state, promise.settled_at, promise.settled_by) == ("open", None, None)
    steps = LedgerEntry.objects.filter(subject_kind="agenda.task", subject_id=promise.pk)
    told = list(steps.order_by("pk").values_list("action", "actor"))
    assert told == [(f"agenda.{step}", jonas.pk) for step in ("added", "let_go", "taken_up")]


def test_it_goes_and_comes_as_often_as_the_moment_does(talk, jonas, now) -> None:
    promise = keep_agreement(agreed(talk, "Katalog mitbringen"), by=jonas, at=now)
    for _time in range(2):
        entry = remove_encounter(Encounter.objects.get(), by=jonas, at=now)
        promise.refresh_from_db()
        assert promise.state == "dropped"
        bring_back_encounter(entry, by=jonas, at=now)
    promise.refresh_from_db()
    assert promise.is_open


def test_what_somebody_has_worked_on_stays(talk, jonas, mia, anna, now) -> None:
    words = ("Angebot bis Freitag", "Katalog bis Freitag", "Rückruf bis Freitag")
    moved, done, plain = (keep_agreement(agreed(talk, one), by=jonas, at=now) for one in words)
    postpone_task(moved, date(2026, 3, 9), "Printer is broken", by=mia, at=now)
    finish_task(done, by=mia, at=now)
    entry = remove_encounter(talk, by=jonas, at=now)
    assert entry.details["stayed"] == 2
    states = [Task.objects.get(pk=one.pk).state for one in (moved, done, plain)]
    assert states == ["open", "done", "dropped"]
    bring_back_encounter(entry, by=jonas, at=now)
    states = [Task.objects.get(pk=one.pk).state for one in (moved, done, plain)]
    assert states == ["open", "done", "open"]


def test_another_moment_and_another_customer_lose_nothing(talk, jonas, anna, bernd, now) -> None:
    other = Encounter.objects.create(
        customer=anna, kind="contact", channel="visit", by=jonas, occurred_at=now, created_at=now
    )
    kept = keep_agreement(agreed(other, "Rückruf"), by=jonas, at=now)
    theirs = keep_agreement(Agreement(bernd, talk, "Rückruf"), by=jonas, at=now)
    assert let_agreed_go(talk, jonas, now) == 0
    assert Task.objects.get(pk=kept.pk).is_open
    assert Task.objects.get(pk=theirs.pk).is_open


def test_who_may_not_keep_the_agenda_lets_nothing_go(talk, jonas, petra, now) -> None:
    keep_agreement(agreed(talk, "Rückruf"), by=jonas, at=now)
    with pytest.raises(NotAllowed):
        let_agreed_go(talk, petra, now)
    assert Task.objects.get().is_open


def test_the_page_says_what_stays_and_what_is_open_is_told_anew(
    english: None, as_jonas: Client, anna: Customer, jonas: User, now: datetime
) -> None:
    sent = {"channel": "visit", "kind": "contact", "words": ["Send the catalogue by Friday"]}
    page = reverse("customer_encounters", args=[anna.public_id])
    as_jonas.post(page, sent, headers={"HX-Request": "true"})
    here = reverse("customer_open", args=[anna.public_id])
    open_now = as_jonas.get(here, headers={"HX-Request": "true"}).text
    assert open_now.lstrip().startswith('<section class="section" id="open"')
    assert "Send the catalogue" in open_now
    assert f'value="{reverse("customer", args=[anna.public_id])}#open"' in open_now
    finish_task(Task.objects.get(), by=jonas, at=now)
    noted = Encounter.objects.get()
    undo = reverse("encounter_removal", args=[anna.public_id, noted.public_id])
    gone = as_jonas.post(undo, headers={"HX-Request": "true"})
    assert gone["HX-Trigger-After-Settle"] == "moments-changed"
    assert "One thing that was agreed stays" in gone.text
    assert "Send the catalogue" not in as_jonas.get(here, headers={"HX-Request": "true"}).text


def test_what_is_open_is_a_piece_of_the_page_and_no_page(
    english: None, as_jonas: Client, as_petra: Client, anna: Customer
) -> None:
    here = reverse("customer_open", args=[anna.public_id])
    assert as_jonas.get(here)["Location"] == reverse("customer", args=[anna.public_id])
    assert as_petra.get(here, headers={"HX-Request": "true"}).content == b""
    nobody = reverse("customer_open", args=["00000000-0000-7000-8000-000000000000"])
    assert as_jonas.get(nobody, headers={"HX-Request": "true"}).status_code == 404
