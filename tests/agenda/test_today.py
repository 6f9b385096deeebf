"""Somebody's day: what is on it, in which order, why, and how it is settled."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.agenda.folk import FRIDAY, MONDAY, TUESDAY, overdue, take_on
from tests.customers.folk import write_down

from nahbar.agenda.day import day_of, items_before, lead_of
from nahbar.agenda.models import Task, TodayMark
from nahbar.agenda.operations.forget import forget_marks
from nahbar.agenda.operations.marks import mark_item, unmark
from nahbar.agenda.rows import row_id
from nahbar.core import today
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.today import Item, ItemKind
from nahbar.customers.models import Customer
from nahbar.customers.operations.days import add_day
from nahbar.team.models import Absence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NOBODY = "01890000-0000-7000-8000-000000000000"
HTMX = {"HX-Request": "true"}


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def shown(client: Client, address: str = "/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return " ".join(answer.text.replace("\N{NO-BREAK SPACE}", " ").split())


def birthday(
    customer: Customer, by: User, at: datetime, day: int = 2, year: int | None = 1948
) -> None:
    add_day(customer, "birthday", day=day, month=3, year=year, by=by, at=at)


@pytest.fixture
def old(now: datetime) -> datetime:
    """Long enough ago that whoever came then is not new."""
    return now - timedelta(days=30)


@pytest.fixture
def ilse(firm, old) -> Customer:
    return write_down(old, salutation="ms", first_name="Ilse", last_name="Hofer")


def test_due_promises_come_first_then_time_then_weight(jonas, ilse, mia, now) -> None:
    soon = take_on(jonas, now, title="soon", due_on=TUESDAY, customer=ilse)
    timed = take_on(jonas, now, title="timed", due_on=MONDAY, due_time=(now + timedelta(hours=1)).time())  # fmt: skip
    day = take_on(jonas, now, title="any time today", due_on=MONDAY)
    late = overdue(take_on(jonas, now, title="late"), date(2026, 2, 27))
    promised = take_on(jonas, now, title="promised", due_on=MONDAY, customer=ilse)
    broken = overdue(take_on(jonas, now, title="late promise", customer=ilse), date(2026, 2, 28))
    birthday(ilse, mia, now)
    kinds = [item.title for item in items_before(jonas, now)]
    assert kinds == [
        *(task.title for task in (broken, promised, late, timed, day)),
        "Birthday: turns 78",
        soon.title,
    ]


def test_what_is_due_later_or_somebody_else_s_is_not_there(jonas, mia, now) -> None:
    take_on(jonas, now, due_on=TUESDAY)
    take_on(mia, now, due_on=MONDAY)
    assert items_before(jonas, now) == []


def test_a_reminder_brings_it_before_its_day(jonas, now) -> None:
    take_on(jonas, now, due_on=FRIDAY, remind_at=now - timedelta(minutes=1))
    take_on(jonas, now, title="later", due_on=FRIDAY, remind_at=now + timedelta(hours=1))
    assert [item.why for item in items_before(jonas, now)] == ["begin now, due Friday"]


def test_every_item_says_why_it_is_here(jonas, mia, ilse, now) -> None:
    overdue(take_on(jonas, now, customer=ilse, by=mia), date(2026, 2, 27))
    assert [item.why for item in items_before(jonas, now)] == [
        "overdue for 3 days · promised by Mia Berger, today"
    ]


def test_the_day_begins_with_sentences(jonas, ilse, now) -> None:
    assert lead_of([], now) == ""
    for title in ("one", "two"):
        take_on(jonas, now, title=title, due_on=MONDAY, customer=ilse)
    birthday(ilse, jonas, now)
    assert day_of(jonas, now).lead == "Two promises are due today, one person has a special day."


def test_put_off_three_times_it_is_asked_about(as_jonas: Client, jonas, now) -> None:
    task = take_on(jonas, now, due_on=MONDAY)
    Task.objects.update(postponed=3)
    page = shown(as_jonas)
    assert "put off 3 times. Is it still needed?" in page
    as_jonas.post(reverse("task_keep", args=[task.public_id]))
    assert "Is it still needed?" not in shown(as_jonas)


def test_one_tap_settles_and_one_takes_it_back(as_jonas: Client, jonas, ilse, now) -> None:
    task = take_on(jonas, now, due_on=MONDAY, customer=ilse)
    answer = as_jonas.post(
        reverse("task_finish", args=[task.public_id]), {"back": "/"}, follow=True
    )
    assert "Kept: Send the offer" in answer.text
    assert row_id(f"task:{task.public_id}") not in answer.text
    undo = reverse("agenda_undo", args=[LedgerEntry.objects.get(action="agenda.done").pk])
    assert undo in answer.text
    assert "Send the offer" in as_jonas.post(undo, follow=True).text
    assert Task.objects.get().state == "open"


def test_with_htmx_only_the_row_changes(as_jonas: Client, jonas, ilse, now) -> None:
    task = take_on(jonas, now, due_on=MONDAY, customer=ilse)
    row = row_id(f"task:{task.public_id}")
    assert f'id="{row}"' in shown(as_jonas)
    done = as_jonas.post(reverse("task_finish", args=[task.public_id]), headers=HTMX)
    assert done.text.lstrip().startswith(f'<li class="row row-done" id="{row}"')
    undo = reverse("agenda_undo", args=[LedgerEntry.objects.get(action="agenda.done").pk])
    again = as_jonas.post(undo, headers=HTMX).text
    assert f'<li class="row" id="{row}"' in again
    assert "Ilse Hofer" in again


def test_a_question_stands_in_place_of_the_row_and_keeps_what_was_typed(
    as_jonas: Client, jonas, ilse, now
) -> None:
    task = take_on(jonas, now, due_on=MONDAY, customer=ilse)
    address = reverse("task_drop", args=[task.public_id])
    asked = as_jonas.get(address, headers=HTMX)
    assert asked.text.lstrip().startswith('<li class="row row-asks"')
    wrong = as_jonas.post(address, {"state": "broken", "reason": ""}, headers=HTMX)
    assert wrong.status_code == 422
    right = as_jonas.post(address, {"state": "broken", "reason": "No part"}, headers=HTMX)
    assert "Not kept: Send the offer" in right.text


def test_tomorrow_is_one_tap_for_a_task_and_a_question_for_a_promise(
    as_jonas: Client, jonas, ilse, now
) -> None:
    task, promise = take_on(jonas, now, due_on=MONDAY), take_on(jonas, now, due_on=MONDAY, customer=ilse)  # fmt: skip
    for kept, status in ((task, 302), (promise, 422)):
        address = reverse("task_postpone", args=[kept.public_id])
        assert as_jonas.post(address, {"day": "tomorrow"}).status_code == status
    task.refresh_from_db()
    assert task.due_on == TUESDAY


def test_the_ways_back_never_leave_the_house(as_jonas: Client, jonas, now) -> None:
    for back in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "javascript:alert(1)",
        r"/\e",
    ):
        task = take_on(jonas, now, due_on=MONDAY)
        answer = as_jonas.post(reverse("task_finish", args=[task.public_id]), {"back": back})
        assert answer["Location"].startswith("/?did=t")


def test_what_is_no_task_is_settled_for_everybody(as_jonas, as_mia, jonas, ilse, now) -> None:
    birthday(ilse, jonas, now)
    assert "turns 78" in shown(as_mia)
    key = f"day:{ilse.pk}:birthday:2026-03-02"
    for _tap in range(2):
        told = as_jonas.post(reverse("today_mark"), {"item": key, "outcome": "done"}, follow=True)
        assert told.status_code == 200
    assert "turns 78" not in shown(as_mia)
    assert LedgerEntry.objects.filter(action="agenda.marked").count() == 1
    mark = TodayMark.objects.get()
    as_jonas.post(reverse("today_unmark", args=[mark.public_id]))
    assert "turns 78" in shown(as_mia)


def item(customer: Customer | None = None) -> Item:
    pk = customer.pk if customer else None
    return Item("new:7", ItemKind.NEW, pk, None, "New in the house", "since yesterday")


def test_put_off_hides_it_from_me_until_tomorrow(jonas, mia, now, monkeypatch) -> None:
    monkeypatch.setattr(today, "_providers", [lambda person, at: [item()]])
    mark_item(item(), "later", by=jonas, at=now)
    assert items_before(jonas, now) == []
    assert items_before(mia, now) == [item()]
    assert items_before(jonas, now + timedelta(days=1)) == [item()]


def test_settled_it_comes_up_again_only_after_long(jonas, now, monkeypatch) -> None:
    monkeypatch.setattr(today, "_providers", [lambda person, at: [item()]])
    mark_item(item(), "done", by=jonas, at=now)
    assert items_before(jonas, now + timedelta(days=89)) == []
    assert items_before(jonas, now + timedelta(days=91)) == [item()]


def test_handed_over_it_is_a_task_of_the_other(jonas, mia, petra, ilse, now) -> None:
    mark = mark_item(item(ilse), "handed", to=mia, by=jonas, at=now)
    task = Task.objects.get()
    assert (task.owner, task.customer, task.due_on, task.title) == (mia, ilse, MONDAY, "New in the house")  # fmt: skip
    unmark(mark, by=jonas, at=now)
    assert not Task.objects.exists()
    assert not TodayMark.objects.exists()
    with refused("owner_cannot"):
        mark_item(item(ilse), "handed", to=petra, by=jonas, at=now)


def test_not_needed_has_a_reason_and_only_one_s_own_mark_is_taken_back(
    jonas, mia, petra, now
) -> None:
    with refused("reason_needed"):
        mark_item(item(), "not_needed", by=jonas, at=now)
    with refused("unknown_choice"):
        mark_item(item(), "forgotten", by=jonas, at=now)
    mark = mark_item(item(), "not_needed", reason="Moved away", by=jonas, at=now)
    with pytest.raises(NotAllowed):
        unmark(mark, by=mia, at=now)
    with pytest.raises(NotAllowed):
        mark_item(item(), "done", by=petra, at=now)
    assert TodayMark.objects.get().reason == "Moved away"


def test_only_what_lies_before_me_can_be_marked(as_jonas: Client, as_mia, jonas, ilse, now) -> None:
    task = take_on(jonas, now, due_on=MONDAY)
    for key in ("new:999", "", "x" * 5_000, f"task:{task.public_id}"):
        answer = as_jonas.post(reverse("today_mark"), {"item": key, "outcome": "done"})
        assert answer.status_code == 404
    birthday(ilse, jonas, now)
    key = f"day:{ilse.pk}:birthday:2026-03-02"
    assert as_jonas.post(reverse("today_mark"), {"item": key, "outcome": "??"}).status_code == 404
    as_jonas.post(reverse("today_mark"), {"item": key, "outcome": "done"})
    mark = TodayMark.objects.get()
    assert as_mia.post(reverse("today_unmark", args=[mark.public_id])).status_code == 404


def test_who_is_new_is_told_and_a_crowd_is_one_line(jonas, now, firm) -> None:
    write_down(now, first_name="Nora", last_name="Neu", found_us="a friend")
    found = items_before(jonas, now)
    assert [one.why for one in found] == [
        "Customer · since 2 Mar 2026 · found us through: a friend"
    ]
    for number in range(20):
        write_down(now, last_name=f"Import {number}")
    assert [one.title for one in items_before(jonas, now)] == ["21 new customers"]


def test_the_days_of_those_a_colleague_cares_for_are_theirs(jonas, mia, ilse, now) -> None:
    birthday(ilse, jonas, now)
    Customer.objects.update(cared_for_by=mia)
    assert items_before(jonas, now) == []
    assert [one.why for one in items_before(mia, now)] == ["you are their person with us"]


def test_who_stands_in_finds_the_tasks_of_whoever_is_away(as_mia, jonas, mia, now) -> None:
    task = take_on(jonas, now, title="Tidy up", due_on=MONDAY)
    Absence.objects.create(
        person=jonas, first_day=MONDAY, last_day=FRIDAY, stand_in=mia, created_at=now
    )
    assert [one.why for one in items_before(mia, now)] == [
        "due today · from Jonas Falk, today · you stand in for Jonas Falk"
    ]
    as_mia.post(reverse("task_finish", args=[task.public_id]))
    assert Task.objects.get().settled_by == mia
    page = shown(as_mia, reverse("team_day"))
    assert "Mia Berger stands in" in page


def test_who_only_reads_sees_the_day_and_no_tap(as_petra: Client, ilse, jonas, now) -> None:
    birthday(ilse, jonas, now)
    page = shown(as_petra)
    assert "turns 78" in page
    assert reverse("today_mark") not in page
    assert reverse("idea_new") not in page


def test_removed_customers_take_their_marks_with_them(jonas, ilse, now) -> None:
    mark_item(item(ilse), "done", by=jonas, at=now)
    assert forget_marks(np.array([ilse.pk])) == 1
    assert not TodayMark.objects.exists()


def test_more_of_everything_asks_no_more_queries(as_jonas: Client, jonas, mia, now, old) -> None:
    counts = []
    for more in range(2):
        for number in range(1 + 6 * more):
            customer = write_down(old, last_name=f"Other {more} {number}")
            birthday(customer, mia, now)
            take_on(jonas, now, due_on=MONDAY, customer=customer)
            take_on(jonas, now, due_on=MONDAY, by=mia)
        as_jonas.get("/")
        with CaptureQueriesContext(connection) as captured:
            as_jonas.get("/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_names_that_would_run_stand_as_text(as_jonas: Client, jonas, old, now) -> None:
    customer = write_down(old, last_name='<script>alert("x")</script>')
    take_on(jonas, now, title='"><img src=x onerror=alert(1)>', due_on=MONDAY, customer=customer)
    page = as_jonas.get("/").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
