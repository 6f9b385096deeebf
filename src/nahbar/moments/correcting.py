"""Correcting a moment that one of us noted, removing it, bringing it back.

What a source says of a moment is mended in the source or by taking its import back.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand, may
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter
from nahbar.moments.operations import HAND, in_ledger

REMOVED = "moments.removed"
KEPT = ("branch_id", "by_id", "touchpoint_id")


def is_for(by: By, noted_by: int | None) -> bool:
    """Whether `by` may change a moment that `noted_by` (primary key) wrote down by hand."""
    if noted_by is None or not may(by, Ability.EDIT_CUSTOMERS):
        return False
    is_own = isinstance(by, User) and by.pk == noted_by
    return is_own or may(by, Ability.CORRECT_OTHERS)


@transaction.atomic
def correct_encounter(
    encounter: Encounter, fields: Mapping[str, Any], *, by: By, at: datetime
) -> Encounter:
    """Say it as it was. Raises NotAllowed for what others noted, or a source."""
    held = _held(encounter, by)
    before, after = changes(held, HAND, fields)
    if not after:
        return held
    for name, value in after.items():
        setattr(held, name, value)
    held.save(update_fields=list(after))
    _record("moments.corrected", held, by, at, before=in_ledger(before), after=in_ledger(after))
    return held


@transaction.atomic
def remove_encounter(encounter: Encounter, *, by: By, at: datetime) -> LedgerEntry:
    """Take the moment away; the row of the ledger it leaves is what brings it back."""
    held = _held(encounter, by)
    kept = {name: getattr(held, name) for name in KEPT}
    kept["created_at"] = held.created_at.isoformat()
    before = in_ledger({name: getattr(held, name) for name in HAND})
    entry = _record(REMOVED, held, by, at, before=before, details=kept)
    held.delete()
    return entry


@transaction.atomic
def bring_back_encounter(entry: LedgerEntry, *, by: By, at: datetime) -> Encounter:
    """Bring back what the row of the ledger says was removed.

    Raises NotAllowed for what others removed, and Refused `nothing_removed` where it is back
    already, or its words are gone for good.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if not is_for(by, entry.actor_id):
        raise NotAllowed
    LedgerEntry.objects.select_for_update().get(pk=entry.pk)
    if not can_come_back(entry):
        raise Refused("nothing_removed", _("There is nothing left to bring back."))
    words = LedgerText.objects.get(pk=entry.text_id or 0).before
    known = {name: words[name] for name in HAND if name in words and name != "branch"}
    known["occurred_at"] = datetime.fromisoformat(known["occurred_at"])
    encounter = Encounter.objects.create(
        public_id=entry.details["encounter"],
        customer=Customer.objects.get(pk=entry.subject_id),
        created_at=datetime.fromisoformat(entry.details["created_at"]),
        **{name: entry.details[name] for name in KEPT},
        **known,
    )
    _record("moments.brought_back", encounter, by, at, after=words)
    return encounter


def can_come_back(entry: LedgerEntry) -> bool:
    """Whether this row of the ledger tells of a removed moment that is still away."""
    if entry.action != REMOVED or not entry.text_id:
        return False
    has_words = LedgerText.objects.filter(pk=entry.text_id).exclude(before={}).exists()
    return has_words and not Encounter.objects.filter(public_id=entry.details["encounter"]).exists()


def _held(encounter: Encounter, by: By) -> Encounter:
    demand(by, Ability.EDIT_CUSTOMERS)
    held = Encounter.objects.select_for_update(of=("self",)).get(pk=encounter.pk)
    if held.source_id is not None or not is_for(by, held.by_id):
        raise NotAllowed
    return held


def _record(
    action: str, encounter: Encounter, by: By, at: datetime, **told: Mapping[str, Any]
) -> LedgerEntry:
    details = {"encounter": str(encounter.public_id), **told.pop("details", {})}
    return record(action, by=by, at=at, subject=encounter.customer, details=details, **told)
