"""Putting a task off, giving it to a colleague, saying that it is still needed."""

from datetime import date, datetime

from django.db import transaction

from nahbar.agenda.models import Task
from nahbar.agenda.operations.checks import day_ahead, held_open, may_own, said_reason, write
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.customers.typed import one_line

WORD = 500
ASKED_AFTER = 3  # times put off


@transaction.atomic
def postpone_task(task: Task, day: date | None, reason: str = "", *, by: By, at: datetime) -> Task:
    """Put it off to another day; its time of day stays. To the day it has already: nothing.

    A promise is put off only with a reason: somebody waits for it. Raises Refused:
    `reason_needed`, `task_needs_day`, `day_is_past`, `already_settled`.
    """
    now = held_open(task, by)
    later = day_ahead(day, at)
    if later == now.due_on:
        return now
    why = said_reason(reason) if now.is_promise else one_line(reason, WORD)
    zone = house_zone()
    clock = now.due_at.astimezone(zone).time() if now.due_at else None
    moved = {
        "due_on": later,
        "due_at": datetime.combine(later, clock, zone) if clock else None,
        "remind_at": None,
        "postponed": now.postponed + (later > now.due_on),
    }
    return write(now, moved, "agenda.postponed", by=by, at=at, reason=why)


@transaction.atomic
def hand_over_task(task: Task, to: User | None, word: str = "", *, by: By, at: datetime) -> Task:
    """Give it to a colleague, perhaps with a word. Raises Refused: `owner_cannot`, `already_settled`."""
    now = held_open(task, by)
    owner = may_own(to)
    said = one_line(word, WORD)
    return write(now, {"owner": owner}, "agenda.handed_over", by=by, at=at, reason=said)


@transaction.atomic
def still_needed(task: Task, *, by: By, at: datetime) -> Task:
    """Somebody was asked and says: yes. It is not asked again until it was put off as often anew."""
    now = held_open(task, by)
    return write(now, {"postponed": 0}, "agenda.still_needed", by=by, at=at)
