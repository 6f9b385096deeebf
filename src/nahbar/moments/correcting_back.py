"""Taking a correction of a moment back: its words, who was there, and its files."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import NotAllowed
from nahbar.core.reversals import ChangedSince, Clash, Done
from nahbar.core.search import changed
from nahbar.moments.attaching import put_aside, put_back
from nahbar.moments.correcting import remove_encounter
from nahbar.moments.judging import is_for
from nahbar.moments.models import Attachment, Encounter
from nahbar.moments.operations import HAND, in_ledger
from nahbar.team.models import Branch


def correct_back(done: Done, by: By, at: datetime) -> None:
    """Say it as it was said before. Raises ChangedSince, and NotAllowed for what others noted."""
    held = moment_of(done, by)
    details = done.entry.details
    names = [name for name in HAND if name in done.entry.fields]
    _demand_unchanged(held, names, done)
    for name in names:
        setattr(held, name, _typed(name, done.before.get(name)))
    held.save(update_fields=names)
    came, moved = set(details.get("came", [])), set(details.get("colleagues", []))
    there = {person.pk for person in held.colleagues.all()}
    if not came <= there or (moved - came) & there:
        raise ChangedSince
    held.colleagues.set((there - came) | (moved - came))
    was_added, was_aside = details.get("attachments", []), details.get("put_aside", [])
    told: dict[str, Any] = {
        "colleagues": sorted(moved),
        "came": sorted(moved - came),
        "put_aside": was_added,
        "attachments": was_aside,
    }
    entry = record(
        "moments.corrected",
        by=by,
        at=at,
        subject=held.customer,
        before={name: done.after[name] for name in names if name in done.after},
        after={name: done.before[name] for name in names if name in done.before},
        details={"encounter": details["encounter"], **{n: v for n, v in told.items() if v}},
    )
    added = Attachment.objects.filter(encounter=held, public_id__in=was_added)
    if added.count() != len(was_added):
        raise ChangedSince
    put_aside(added, entry, at=at)
    if put_back(done.entry, held) != len(was_aside):
        raise ChangedSince
    changed([held.customer_id])


def take_away(done: Done, by: By, at: datetime) -> None:
    """It was noted, or brought back: it goes, unless somebody has corrected it since."""
    held = moment_of(done, by)
    _demand_unchanged(held, HAND, done)
    remove_encounter(held, by=by, at=at)


def moment_of(done: Done, by: By) -> Encounter:
    """The moment that is told of, held. Raises ChangedSince where it has gone, NotAllowed."""
    rows = Encounter.objects.select_for_update(of=("self",)).select_related("customer")
    held = rows.filter(public_id=done.entry.details.get("encounter")).first()
    if held is None:
        raise ChangedSince
    if held.source_id is not None or not is_for(by, held.by_id):
        raise NotAllowed
    return held


def _demand_unchanged(held: Encounter, names: Collection[str], done: Done) -> None:
    said = in_ledger({name: getattr(held, name) for name in names})
    now = {name: _shown(said.get(name)) for name in names}
    clashes = [
        Clash(name, done.before.get(name), now[name])
        for name in names
        if now[name] != _shown(done.after.get(name))
    ]
    if clashes:
        raise ChangedSince(*clashes)


def _shown(value: Any) -> Any:
    """As the ledger keeps it; what says nothing is nothing."""
    if value is False or value == "":
        return None
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(name: str, value: Any) -> Any:
    if name == "branch":
        return Branch.objects.filter(name=value).first() if value else None
    column = next(one for one in Encounter._meta.concrete_fields if one.name == name)
    if value is None:
        return None if column.null else column.get_default()
    return column.to_python(value)
