"""Correcting a moment that one of us noted, removing it, bringing it back.

What a source says of a moment is mended in the source or by taking its import back.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import clock
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer
from nahbar.moments.attaching import attach, put_aside, put_back
from nahbar.moments.checking import Checked
from nahbar.moments.judging import is_for
from nahbar.moments.models import Encounter
from nahbar.moments.operations import HAND, in_ledger
from nahbar.team.models import Branch

REMOVED = "moments.removed"
KEPT = ("branch_id", "by_id", "touchpoint_id")
LOCAL = "%Y-%m-%dT%H:%M"  # how a page carries a moment, in the house's zone


class ChangedMeanwhile(Refused):
    """Somebody else corrected the same; `theirs` is what stands there now, by field."""

    def __init__(self, theirs: Mapping[str, Any]) -> None:
        sentence = _(
            "Somebody else has changed this in the meantime. Both are shown: please choose."
        )
        super().__init__("changed_meanwhile", sentence)
        self.theirs = theirs


@transaction.atomic
def correct_encounter(
    encounter: Encounter,
    fields: Mapping[str, Any],
    *,
    by: By,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
    colleagues: Iterable[User] | None = None,
    files: Sequence[Checked] = (),
) -> Encounter:
    """Say it as it was. Raises NotAllowed for what others noted, or a source.

    `seen` is what stood in the fields when the person began, as `as_seen` gives it: what others
    corrected elsewhere since then stays; where they corrected the same to something else,
    ChangedMeanwhile is raised.
    """
    held = _held(encounter, by)
    before, after = changes(held, HAND, _wanted(held, fields, seen or {}))
    for name, value in after.items():
        setattr(held, name, value)
    if after:
        held.save(update_fields=list(after))
    details: dict[str, Any] = {"attachments": attach(held, files, at=at)}
    if colleagues is not None:
        details["colleagues"] = _now_there(held, colleagues)
    told = {name: value for name, value in details.items() if value}
    if after or told:
        old, new = in_ledger(before), in_ledger(after)
        _record("moments.corrected", held, by, at, before=old, after=new, details=told)
    return held


@transaction.atomic
def remove_encounter(encounter: Encounter, *, by: By, at: datetime) -> LedgerEntry:
    """Take the moment away with its files; the row of the ledger it leaves is what brings it back."""
    held = _held(encounter, by)
    kept: dict[str, Any] = {name: getattr(held, name) for name in KEPT}
    kept["id"], kept["created_at"] = held.pk, held.created_at.isoformat()
    kept["colleagues"] = [person.pk for person in held.colleagues.all()]
    before = in_ledger({name: getattr(held, name) for name in HAND})
    entry = _record(REMOVED, held, by, at, before=before, details=kept)
    put_aside(held.attachments.all(), entry, at=at)
    held.delete()
    return entry


@transaction.atomic
def bring_back_encounter(entry: LedgerEntry, *, by: By, at: datetime) -> Encounter:
    """Bring back what the row of the ledger says was removed, and its files if they still are there.

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
        pk=entry.details.get("id"),
        public_id=entry.details["encounter"],
        customer=Customer.objects.get(pk=entry.subject_id),
        created_at=datetime.fromisoformat(entry.details["created_at"]),
        **{name: entry.details[name] for name in KEPT},
        **known,
    )
    encounter.colleagues.set(User.objects.filter(pk__in=entry.details.get("colleagues", [])))
    put_back(entry, encounter)
    _record("moments.brought_back", encounter, by, at, after=words)
    return encounter


def can_come_back(entry: LedgerEntry) -> bool:
    """Whether this row of the ledger tells of a removed moment that is still away."""
    if entry.action != REMOVED or not entry.text_id:
        return False
    has_words = LedgerText.objects.filter(pk=entry.text_id).exclude(before={}).exists()
    return has_words and not Encounter.objects.filter(public_id=entry.details["encounter"]).exists()


def as_seen(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a moment in the form in which a page carries them."""
    return {name: _carried(value) for name, value in fields.items()}


def _carried(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(clock.house_zone()).strftime(LOCAL)
    return value.pk if isinstance(value, Branch) else value


def _wanted(
    held: Encounter, fields: Mapping[str, Any], seen: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The fields that the person really changed. Raises ChangedMeanwhile."""
    new, now = as_seen(fields), as_seen({name: getattr(held, name) for name in fields})
    wanted = [name for name in fields if name not in seen or new[name] != seen[name]]
    theirs = [name for name in wanted if name in seen and now[name] not in (seen[name], new[name])]
    if theirs:
        raise ChangedMeanwhile({name: getattr(held, name) for name in theirs})
    return {name: fields[name] for name in wanted}


def _now_there(held: Encounter, colleagues: Iterable[User]) -> list[int]:
    """Note who of us was there; whom this adds or takes away."""
    before = {person.pk for person in held.colleagues.all()}
    after = {person.pk for person in colleagues if person.pk != held.by_id}
    held.colleagues.set(after)
    return sorted(before ^ after)


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
    changed([encounter.customer_id])
    return record(action, by=by, at=at, subject=encounter.customer, details=details, **told)
