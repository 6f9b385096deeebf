"""A week of the calendar as it is drawn: days, the hours and absences behind, appointments by the clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from nahbar.agenda.appointment_words import headline, names_of, place_of
from nahbar.agenda.models import Appointment
from nahbar.core import clock, formats
from nahbar.core.faces import Face, face_of_person
from nahbar.core.models import User
from nahbar.team.attendance import Attendance
from nahbar.team.models import Absence
from nahbar.team.spans import Span, days_between, whole_days

FIRST_HOUR, LAST_HOUR = 7, 19  # of a week in which nothing lies outside
STEP = 5  # minutes: what lies between is drawn at the nearest
SHORTEST = 20  # minutes that a block is drawn for at least, to be read
MOST_LANES = 6
MOST = 1_000
Status = Appointment.Status


@dataclass(frozen=True)
class Place:
    """Where something is drawn: hour and minute it begins and lasts; of `lanes` beside another the `lane`."""

    hour: int
    minute: int
    hours: int
    minutes: int
    lane: int = 0
    lanes: int = 1

    @property
    def start(self) -> int:
        """Minutes since midnight."""
        return self.hour * 60 + self.minute

    @property
    def end(self) -> int:
        """Minutes since midnight."""
        return self.start + self.hours * 60 + self.minutes


@dataclass(frozen=True)
class Block:
    """One appointment in the week. `starts` is its local beginning as forms write it."""

    appointment: Appointment
    face: Face
    title: str
    place_name: str
    starts: str
    place: Place
    clashes: bool = False


@dataclass(frozen=True)
class DayColumn:
    """One day: who is away, when those shown are there, and what is planned, in order."""

    day: date
    is_today: bool
    holiday: str
    away: tuple[tuple[Absence, User | None], ...]
    grounds: tuple[Place, ...]
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """The weekday."""
        return formats.weekday(self.day)


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday, drawn from `first_hour` to `last_hour`."""

    days: tuple[DayColumn, ...]
    first_hour: int
    last_hour: int


def week_of(day: date, people: Collection[int], *, branch: int | None = None) -> Week:
    """The week in which `day` lies, of these people (primary keys); as many queries whatever there is."""
    monday = day - timedelta(days=day.weekday())
    days = days_between(monday, monday + timedelta(days=6))
    attendance = Attendance(None, days[0], days[-1])
    blocks = _blocks(days, people, branch)
    today = clock.today()
    columns = tuple(
        DayColumn(
            day=one,
            is_today=one == today,
            holiday=attendance.holidays.get(one, ""),
            away=tuple(
                (absence, attendance.stand_in(absence.person_id, one))
                for absence in attendance.absences
                if absence.person_id in people and absence.first_day <= one <= absence.last_day
            ),
            grounds=_grounds(attendance, people, one),
            blocks=_side_by_side([block for on, block in blocks if on == one]),
        )
        for one in days
    )
    return Week(columns, *_hours(columns))


def _blocks(
    days: Sequence[date], people: Collection[int], branch: int | None
) -> list[tuple[date, Block]]:
    within = whole_days(days[0], days[-1])
    rows = Appointment.objects.filter(
        person__in=people,
        starts_at__lt=within.end,
        starts_at__gte=within.start - timedelta(days=1),
        ends_at__gt=within.start,
    ).exclude(status=Status.CANCELLED)
    if branch is not None:
        rows = rows.filter(branch=branch)
    found = list(
        rows.select_related("person", "customer", "branch").order_by("starts_at", "id")[:MOST]
    )
    names = names_of(found)
    faces = {one.person_id: face_of_person(one.person) for one in found}
    spans = [(day, whole_days(day, day)) for day in days]
    return [
        (day, _block(one, names[one.pk], faces[one.person_id], day))
        for one in found
        for day, span in spans
        if Span(one.starts_at, one.ends_at).meets(span)
    ]


def _block(appointment: Appointment, name: str, face: Face, day: date) -> Block:
    local = appointment.starts_at.astimezone(clock.house_zone())
    return Block(
        appointment=appointment,
        face=face,
        title=headline(appointment, name),
        place_name=place_of(appointment),
        starts=f"{local:%Y-%m-%dT%H:%M}",
        place=_place(Span(appointment.starts_at, appointment.ends_at), day, SHORTEST),
    )


def _place(span: Span, day: date, shortest: int = 0) -> Place:
    """By the clock on the wall; what begins before the day begins at midnight."""
    start = _minute_of(span.start, day)
    end = max(_minute_of(span.end, day), start + shortest)
    length = min(end, 24 * 60) - start
    return Place(*divmod(start, 60), *divmod(max(length, STEP), 60))


def _minute_of(at: datetime, day: date) -> int:
    local = at.astimezone(clock.house_zone())
    if local.date() != day:
        return 0 if local.date() < day else 24 * 60
    return (local.hour * 60 + local.minute) // STEP * STEP


def _grounds(attendance: Attendance, people: Collection[int], day: date) -> tuple[Place, ...]:
    """When at least one of them is there, each stretch once."""
    stretches = sorted({span for person in people for span in attendance.spans(person, day)})
    joined: list[Span] = []
    for span in stretches:
        if joined and span.start <= joined[-1].end:
            joined[-1] = replace(joined[-1], end=max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(_place(span, day) for span in joined)


def _side_by_side(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """What lies at the same time stands in lanes; two of one person then clash."""
    laid: list[Block] = []
    group: list[Block] = []
    for block in sorted(blocks, key=lambda one: (one.place.start, one.place.end)):
        if group and block.place.start >= max(one.place.end for one in group):
            laid += _in_lanes(group)
            group = []
        group.append(block)
    return tuple(laid + _in_lanes(group))


def _in_lanes(group: Sequence[Block]) -> list[Block]:
    ends: list[int] = []
    lanes = []
    for block in group:
        free = next((n for n, end in enumerate(ends) if end <= block.place.start), len(ends))
        ends[free : free + 1] = [block.place.end]
        lanes.append(min(free, MOST_LANES - 1))
    return [
        replace(
            block,
            place=replace(block.place, lane=lane, lanes=min(len(ends), MOST_LANES)),
            clashes=any(_clash(block, other) for other in group),
        )
        for block, lane in zip(group, lanes, strict=True)
    ]


def _clash(one: Block, other: Block) -> bool:
    mine, others = one.appointment, other.appointment
    if mine.pk == others.pk or mine.person_id != others.person_id:
        return False
    return mine.starts_at < others.ends_at and others.starts_at < mine.ends_at


def _hours(columns: Sequence[DayColumn]) -> tuple[int, int]:
    places = [p for c in columns for p in (*c.grounds, *(block.place for block in c.blocks))]
    first = min([FIRST_HOUR, *(place.hour for place in places)])
    last = max([LAST_HOUR, *(-(-place.end // 60) for place in places)])
    return first, min(last, 24)
