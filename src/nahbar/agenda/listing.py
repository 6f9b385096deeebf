"""Tasks as lines of a list: whose face, what, until when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nahbar.agenda.models import Task
from nahbar.agenda.repeats import repeat_of
from nahbar.agenda.telling import due_in_words, is_late, local_day
from nahbar.agenda.today import task_actions
from nahbar.core import formats
from nahbar.core.access import Ability, may
from nahbar.core.faces import Face, face_of_person
from nahbar.core.models import User
from nahbar.core.today import Action
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of


@dataclass(frozen=True)
class Line:
    """One task; `face` is the customer's, or where the list is theirs the owner's."""

    task: Task
    face: Face
    text: str
    chip: str
    tone: str
    main: Action | None
    more: tuple[Action, ...]


def task_lines(
    tasks: Sequence[Task], person: User, at: datetime, *, by_owner: bool = False
) -> list[Line]:
    """The lines; one query for the names of all their customers."""
    numbers = numbers_of({task.customer_id for task in tasks if task.customer_id})
    may_act = may(person, Ability.KEEP_AGENDA)
    return [_line(task, person, at, numbers, may_act=may_act, by_owner=by_owner) for task in tasks]


def _line(
    task: Task,
    person: User,
    at: datetime,
    numbers: dict[int, list[str]],
    *,
    may_act: bool,
    by_owner: bool,
) -> Line:
    customer = None if by_owner else task.customer
    face = face_of_person(task.owner)
    if customer:
        face = face_of_customer(customer, numbers.get(customer.pk, []))
    late = is_late(task, at)
    tone = "warn" if late else "green" if task.is_open and task.due_on == local_day(at) else ""
    actions = task_actions(task, is_asked=False) if may_act and task.is_open else ()
    return Line(
        task=task,
        face=face,
        text=_about(task, face.name if customer or by_owner else ""),
        chip=_chip(task, at),
        tone=tone,
        main=actions[0] if actions else None,
        more=actions[1:],
    )


def _about(task: Task, name: str) -> str:
    kind = _("Promise") if task.is_promise else ""
    again = str(repeat_of(task.repeat).label) if task.repeat else ""
    parts = (name, kind, again, "" if task.is_open else task.outcome)
    return " · ".join(part for part in parts if part)


def _chip(task: Task, at: datetime) -> str:
    if task.is_open:
        return due_in_words(task, local_day(at))
    settled = formats.date(task.settled_at) if task.settled_at else ""
    kept = _("promise kept") if task.is_promise and task.state == Task.State.DONE else ""
    return f"{kept or Task.State(task.state).label}, {settled}"
