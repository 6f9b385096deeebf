"""What happens to tasks and promises: effect, ledger, refusal, and two at once."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from tests.agenda.folk import FRIDAY, MONDAY, TUESDAY, overdue, take_on

from nahbar.agenda.models import Task
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.change import change_task, shown_in_form
from nahbar.agenda.operations.move import hand_over_task, postpone_task, still_needed
from nahbar.agenda.operations.settle import drop_task, finish_task, reopen_task
from nahbar.agenda.operations.take_back import take_back
from nahbar.agenda.queries import last_step, visible_tasks
from nahbar.agenda.wishes import TaskWish
from nahbar.core.clock import house_zone
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.people import close_access
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import ChangedMeanwhile

pytestmark = pytest.mark.django_db
State = Task.State


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def actions(task: Task) -> list[str]:
    rows = LedgerEntry.objects.filter(subject_kind="agenda.task", subject_id=task.pk)
    return list(rows.order_by("pk").values_list("action", flat=True))


@pytest.fixture
def task(jonas: User, now: datetime) -> Task:
    return take_on(jonas, now)


@pytest.fixture
def promise(jonas: User, anna: Customer, now: datetime) -> Task:
    return take_on(jonas, now, customer=anna)


def test_a_task_has_a_named_person_and_a_day(task: Task, jonas: User, now: datetime) -> None:
    kept = Task.objects.get()
    assert (kept.title, kept.owner, kept.due_on) == ("Send the offer", jonas, TUESDAY)
    assert (kept.state, kept.created_by, kept.created_at) == ("open", jonas, now)
    entry = LedgerEntry.objects.get(action="agenda.added")
    assert LedgerText.objects.get(pk=entry.text_id).after["owner"] == "Jonas Falk"


def test_a_time_is_the_house_s(jonas: User, now: datetime) -> None:
    kept = take_on(jonas, now, due_time=time(10))
    assert kept.due_at == datetime(2026, 3, 3, 10, tzinfo=house_zone())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " \u202e "}, "task_needs_title"),
        ({"title": "x" * 301}, "too_long"),
        ({"due_on": date(2026, 3, 1)}, "day_is_past"),
        ({"due_on": None}, "task_needs_day"),
        ({"kind": "duty"}, "unknown_choice"),
        ({"kind": "promise"}, "promise_needs_customer"),
        ({"repeat": "FREQ=SECONDLY"}, "unknown_choice"),
    ],
)
def test_what_makes_no_sense_is_refused(more: dict[str, Any], code: str, jonas, now) -> None:
    with refused(code):
        take_on(jonas, now, **more)
    assert not Task.objects.exists()


def test_nobody_who_cannot_act_is_given_a_task(petra, mia, jonas, olga, now) -> None:
    with refused("owner_cannot"):
        take_on(petra, now, by=mia)
    with refused("owner_cannot"):
        add_task(TaskWish("x", None, TUESDAY), by=mia, at=now)
    close_access(jonas, by=olga, at=now)
    with refused("owner_cannot"):
        take_on(User.objects.get(pk=jonas.pk), now, by=mia)


def test_the_same_form_sent_twice_is_one_task(jonas, mia, now) -> None:
    once = uuid.uuid4()
    first = add_task(TaskWish("x", jonas, TUESDAY), once=once, by=jonas, at=now)
    assert add_task(TaskWish("x", jonas, TUESDAY), once=once, by=jonas, at=now) == first
    assert Task.objects.count() == 1
    assert LedgerEntry.objects.filter(action="agenda.added").count() == 1


def test_done_twice_is_once(task: Task, jonas: User, mia: User, now: datetime) -> None:
    finish_task(task, "by mail", by=jonas, at=now)
    finish_task(task, by=mia, at=now + timedelta(seconds=1))
    kept = Task.objects.get()
    assert (kept.state, kept.outcome, kept.settled_by) == ("done", "by mail", jonas)
    assert actions(task) == ["agenda.added", "agenda.done"]


def test_what_is_settled_otherwise_is_not_done_as_well(task, jonas, now) -> None:
    drop_task(task, State.DROPPED, "They bought elsewhere", by=jonas, at=now)
    with refused("already_settled"):
        finish_task(task, by=jonas, at=now)
    with refused("already_settled"):
        postpone_task(task, FRIDAY, by=jonas, at=now)
    with refused("already_settled"):
        hand_over_task(task, jonas, by=jonas, at=now)


def test_a_task_is_not_needed_only_with_a_reason(task, jonas, now) -> None:
    with refused("reason_needed"):
        drop_task(task, State.DROPPED, " ", by=jonas, at=now)
    with refused("unknown_choice"):
        drop_task(task, State.BROKEN, "forgot", by=jonas, at=now)
    assert drop_task(task, State.DROPPED, "Gone", by=jonas, at=now).outcome == "Gone"


@pytest.mark.parametrize("state", [State.RELEASED, State.BROKEN])
def test_a_promise_ends_unkept_only_by_saying_so(promise, state, jonas, now) -> None:
    with refused("unknown_choice"):
        drop_task(promise, State.DROPPED, "No time", by=jonas, at=now)
    with refused("reason_needed"):
        drop_task(promise, state, "", by=jonas, at=now)
    assert drop_task(promise, state, "No part to be had", by=jonas, at=now).state == state


def test_a_promise_is_put_off_only_with_a_reason(promise, task, jonas, now) -> None:
    with refused("reason_needed"):
        postpone_task(promise, FRIDAY, by=jonas, at=now)
    kept = postpone_task(promise, FRIDAY, "Anna knows", by=jonas, at=now)
    assert (kept.due_on, kept.postponed) == (FRIDAY, 1)
    entry = LedgerEntry.objects.get(action="agenda.postponed")
    assert LedgerText.objects.get(pk=entry.text_id).after["reason"] == "Anna knows"
    assert postpone_task(task, FRIDAY, by=jonas, at=now).due_on == FRIDAY


def test_tomorrow_tapped_twice_puts_off_once_and_keeps_the_time(jonas, now) -> None:
    task = take_on(jonas, now, due_on=MONDAY, due_time=time(16))
    for _tap in range(2):
        kept = postpone_task(task, TUESDAY, by=jonas, at=now)
    assert kept.postponed == 1
    assert kept.due_at == datetime(2026, 3, 3, 16, tzinfo=house_zone())


def test_brought_forward_is_not_put_off(jonas, now) -> None:
    task = take_on(jonas, now, due_on=FRIDAY)
    assert postpone_task(task, TUESDAY, by=jonas, at=now).postponed == 0
    with refused("day_is_past"):
        postpone_task(task, date(2026, 3, 1), by=jonas, at=now)


def test_still_needed_is_asked_anew_only_after_more_delays(task, jonas, now) -> None:
    for days in range(1, 4):
        postpone_task(task, TUESDAY + timedelta(days=days), by=jonas, at=now)
    assert Task.objects.get().postponed == 3
    assert still_needed(task, by=jonas, at=now).postponed == 0


def test_handed_over_it_is_the_other_s(task, jonas, mia, petra, now) -> None:
    kept = hand_over_task(task, mia, "you know her", by=jonas, at=now)
    assert kept.owner == mia
    hand_over_task(task, mia, by=jonas, at=now)
    assert actions(task) == ["agenda.added", "agenda.handed_over"]
    with refused("owner_cannot"):
        hand_over_task(task, petra, by=jonas, at=now)


def test_what_comes_again_is_made_anew_once_with_its_time(jonas, anna, now) -> None:
    task = take_on(jonas, now, customer=anna, due_time=time(9), repeat="weekly")
    finish_task(task, by=jonas, at=now)
    finish_task(task, by=jonas, at=now)
    following = Task.objects.get(follows=task)
    assert (following.due_on, following.owner, following.customer) == (
        date(2026, 3, 10),
        jonas,
        anna,
    )
    assert following.due_at == datetime(2026, 3, 10, 9, tzinfo=house_zone())
    assert actions(following) == ["agenda.came_again"]


def test_undoing_takes_the_next_one_away_unless_somebody_touched_it(jonas, now) -> None:
    task = take_on(jonas, now, repeat="weekly")
    finish_task(task, by=jonas, at=now)
    take_back(last_step(task, jonas), by=jonas, at=now)
    assert Task.objects.get().state == "open"
    finish_task(task, by=jonas, at=now)
    postpone_task(Task.objects.get(follows=task), date(2026, 3, 20), by=jonas, at=now)
    reopen_task(task, by=jonas, at=now)
    assert Task.objects.count() == 2


def test_undo_puts_everything_back_as_it_was(promise, jonas, mia, now) -> None:
    before = shown_in_form(Task.objects.get())
    postpone_task(promise, FRIDAY, "Anna knows", by=jonas, at=now)
    take_back(last_step(promise, jonas), by=jonas, at=now)
    hand_over_task(promise, mia, by=jonas, at=now)
    take_back(last_step(promise, jonas), by=jonas, at=now)
    drop_task(promise, State.BROKEN, "forgot", by=jonas, at=now)
    take_back(last_step(promise, jonas), by=jonas, at=now)
    kept = Task.objects.get()
    assert shown_in_form(kept) == before
    assert (kept.state, kept.outcome, kept.settled_by, kept.postponed) == ("open", "", None, 0)


def test_nobody_undoes_what_others_did_or_what_has_changed_since(task, jonas, mia, now) -> None:
    postpone_task(task, FRIDAY, by=jonas, at=now)
    entry = last_step(task, jonas)
    assert entry is not None
    with pytest.raises(NotAllowed):
        take_back(entry, by=mia, at=now)
    hand_over_task(task, mia, by=jonas, at=now)
    with refused("changed_meanwhile"):
        take_back(entry, by=jonas, at=now)
    assert Task.objects.get().due_on == FRIDAY


def test_what_was_just_noted_has_no_undo_but_settling_it(task, jonas, now) -> None:
    with refused("nothing_to_undo"):
        take_back(LedgerEntry.objects.get(action="agenda.added"), by=jonas, at=now)


def changed(task: Task, **new: Any) -> TaskWish:
    said = {"title": task.title, "owner": task.owner, "due_on": task.due_on, "kind": task.kind}
    return TaskWish(**{**said, **new})


def test_two_who_change_different_things_both_prevail(task, jonas, mia, now) -> None:
    seen = shown_in_form(task)
    change_task(task, changed(task, title="Send two offers"), seen=seen, by=mia, at=now)
    change_task(task, changed(task, due_on=FRIDAY), seen=seen, by=jonas, at=now)
    kept = Task.objects.get()
    assert (kept.title, kept.due_on) == ("Send two offers", FRIDAY)


def test_two_who_change_the_same_are_told(task, jonas, mia, now) -> None:
    seen = shown_in_form(task)
    change_task(task, changed(task, title="Mia's"), seen=seen, by=mia, at=now)
    with pytest.raises(ChangedMeanwhile) as told:
        change_task(task, changed(task, title="Jonas'"), seen=seen, by=jonas, at=now)
    assert told.value.theirs == {"title": "Mia's"}
    assert Task.objects.get().title == "Mia's"


def test_an_overdue_task_can_be_changed_without_another_day(task, jonas, now) -> None:
    late = overdue(task, date(2026, 2, 20))
    kept = change_task(late, changed(late, title="Now"), seen=shown_in_form(late), by=jonas, at=now)
    assert (kept.title, kept.due_on) == ("Now", date(2026, 2, 20))


def test_what_is_about_nobody_is_seen_by_its_people_and_leaders(task, promise, jonas, mia, petra, now) -> None:  # fmt: skip
    assert set(visible_tasks(mia)) == set(visible_tasks(jonas)) == {task, promise}
    assert set(visible_tasks(petra)) == {promise}


def test_who_may_not_see_it_cannot_touch_it(mia, jonas, now) -> None:
    kept = take_on(mia, now)
    with pytest.raises(NotAllowed):
        finish_task(kept, by=jonas, at=now)


def test_who_only_reads_writes_nothing(promise, petra, jonas, now) -> None:
    entry = LedgerEntry.objects.get(action="agenda.added")
    for attempt in (
        lambda: take_on(jonas, now, by=petra),
        lambda: finish_task(promise, by=petra, at=now),
        lambda: drop_task(promise, State.BROKEN, "x", by=petra, at=now),
        lambda: postpone_task(promise, FRIDAY, "x", by=petra, at=now),
        lambda: hand_over_task(promise, jonas, by=petra, at=now),
        lambda: still_needed(promise, by=petra, at=now),
        lambda: reopen_task(promise, by=petra, at=now),
        lambda: take_back(entry, by=petra, at=now),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert actions(promise) == ["agenda.added"]
