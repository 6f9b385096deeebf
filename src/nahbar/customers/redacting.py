"""What the ledger says of customers that not everybody may read who may see them."""

from collections.abc import Collection, Sequence
from typing import Any

from nahbar.core.actors import By
from nahbar.core.models import LedgerEntry
from nahbar.core.redacting import Hidden, Texts
from nahbar.core.single_fields import may_read_note, may_read_own
from nahbar.customers.models import OwnField, Remark
from nahbar.customers.models.own_fields import SAID

REMARKS = "customers.remark_"


def hide_own_fields(by: By | None, entries: Sequence[LedgerEntry], texts: Texts) -> Hidden:
    """Values of the house's own fields that are not for the role of `by`."""
    said = {entry.pk: [n for n in entry.fields if n.startswith(SAID)] for entry in entries}
    if not any(said.values()):
        return {}
    told = OwnField.objects.exclude(seen_by=[]).values_list("key", "seen_by")
    hidden = {SAID + key for key, roles in told if not may_read_own(by, roles)}
    return {entry: [name for name in names if name in hidden] for entry, names in said.items()}


def hide_remarks(by: By | None, entries: Sequence[LedgerEntry], texts: Texts) -> Hidden:
    """Words of private remarks that are not for `by`."""
    about = {
        entry.pk: entry.details.get("row") for entry in entries if entry.action.startswith(REMARKS)
    }
    if not about:
        return {}
    rows = Remark.objects.filter(pk__in=[row for row in about.values() if row])
    known = {row.pk: row for row in rows.only("by_id", "is_private")}
    hidden: dict[int, Collection[str]] = {}
    for entry in entries:
        if entry.pk in about:
            row = known.get(about[entry.pk] or 0)
            private = row.is_private if row else says(texts, entry, "is_private")
            if not may_read_note(by, row.by_id if row else entry.actor_id, is_private=private):
                hidden[entry.pk] = ["text"]
    return hidden


def says(texts: Texts, entry: LedgerEntry, name: str) -> bool:
    """Whether the entry tells, before or after, that something was so."""
    text = texts.get(entry.text_id or 0)
    parts: tuple[dict[str, Any], ...] = (text.before, text.after) if text else ()
    return any(part.get(name) is True for part in parts)
