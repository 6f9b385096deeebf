"""What the ledger says of moments that not everybody may read who may see the customer."""

from collections.abc import Sequence

from nahbar.core.actors import By
from nahbar.core.models import LedgerEntry
from nahbar.core.redacting import Hidden, Texts
from nahbar.core.single_fields import may_read_note
from nahbar.customers.redacting import says
from nahbar.moments.models import Encounter

WORDS = ("text", "mood_word", "companions")


def hide_notes(by: By | None, entries: Sequence[LedgerEntry], texts: Texts) -> Hidden:
    """Words of private moments; of a removed one, whatever any of the entries says was private."""
    about = {
        entry.pk: entry.details["encounter"]
        for entry in entries
        if entry.action.startswith("moments.") and "encounter" in entry.details
    }
    if not about:
        return {}
    rows = Encounter.objects.filter(public_id__in=set(about.values()))
    known = {str(row.public_id): row for row in rows.only("public_id", "by_id", "is_private")}
    told = {about[one.pk] for one in entries if one.pk in about and says(texts, one, "is_private")}
    hidden = {}
    for entry in entries:
        if entry.pk in about:
            row = known.get(about[entry.pk])
            private = row.is_private if row else about[entry.pk] in told
            if not may_read_note(by, row.by_id if row else entry.actor_id, is_private=private):
                hidden[entry.pk] = WORDS
    return hidden
