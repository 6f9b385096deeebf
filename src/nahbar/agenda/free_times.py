"""When somebody of us has time: their hours, less absences, public holidays and what is planned."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from nahbar.agenda.models import Appointment
from nahbar.core import clock
from nahbar.core.models import User
from nahbar.team.attendance import Attendance
from nahbar.team.spans import Span, days_between, starts_within, whole_days, without

FARTHEST = timedelta(days=366)
TAKEN = (Appointment.Status.PLANNED, Appointment.Status.CAME)


def free_slots(
    person: User,
    first: date,
    last: date,
    *,
    minutes: int,
    after: datetime,
    leave_out: Appointment | None = None,
) -> dict[date, list[datetime]]:
    """For each day that has some, the moments after `after` from which so many minutes are free.

    `leave_out` is an appointment that does not count, because it is to be moved. As many queries
    whatever the days and appointments.
    """
    attendance = Attendance([person.pk], first, last)
    taken = _taken(person, whole_days(first, last), leave_out)
    found = {}
    for day in days_between(first, last):
        free = without(attendance.spans(person.pk, day), taken)
        starts = [at for at in starts_within(free, minutes, every=_step(minutes)) if at > after]
        if starts:
            found[day] = starts
    return found


def is_free(
    person: User,
    start: datetime,
    *,
    minutes: int,
    after: datetime,
    leave_out: Appointment | None = None,
) -> bool:
    """Whether this very moment is one that `free_slots` offers."""
    if not after < start < after + FARTHEST:
        return False
    day = start.astimezone(clock.house_zone()).date()
    slots = free_slots(person, day, day, minutes=minutes, after=after, leave_out=leave_out)
    return start in slots.get(day, [])


def _taken(person: User, within: Span, leave_out: Appointment | None) -> Iterable[Span]:
    planned = Appointment.objects.filter(
        person=person, status__in=TAKEN, starts_at__lt=within.end, ends_at__gt=within.start
    )
    if leave_out is not None:
        planned = planned.exclude(pk=leave_out.pk)
    return [Span(start, end) for start, end in planned.values_list("starts_at", "ends_at")]


def _step(minutes: int) -> int:
    """Every half hour, every quarter for what is as short."""
    return 15 if minutes <= 15 else 30
