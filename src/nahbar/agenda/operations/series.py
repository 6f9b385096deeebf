"""Appointments that come again: planned together, and one, the following or all of them changed.

Each is a row of its own, so that everything else treats them like any appointment. One step on a
series is one row in the ledger, whatever it reaches, told of the appointment it was done to.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Appointment, Series, Spread
from nahbar.agenda.news import PAUSE, await_news, state_of
from nahbar.agenda.operations.appointments import (
    cancel_appointment,
    change_appointment,
    check_times,
    cleaned,
    hold_calendar,
    in_ledger,
    make_appointment,
)
from nahbar.agenda.operations.series_rows import snapshot, write_rows
from nahbar.agenda.rhythms import MOST, Rhythm, days_of, rule_of
from nahbar.agenda.series_plan import Course, changed_row, moved_course
from nahbar.core import clock
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ids import new_public_id
from nahbar.core.ledger import record
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.team.spans import moment_at

MOVED, CANCELLED = "agenda.series_moved", "agenda.series_cancelled"
Status = Appointment.Status


@transaction.atomic
def make_series(
    fields: Mapping[str, Any],
    rhythm: Rhythm,
    *,
    by: By,
    at: datetime,
    public_id: uuid.UUID | None = None,
    tells: bool = False,
) -> Appointment:
    """Plan an appointment that comes again; the first of them. A rhythm of one is one appointment.

    Asked twice with the same `public_id` it is made once. Raises Refused (`no_end`,
    `too_many_times`), and as for a single one.
    """
    demand(by, Ability.KEEP_AGENDA)
    said = cleaned(fields)
    starts_at, length = said["starts_at"], said["ends_at"] - said["starts_at"]
    check_times(starts_at, said["ends_at"], at)
    local = starts_at.astimezone(clock.house_zone())
    rule, days = _days(rhythm, local)
    slots = [moment_at(day, local.time()) for day in days]
    if len(slots) == 1:
        once = {**said, "starts_at": slots[0], "ends_at": slots[0] + length}
        return make_appointment(once, by=by, at=at, public_id=public_id, tells=tells)
    check_times(slots[-1], slots[-1] + length, at)
    hold_calendar(said["person"].pk)
    known = Appointment.objects.filter(public_id=public_id).first() if public_id else None
    if known is not None:
        return known
    series = Series.objects.create(
        rule=rule,
        first_on=days[0],
        from_time=local.time(),
        times=len(slots),
        created_at=at,
        changed_at=at,
    )
    own = {name: value for name, value in said.items() if name not in {"starts_at", "ends_at"}}
    rows = Appointment.objects.bulk_create(
        Appointment(
            public_id=public_id if public_id and slot == slots[0] else new_public_id(),
            series=series,
            slot_at=slot,
            starts_at=slot,
            ends_at=slot + length,
            booked_by=by if isinstance(by, User) else None,
            tell_at=at + PAUSE if tells else None,
            created_at=at,
            changed_at=at,
            **own,
        )
        for slot in slots
    )
    details = {"series": series.pk, "times": len(slots), "rule": rule}
    after = in_ledger(said)
    record("agenda.series_made", by=by, at=at, subject=rows[0], after=after, details=details)
    return rows[0]


@transaction.atomic
def change_series(
    appointment: Appointment,
    fields: Mapping[str, Any],
    spread: str,
    *,
    version: int | None,
    by: By,
    at: datetime,
    tells: bool | None = None,
) -> LedgerEntry | None:
    """Say it otherwise for this one, this and the following, or all that are still to come.

    Moved, the rest of a series that has begun becomes a series of its own. Raises Refused as
    `change_appointment`.
    """
    if spread == Spread.ONE or appointment.series_id is None:
        return change_appointment(appointment, fields, version=version, by=by, at=at, tells=tells)
    demand(by, Ability.KEEP_AGENDA)
    said = cleaned(fields)
    held = _held(appointment.series_id, appointment, spread, version, said.get("person"), at)
    lead = held.lead
    said = {name: value for name, value in said.items() if value != getattr(lead, name)}
    if {"starts_at", "ends_at"} & said.keys():
        starts_at = said.get("starts_at", lead.starts_at)
        said.setdefault("ends_at", starts_at + (lead.ends_at - lead.starts_at))
        said["starts_at"] = starts_at
        check_times(starts_at, said["ends_at"], at)
    if not said:
        return None
    course = None
    if said.get("starts_at", lead.starts_at) != lead.starts_at:
        course = moved_course(held.series, held.reached, lead, said["starts_at"])
        check_times(course.slots[-1], course.slots[-1] + (said["ends_at"] - said["starts_at"]), at)
    return _write(MOVED, held, said, course, by=by, at=at, tells=tells)


@transaction.atomic
def cancel_series(
    appointment: Appointment,
    spread: str,
    *,
    version: int | None,
    by: By,
    at: datetime,
    tells: bool | None = None,
) -> LedgerEntry | None:
    """This one, this and the following, or all still to come will not take place. Refused as one."""
    if spread == Spread.ONE or appointment.series_id is None:
        return cancel_appointment(appointment, version=version, by=by, at=at, tells=tells)
    demand(by, Ability.KEEP_AGENDA)
    held = _held(appointment.series_id, appointment, spread, version, None, at)
    off = {"status": Status.CANCELLED}
    return _write(CANCELLED, held, off, None, by=by, at=at, tells=tells)


@dataclass(frozen=True)
class _Held:
    """A series, locked: the appointment that was meant, those that are reached, how many lie before."""

    series: Series
    lead: Appointment
    reached: list[Appointment]
    before: int
    spread: str


def _held(
    key: int,
    appointment: Appointment,
    spread: str,
    version: int | None,
    person: User | None,
    at: datetime,
) -> _Held:
    theirs = Appointment.objects.filter(series=key)
    people = set(theirs.values_list("person_id", flat=True)) | ({person.pk} if person else set())
    hold_calendar(*people)
    series = Series.objects.select_for_update().get(pk=key)
    rows = list(
        theirs.select_for_update(of=("self",))
        .select_related("person", "customer", "branch")
        .order_by("slot_at", "id")
    )
    lead = next((row for row in rows if row.pk == appointment.pk), None)
    if lead is None or (version is not None and lead.version != version):
        raise Refused(
            "changed_since",
            _("Somebody changed this appointment meanwhile. Please look at it again."),
        )
    if not lead.is_planned:
        raise Refused("cancelled_already", _("This appointment is no longer planned."))
    first = _first_reached(rows, lead, spread, at)
    return _Held(series, lead, rows[first:], first, spread)


def _first_reached(
    rows: Sequence[Appointment], lead: Appointment, spread: str, at: datetime
) -> int:
    here = next(place for place, row in enumerate(rows) if row.pk == lead.pk)
    if spread == Spread.FOLLOWING:
        return here
    return next((place for place, row in enumerate(rows[:here]) if row.ends_at > at), here)


def _write(
    action: str,
    held: _Held,
    said: Mapping[str, Any],
    course: Course | None,
    *,
    by: By,
    at: datetime,
    tells: bool | None,
) -> LedgerEntry | None:
    series_before = snapshot(held.series)
    series = _series_after(held, course, at) if course else held.series
    rows_before, touched = {}, []
    for place, row in enumerate(held.reached):
        slot = course.slots[place] if course else row.slot_at or row.starts_at
        if action == CANCELLED:
            new: dict[str, Any] = dict(said) if row.is_planned else {}
        else:
            new = changed_row(row, held.lead, said, slot, is_moved=course is not None)
        new = {name: value for name, value in new.items() if getattr(row, name) != value}
        if series.pk != row.series_id:
            new["series"] = series
        if new:
            rows_before[str(row.pk)] = snapshot(row, new)
            touched.append((row, new))
    if not touched:
        return None
    for row, new in touched:
        was = state_of(row)
        for name, value in new.items():
            setattr(row, name, value)
        await_news(row, was, tells=tells, at=at)
    write_rows([row for row, _new in touched], at=at)
    _save_series(held.series, at)
    details = {
        "version": held.lead.version,
        "spread": held.spread,
        "count": len(touched),
        "series": held.series.pk,
        "versions": {str(row.pk): row.version for row, _new in touched},
    }
    before = {"series": series_before, "rows": rows_before}
    after = in_ledger(said)
    return record(
        action, by=by, at=at, subject=held.lead, before=before, after=after, details=details
    )


def _series_after(held: _Held, course: Course, at: datetime) -> Series:
    """The series of the reached from now on: itself where all are reached, else one that follows it."""
    if not held.before:
        held.series.rule, held.series.first_on = course.rule, course.first_on
        held.series.from_time = course.from_time
        return held.series
    held.series.times = held.before
    return Series.objects.create(
        rule=course.rule,
        first_on=course.first_on,
        from_time=course.from_time,
        times=len(held.reached),
        follows=held.series,
        created_at=at,
        changed_at=at,
    )


def _save_series(series: Series, at: datetime) -> None:
    series.version += 1
    series.changed_at = at
    series.save()


def _days(rhythm: Rhythm, first: datetime) -> tuple[str, list[Any]]:
    if rhythm.until is None and rhythm.times is None:
        raise Refused("no_end", _("Say until when, or how often."))
    rule = rule_of(rhythm, first.date())
    days = days_of(rule, first.date(), until=rhythm.until, times=rhythm.times)
    if not days:
        raise Refused("no_end", _("Until then it does not come once."))
    if len(days) > MOST:
        raise Refused("too_many_times", _("That is too often: a year of days at most."))
    return rule, days
