"""What the ledger holds on customers: who changed what, and how it was before."""

from django.utils.translation import gettext_lazy as _

from nahbar.core.holdings import Shown, Subject
from nahbar.core.models import LedgerEntry, LedgerText
from nahbar.core.reversals import room_of_action
from nahbar.core.showing import laid_out
from nahbar.customers.changes import DONE
from nahbar.customers.models import Customer


def shown_history(subject: Subject) -> Shown:
    """What the ledger tells of them: who changed what, and how it was before."""
    entries = LedgerEntry.objects.filter(
        subject_kind=Customer._meta.label_lower, subject_id__in=subject.customers
    )
    found = list(entries.select_related("actor").order_by("pk"))
    texts = LedgerText.objects.in_bulk([entry.text_id for entry in found if entry.text_id])
    rows = [
        {
            "occurred_at": entry.occurred_at,
            "actor": str(entry.actor) if entry.actor else "",
            "action": _done(entry.action),
            "before": texts[entry.text_id].before if entry.text_id in texts else {},
            "after": texts[entry.text_id].after if entry.text_id in texts else {},
        }
        for entry in found
    ]
    columns = (("occurred_at", _("When")), ("actor", _("Who")), ("action", _("What")),
               ("before", _("Before")), ("after", _("After")))  # fmt: skip
    return laid_out(columns, rows)


def _done(action: str) -> str:
    """What was done in words; its code where no room has words for it."""
    room = room_of_action().get(action)
    words = room.words.done if room else DONE
    return str(words.get(action, action))
