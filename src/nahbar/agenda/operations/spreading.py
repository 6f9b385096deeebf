"""Taking the others of a series along, after one of them was moved or cancelled by itself."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import from_ledger, take_back
from nahbar.agenda.operations.series import cancel_series, change_series
from nahbar.core.actors import By
from nahbar.core.models import LedgerEntry, LedgerText
from nahbar.core.refusals import NotAllowed, Refused

CANCELLED = "agenda.appointment_cancelled"
SPREADS = ("agenda.appointment_moved", CANCELLED)


@transaction.atomic
def spread_change(entry: LedgerEntry, spread: str, *, by: By, at: datetime) -> LedgerEntry | None:
    """Do to the following, or to all, what this row tells of. Refused as `take_back` and `change_series`."""
    words = LedgerText.objects.filter(pk=entry.text_id or 0).first()
    if words is None:
        raise NotAllowed  # the words were erased
    found = Appointment.objects.filter(pk=entry.subject_id).first()
    if found is None or found.series_id is None:
        raise Refused("no_series", _("This appointment does not repeat."))
    restored = take_back(entry, by=by, at=at)
    if entry.action == CANCELLED:
        return cancel_series(restored, spread, version=None, by=by, at=at)
    after = from_ledger(words.after)
    times: dict[str, Any] = {
        name: after[name] for name in ("starts_at", "ends_at") if name in after
    }
    return change_series(restored, times, spread, version=None, by=by, at=at)
