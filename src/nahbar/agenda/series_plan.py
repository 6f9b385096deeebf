"""What becomes of the appointments of a series when one of them is changed, worked out before any is written.

What an appointment has as the one that was changed had it, follows; what it has of its own stays.
One that was moved by itself keeps its own time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from nahbar.agenda.models import Appointment, Series
from nahbar.agenda.rhythms import Frequency, days_of, rhythm_of, shifted
from nahbar.core import clock
from nahbar.team.spans import moment_at

TIMES = ("starts_at", "ends_at")
Status = Appointment.Status


@dataclass(frozen=True)
class Course:
    """Where a series lies from some appointment on: its rule, first day, time, and each moment."""

    rule: str
    first_on: date
    from_time: time
    slots: tuple[datetime, ...]


def course_of(series: Series) -> list[datetime]:
    """All moments of a series, in UTC."""
    days = days_of(series.rule, series.first_on, times=series.times)
    return [moment_at(day, series.from_time) for day in days]


def moved_course(
    series: Series, reached: Sequence[Appointment], lead: Appointment, starts_at: datetime
) -> Course:
    """Where the reached appointments lie when `lead` begins at `starts_at` instead.

    As many days as it is moved by, they are all; the time of day they take where it was changed.
    """
    was, will = _local(lead.starts_at), _local(starts_at)
    days = (will.date() - was.date()).days
    at = will.time() if will.time() != was.time() else series.from_time
    place = next(place for place, row in enumerate(reached) if row.pk == lead.pk)
    if days and rhythm_of(series.rule).frequency == Frequency.MONTHLY:
        # Months differ in length: the day that was chosen holds in each, counted back from it.
        rule = shifted(series.rule, days, will.date())
        first = _months_before(will.date(), place * rhythm_of(rule).every)
    else:
        first = _local(_slot(reached[0])).date() + timedelta(days=days)
        rule = shifted(series.rule, days, first)
    found = days_of(rule, first, times=len(reached))
    return Course(rule, found[0], at, tuple(moment_at(day, at) for day in found))


def changed_row(
    row: Appointment,
    lead: Appointment,
    said: Mapping[str, Any],
    slot: datetime,
    *,
    is_moved: bool,
) -> dict[str, Any]:
    """What is written into one reached appointment. `slot`: where the rule has it now."""
    if row.status not in {Status.PLANNED, Status.CANCELLED}:
        return {"slot_at": slot}  # what took place took place as it did
    others = {name: value for name, value in said.items() if name not in TIMES}
    wanted = {
        name: value for name, value in others.items() if getattr(row, name) == getattr(lead, name)
    }
    return {**wanted, **_times(row, lead, said, slot, is_moved=is_moved), "slot_at": slot}


def _times(
    row: Appointment,
    lead: Appointment,
    said: Mapping[str, Any],
    slot: datetime,
    *,
    is_moved: bool,
) -> dict[str, datetime]:
    if not set(TIMES) & said.keys():
        return {}
    if row.pk == lead.pk:
        return {name: said[name] for name in TIMES}
    length, was = row.ends_at - row.starts_at, lead.ends_at - lead.starts_at
    if length == was:
        length = said["ends_at"] - said["starts_at"]
    follows = is_moved and row.starts_at == row.slot_at
    starts_at = slot if follows else row.starts_at
    return {"starts_at": starts_at, "ends_at": starts_at + length}


def _months_before(day: date, months: int) -> date:
    """The first of the month that lies so many before that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _slot(row: Appointment) -> datetime:
    return row.slot_at or row.starts_at


def _local(at: datetime) -> datetime:
    return at.astimezone(clock.house_zone())
