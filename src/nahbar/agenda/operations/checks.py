"""What each of the room's operations makes sure of, and the one way in which they write a task."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Task
from nahbar.agenda.queries import is_visible
from nahbar.core.access import Ability, demand, may
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.typed import one_line, several_lines

TITLE = 300
REASON = 2_000
PEOPLE = ("owner", "settled_by", "created_by")


def held(task: Task, by: By) -> Task:
    """The task as it is now, held until the transaction ends, for who may act on it."""
    demand(by, Ability.KEEP_AGENDA)
    if not is_visible(task, by):
        raise NotAllowed
    rows = Task.objects.select_for_update(of=("self",)).select_related("owner", "customer")
    return rows.get(pk=task.pk)


def held_open(task: Task, by: By) -> Task:
    """The same; refused where it is settled (`already_settled`)."""
    now = held(task, by)
    if not now.is_open:
        raise Refused("already_settled", _("Somebody has settled this already."))
    return now


def may_own(person: User | None) -> User:
    """Whoever is given a task works here and may act. Raises Refused (`owner_cannot`)."""
    if person is None or not person.is_active or not may(person, Ability.KEEP_AGENDA):
        raise Refused("owner_cannot", _("Choose somebody of the house who can see to it."))
    return person


def said_title(text: str) -> str:
    """What is to be done. Raises Refused (`task_needs_title`, `too_long`)."""
    title = one_line(text, TITLE)
    if not title:
        raise Refused("task_needs_title", _("Say what is to be done."))
    return title


def said_reason(text: str) -> str:
    """Why. Raises Refused (`reason_needed`, `too_long`)."""
    reason = several_lines(text, REASON)
    if not reason:
        raise Refused("reason_needed", _("Say why, in a few words."))
    return reason


def day_ahead(day: date | None, at: datetime) -> date:
    """A day that is still to come. Raises Refused (`task_needs_day`, `day_is_past`)."""
    if day is None:
        raise Refused("task_needs_day", _("Until when? A day is needed."))
    if day < local_day(at):
        raise Refused("day_is_past", _("This day is over. Choose one that is still to come."))
    return day


def local_day(at: datetime) -> date:
    """The day of the house at this moment."""
    return at.astimezone(house_zone()).date()


def moment_of(day: date, clock: time | None) -> datetime | None:
    """The moment of a day at which the house's clock shows this, where a time was named."""
    return datetime.combine(day, clock, house_zone()) if clock else None


def write(
    task: Task,
    new: Mapping[str, Any],
    action: str,
    *,
    by: By,
    at: datetime,
    reason: str = "",
) -> Task:
    """Change the held task, with one row in the ledger that `take_back` can read. No change: nothing.

    People stand in it by name for reading, and by id for taking it back.
    """
    before, after = changes(task, list(new), new)
    if not after:
        return task
    people = {name: getattr(before[name], "pk", None) for name in PEOPLE if name in before}
    for name, value in after.items():
        setattr(task, name, value)
    task.version += 1
    task.save(update_fields=[*after, "version"])
    details = {"version": task.version, "people": people}
    told = {**_named(after), **({"reason": reason} if reason else {})}
    record(action, by=by, at=at, subject=task, before=_named(before), after=told, details=details)
    return task


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {n: str(value) if isinstance(value, User) else value for n, value in values.items()}
