"""Taking back the last thing one did to a task: what the undo bar does."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Task
from nahbar.agenda.operations.checks import PEOPLE, held, write
from nahbar.agenda.operations.settle import take_next_away
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused

TAKEN_BACK = "agenda.taken_back"


@transaction.atomic
def take_back(entry: LedgerEntry, *, by: User, at: datetime) -> Task:
    """Put the task as it was before this row of the ledger. Twice is once.

    Raises NotAllowed for what others did, Refused `changed_meanwhile` where somebody has changed
    it since, and `nothing_to_undo` where its words are gone for good.
    """
    task = held(Task.objects.get(pk=entry.subject_id), by)
    if entry.actor_id != by.pk or entry.subject_kind != Task._meta.label_lower:
        raise NotAllowed
    text = LedgerText.objects.filter(pk=entry.text_id or 0).first()
    if text is None or not text.before or entry.action == TAKEN_BACK:
        raise Refused("nothing_to_undo", _("There is nothing left to undo."))
    if entry.details["version"] != task.version:
        raise Refused("changed_meanwhile", _("Somebody has changed this since. It stays as it is."))
    if text.before.get("state") == Task.State.OPEN:
        take_next_away(task)
    return write(task, _as_it_was(entry, text.before), TAKEN_BACK, by=by, at=at)


def _as_it_was(entry: LedgerEntry, before: dict[str, Any]) -> dict[str, Any]:
    ids = entry.details.get("people", {})
    people = User.objects.in_bulk([pk for pk in ids.values() if pk])
    columns = {column.name: column for column in Task._meta.concrete_fields}
    was = {
        name: columns[name].to_python(value) for name, value in before.items() if name not in PEOPLE
    }
    return {**was, **{name: people.get(pk) for name, pk in ids.items()}}
