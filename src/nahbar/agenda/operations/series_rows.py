"""How the rows of a series are written, remembered, and put back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Appointment, Series
from nahbar.agenda.news import await_news, state_of
from nahbar.agenda.operations.appointments import hold_calendar, take_back
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused

TAKEN_BACK = ("agenda.series_moved", "agenda.series_cancelled")
WRITTEN = (
    "person_id",
    "customer_id",
    "kind",
    "title",
    "starts_at",
    "ends_at",
    "branch_id",
    "place",
    "note",
    "remind_minutes",
    "status",
    "series_id",
    "slot_at",
)
OF_SERIES = ("rule", "first_on", "from_time", "times")
READ = {
    "starts_at": datetime.fromisoformat,
    "ends_at": datetime.fromisoformat,
    "slot_at": datetime.fromisoformat,
    "first_on": date.fromisoformat,
    "from_time": time.fromisoformat,
}


def snapshot(one: Appointment | Series, changing: Collection[str] = ()) -> dict[str, Any]:
    """What the ledger keeps of it, to be put back: of an appointment only the fields that change."""
    if isinstance(one, Series):
        return {name: getattr(one, name) for name in OF_SERIES}
    return {name: getattr(one, name) for name in WRITTEN if name.removesuffix("_id") in changing}


def write_rows(rows: Collection[Appointment], *, at: datetime) -> None:
    """Save them as a new version each; as many queries as one takes."""
    for row in rows:
        row.version += 1
        row.changed_at = at
    names = [name.removesuffix("_id") for name in WRITTEN]
    names += ["told", "tell_at", "version", "changed_at"]
    Appointment.objects.bulk_update(rows, names, batch_size=100)


@transaction.atomic
def take_back_any(entry: LedgerEntry, *, by: By, at: datetime) -> Appointment:
    """Undo what this row tells of, of one appointment or of a series. Refused as `take_back`."""
    if entry.action not in TAKEN_BACK:
        return take_back(entry, by=by, at=at)
    demand(by, Ability.KEEP_AGENDA)
    if not (isinstance(by, User) and entry.actor_id == by.pk):
        demand(by, Ability.CORRECT_OTHERS)
    words = LedgerText.objects.filter(pk=entry.text_id or 0).first()
    if words is None or "rows" not in words.before:
        raise NotAllowed  # the words were erased, and with them what stood there
    stood: dict[str, Mapping[str, Any]] = words.before["rows"]
    rows = _unchanged(entry, stood)
    left = {row.series_id for row in rows if row.series_id is not None}
    for row in rows:
        was = state_of(row)
        knew = bool(row.told) and dict(row.told) == was
        _put_back(row, stood[str(row.pk)])
        await_news(row, was, tells=True if knew else None, at=at)
    write_rows(rows, at=at)
    series = Series.objects.select_for_update().get(pk=entry.details["series"])
    _put_back(series, words.before["series"])
    series.version += 1
    series.changed_at = at
    series.save()
    Series.objects.filter(pk__in=left - {series.pk}, appointments=None).delete()
    lead = next(row for row in rows if row.pk == entry.subject_id)
    details = {"version": lead.version, "count": len(rows)}
    record("agenda.series_change_taken_back", by=by, at=at, subject=lead, details=details)
    return lead


def _unchanged(entry: LedgerEntry, stood: Mapping[str, Mapping[str, Any]]) -> list[Appointment]:
    """The rows, held, if nothing was done to any of them since."""
    meant = Appointment.objects.filter(pk__in=[int(key) for key in stood])
    people = set(meant.values_list("person_id", flat=True))
    hold_calendar(*people, *_people(stood))
    rows = list(meant.select_for_update(of=("self",)).select_related("person").order_by("pk"))
    if {str(row.pk): row.version for row in rows} != entry.details["versions"]:
        raise Refused(
            "changed_since",
            _("Somebody changed this appointment meanwhile. Please look at it again."),
        )
    return rows


def _people(stood: Mapping[str, Mapping[str, Any]]) -> set[int]:
    return {before["person_id"] for before in stood.values() if "person_id" in before}


def _put_back(one: Appointment | Series, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        read = READ.get(name)
        setattr(one, name, read(value) if read and value is not None else value)
