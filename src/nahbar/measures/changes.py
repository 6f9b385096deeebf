"""What was done to a finding, its goals and measures, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core import formats
from nahbar.measures import words
from nahbar.measures.models import Finding, Goal, Measure
from nahbar.measures.queries import Entry

DONE: dict[str, Promise] = {
    "measures.finding_noted": lazy("noted this finding"),
    "measures.finding_changed": lazy("put it in other words"),
    "measures.finding_closed": lazy("closed this finding"),
    "measures.finding_withdrawn": lazy("withdrew this finding"),
    "measures.goal_set": lazy("set a goal"),
    "measures.goal_changed": lazy("changed a goal"),
    "measures.goal_withdrawn": lazy("withdrew a goal"),
    "measures.planned": lazy("planned a measure"),
    "measures.changed": lazy("changed a measure"),
    "measures.started": lazy("began with a measure"),
    "measures.finished": lazy("finished a measure"),
    "measures.dropped": lazy("dropped a measure"),
}
LABELS: dict[str, Promise] = {
    "said": lazy("Finding"),
    "outcome": lazy("What came of it"),
    "target": lazy("Target"),
    "until": lazy("Until"),
    "reason": lazy("Reason"),
    "title": lazy("Measure"),
    "owner": lazy("Who"),
    "due_on": lazy("Until"),
    "cost": lazy("Cost"),
    "state": lazy("State"),
    "result": lazy("What it brought"),
}
STATES = {**dict(Finding.State.choices), **dict(Measure.State.choices)}
DAYS = {"until", "due_on"}


@dataclass(frozen=True)
class Told:
    """One change: by whom, what, when, and each field with what it was and what it became."""

    by: str
    what: str
    at: datetime
    fields: list[tuple[str, str, str]]


def in_words(entry: Entry, finding: Finding) -> Told:
    """A row of the ledger as people read it; `finding` with its goals and measures at hand."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    about = _about(entry, finding)
    fields = [
        (
            str(LABELS.get(name, name)),
            _shown(name, entry.before.get(name), about),
            _shown(name, entry.after.get(name), about),
        )
        for name in names
    ]
    actor = entry.row.actor
    who = str(actor) if actor else _("the house")
    what = str(DONE.get(entry.row.action, entry.row.action))
    return Told(who, what, entry.row.occurred_at, [one for one in fields if one[1] or one[2]])


def _about(entry: Entry, finding: Finding) -> Goal | Measure | None:
    for model, kept in ((Goal, finding.goals), (Measure, finding.measures)):
        if entry.row.subject_kind == model._meta.label_lower:
            return next((one for one in kept.all() if one.pk == entry.row.subject_id), None)
    return None


def _shown(name: str, value: object, about: Goal | Measure | None) -> str:
    if value is None:
        return ""
    if name in DAYS:
        return formats.date(date.fromisoformat(str(value)))
    if name == "state":
        return str(STATES.get(str(value), value))
    if name == "target" and isinstance(about, Goal):
        return words.amount(Decimal(str(value)), about.unit, about.currency)
    if name == "cost" and isinstance(about, Measure):
        return words.amount(Decimal(str(value)), "money", about.currency)
    return str(value)
