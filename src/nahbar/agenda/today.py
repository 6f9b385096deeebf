"""Our items for somebody's day: promises and tasks that are due, or that one is reminded of."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.agenda.models import Task
from nahbar.agenda.operations.move import ASKED_AFTER
from nahbar.agenda.queries import tasks_before
from nahbar.agenda.telling import local_day, why_here
from nahbar.core.access import Ability, may
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.core.today import Action, Item, ItemKind
from nahbar.team.attendance import Attendance

MINUTES = {Task.Kind.PROMISE: 15, Task.Kind.TASK: 10}


def task_items(person: User, at: datetime) -> list[Item]:
    """What this person has taken on, and whoever they stand in for."""
    may_act, day = may(person, Ability.KEEP_AGENDA), local_day(at)
    tasks = tasks_before({person.pk, *stood_for(person, day)}, at, day)
    return [task_item(task, person, at, may_act=may_act) for task in tasks]


def stood_for(person: User, day: date) -> set[int]:
    """Who is away today and has this person as their stand-in (primary keys)."""
    attendance = Attendance(None, day, day)
    return {
        one.person_id
        for one in attendance.absences
        if attendance.stand_in(one.person_id, day) == person
    }


def task_item(task: Task, person: User, at: datetime, *, may_act: bool) -> Item:
    """One task as an item; put off three times it is asked about first."""
    is_asked = task.postponed >= ASKED_AFTER
    why = why_here(task, person, at)
    return Item(
        key=key_of(task),
        kind=ItemKind.PROMISE if task.is_promise else ItemKind.TASK,
        customer_id=task.customer_id,
        due_at=task.due_at or datetime.combine(task.due_on, time(), house_zone()),
        title=task.title,
        why=f"{why}. " + _("Is it still needed?") if is_asked else why,
        minutes=MINUTES[Task.Kind(task.kind)],
        weight=min(1.0, 0.5 + 0.1 * task.postponed),
        url=reverse("task", args=[task.public_id]),
        actions=task_actions(task, is_asked=is_asked) if may_act else (),
    )


def key_of(task: Task) -> str:
    """The item's key: the same for as long as the task lives."""
    return f"task:{task.public_id}"


def task_actions(task: Task, *, is_asked: bool) -> tuple[Action, ...]:
    """The taps for an open task, the main one first."""
    done = Action(_("Kept") if task.is_promise else _("Done"), _url("task_finish", task))
    dropping = _("Cannot be kept …") if task.is_promise else _("Not needed because …")
    page = Action(_("Open and change"), _url("task", task), is_link=True)
    handing = Action(_("Hand to …"), _url("task_hand_over", task), is_link=True)
    dropped = Action(dropping, _url("task_drop", task), is_link=True)
    if is_asked:
        needed = Action(_("Still needed"), _url("task_keep", task))
        return (needed, done, dropped, handing, *_later(task), page)
    return (done, *_later(task), handing, dropped, page)


def _later(task: Task) -> tuple[Action, ...]:
    """To tomorrow by one tap; a promise always asks for a word, for somebody waits for it."""
    url = _url("task_postpone", task)
    if task.is_promise:
        return (Action(_("Put off …"), url, is_link=True),)
    return (
        Action(_("Tomorrow"), url, (("day", "tomorrow"),)),
        Action(_("Another day …"), url, is_link=True),
    )


def _url(name: str, task: Task) -> str:
    return reverse(name, args=[task.public_id])
