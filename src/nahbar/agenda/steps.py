"""What was done to a task, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.agenda.models import Task
from nahbar.agenda.queries import Step
from nahbar.agenda.repeats import repeat_of
from nahbar.core import formats

DONE: Mapping[str, Promise] = {
    "agenda.added": lazy("noted it"),
    "agenda.came_again": lazy("let it come again"),
    "agenda.changed": lazy("changed it"),
    "agenda.done": lazy("settled it"),
    "agenda.dropped": lazy("said that it is not needed"),
    "agenda.released": lazy("noted that the customer lets us off"),
    "agenda.broken": lazy("noted that it was not kept"),
    "agenda.reopened": lazy("opened it again"),
    "agenda.postponed": lazy("put it off"),
    "agenda.handed_over": lazy("handed it over"),
    "agenda.still_needed": lazy("said that it is still needed"),
    "agenda.taken_back": lazy("took that back"),
}
LABELS: Mapping[str, Promise] = {
    "kind": lazy("What it is"),
    "title": lazy("What is to be done"),
    "owner": lazy("Who"),
    "due_on": lazy("Until"),
    "due_at": lazy("At what time"),
    "remind_at": lazy("Remind from"),
    "repeat": lazy("Repeat"),
    "outcome": lazy("What came of it"),
    "reason": lazy("Reason"),
}


@dataclass(frozen=True)
class Told:
    """One step: by whom, what, when, and each field with what it was and what it became."""

    by: str
    what: str
    at: datetime
    fields: list[tuple[str, str, str]]


def told_step(step: Step) -> Told:
    """A row of the ledger as people read it."""
    names = [*step.before, *(name for name in step.after if name not in step.before)]
    fields = [
        (str(LABELS[name]), _shown(name, step.before.get(name)), _shown(name, step.after.get(name)))
        for name in names
        if name in LABELS
    ]
    who = str(step.row.actor) if step.row.actor else _("the house")
    what = str(DONE.get(step.row.action, step.row.action))
    return Told(who, what, step.row.occurred_at, [one for one in fields if one[1] or one[2]])


def _shown(name: str, value: object) -> str:
    if value in {None, ""}:
        return ""
    text = str(value)
    if name == "due_on":
        return formats.date(date.fromisoformat(text))
    if name in {"due_at", "remind_at"}:
        return formats.moment(datetime.fromisoformat(text))
    if name == "kind":
        return str(Task.Kind(text).label)
    return str(repeat_of(text).label) if name == "repeat" else text
