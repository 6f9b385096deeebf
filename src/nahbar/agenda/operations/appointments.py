"""Making an appointment, moving it, cancelling it, saying whether it took place, and taking that back.

Appointments that clash are allowed: `clashes.py` tells of them. Only who books by a link must find
the time free, and therefore everybody who writes into somebody's calendar holds it first.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Appointment
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.typed import one_line, several_lines

FIELDS = ("person", "customer", "kind", "title", "starts_at", "ends_at", "branch", "place", "note")
TAKEN_BACK = (
    "agenda.appointment_moved",
    "agenda.appointment_cancelled",
    "agenda.appointment_settled",
)
LONGEST = timedelta(days=1)
FARTHEST = timedelta(days=5 * 366)  # a year beyond that was typed wrongly
EARLY = timedelta(hours=2)  # who comes before their time is here nevertheless
Status = Appointment.Status


def hold_calendar(*people: int) -> None:
    """Let nobody else write into the calendars of these people until the transaction ends."""
    held = User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(held.values_list("pk", flat=True))


@transaction.atomic
def make_appointment(
    fields: Mapping[str, Any], *, by: By, at: datetime, public_id: uuid.UUID | None = None
) -> Appointment:
    """Plan an appointment: `person`, `starts_at`, `ends_at`, and what else is known of `FIELDS`.

    Asked twice with the same `public_id` it is made once. Raises Refused (`ends_before_start`,
    `lasts_too_long`, `too_far`, `too_long`).
    """
    demand(by, Ability.KEEP_AGENDA)
    said = _cleaned(fields)
    hold_calendar(said["person"].pk)
    known = Appointment.objects.filter(public_id=public_id).first() if public_id else None
    if known is not None:
        return known
    _check_times(said["starts_at"], said["ends_at"], at)
    named = {"public_id": public_id} if public_id else {}
    made = Appointment.objects.create(
        booked_by=by if isinstance(by, User) else None,
        created_at=at,
        changed_at=at,
        **named,
        **said,
    )
    record("agenda.appointment_made", by=by, at=at, subject=made, after=in_ledger(said))
    return made


@transaction.atomic
def change_appointment(
    appointment: Appointment,
    fields: Mapping[str, Any],
    *,
    version: int | None,
    by: By,
    at: datetime,
) -> LedgerEntry | None:
    """Say it otherwise; None where nothing changes. `version` is the one that was looked at.

    Raises Refused: `changed_since`, `cancelled_already`, and as for a new one.
    """
    demand(by, Ability.KEEP_AGENDA)
    said = _cleaned(fields)
    held = _held(appointment, version, said.get("person"))
    if not held.is_planned:
        raise Refused("cancelled_already", _("This appointment is no longer planned."))
    starts_at = said.get("starts_at", held.starts_at)
    ends_at = said.get("ends_at", starts_at + (held.ends_at - held.starts_at))
    if {"starts_at", "ends_at"} & said.keys():
        _check_times(starts_at, ends_at, at)
        said |= {"starts_at": starts_at, "ends_at": ends_at}
    return _change("agenda.appointment_moved", held, said, by=by, at=at)


@transaction.atomic
def cancel_appointment(
    appointment: Appointment, *, version: int | None, by: By, at: datetime
) -> LedgerEntry | None:
    """It will not take place. Raises Refused (`changed_since`, `cancelled_already`)."""
    demand(by, Ability.KEEP_AGENDA)
    held = _held(appointment, version)
    if not held.is_planned:
        raise Refused("cancelled_already", _("This appointment is no longer planned."))
    return _change("agenda.appointment_cancelled", held, {"status": Status.CANCELLED}, by=by, at=at)


@transaction.atomic
def settle_appointment(
    appointment: Appointment, status: str, *, version: int | None, by: By, at: datetime
) -> LedgerEntry | None:
    """They came, or they did not. Raises Refused: `still_to_come`, `changed_since`, `cancelled_already`."""
    demand(by, Ability.KEEP_AGENDA)
    held = _held(appointment, version)
    if held.status == Status.CANCELLED:
        raise Refused("cancelled_already", _("This appointment is no longer planned."))
    early = EARLY if status == Status.CAME else timedelta()
    if held.starts_at - early > at and status != Status.PLANNED:
        raise Refused("still_to_come", _("This is still to come."))
    return _change("agenda.appointment_settled", held, {"status": Status(status)}, by=by, at=at)


@transaction.atomic
def take_back(entry: LedgerEntry, *, by: By, at: datetime) -> Appointment:
    """Undo what this row of the ledger tells of: for who did it, or who leads.

    Raises Refused (`changed_since`) where something was done to the appointment after it.
    """
    demand(by, Ability.KEEP_AGENDA)
    is_own = isinstance(by, User) and entry.actor_id == by.pk
    if not is_own:
        demand(by, Ability.CORRECT_OTHERS)
    if entry.action not in TAKEN_BACK:
        raise NotAllowed
    appointment = Appointment.objects.get(pk=entry.subject_id)
    words = LedgerText.objects.filter(pk=entry.text_id or 0).first()
    before = from_ledger(words.before if words else {})
    held = _held(appointment, entry.details.get("version"), before.get("person"))
    _change("agenda.appointment_change_taken_back", held, before, by=by, at=at)
    return held


def in_ledger(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger keeps: rows by their primary key, and nothing that was not said."""
    return {name: value for name, value in fields.items() if value not in {None, ""}}


def from_ledger(words: Mapping[str, Any]) -> dict[str, Any]:
    """The same back again; rows as `name_id`."""
    read: dict[str, Any] = {}
    for name, value in words.items():
        if name in {"starts_at", "ends_at"}:
            read[name] = datetime.fromisoformat(value)
        elif name == "person":
            read[name] = User.objects.get(pk=value)
        elif name in {"customer", "branch"}:
            read[f"{name}_id"] = value
        else:
            read[name] = value
    return read


def _held(appointment: Appointment, version: int | None, person: User | None = None) -> Appointment:
    """The appointment as it is now, with the calendars it lies in and goes to."""
    hold_calendar(appointment.person_id, person.pk if person else appointment.person_id)
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person")
    held = rows.get(pk=appointment.pk)
    if version is not None and held.version != version:
        raise Refused(
            "changed_since",
            _("Somebody changed this appointment meanwhile. Please look at it again."),
        )
    return held


def _change(
    action: str, held: Appointment, new: Mapping[str, Any], *, by: By, at: datetime
) -> LedgerEntry | None:
    before, after = changes(held, [*new], new)
    if not after:
        return None
    for name, value in after.items():
        setattr(held, name, value)
    held.version += 1
    held.changed_at = at
    held.save()
    return record(
        action,
        by=by,
        at=at,
        subject=held,
        before=before,
        after=after,
        details={"version": held.version},
    )


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in fields.items() if name in FIELDS}
    for name, longest in (("title", 200), ("place", 200)):
        if name in said:
            said[name] = one_line(said[name], longest)
    if "note" in said:
        said["note"] = several_lines(said["note"], 2_000)
    return said


def _check_times(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("ends_before_start", _("It must end after it begins."))
    if ends_at - starts_at > LONGEST:
        raise Refused("lasts_too_long", _("An appointment lasts a day at most."))
    if abs(starts_at - at) > FARTHEST:
        raise Refused("too_far", _("This year cannot be right."))
