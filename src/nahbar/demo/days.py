"""Who comes to the demo firm when: the week that is over, this day, and the two weeks to come."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle

from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import make_appointment, settle_appointment
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.demo.day_words import BY_ARRANGEMENT, SHUT, WORK, What
from nahbar.demo.drivers import Driver
from nahbar.demo.hours import Staff
from nahbar.insight.synth.team import (
    ADVISER,
    BRANCHES,
    FOREMAN,
    MANAGER,
    OWNER,
    PEOPLE,
    RECEPTION,
    SECOND_ADVISER,
    SECOND_SELLER,
)
from nahbar.team.attendance import Attendance
from nahbar.team.models import Branch
from nahbar.team.spans import Span, days_between, moment_at, starts_within, without

BACK, AHEAD = 7, 14  # days
# Whose day it is today, as far as they are there; on other days some of those who are.
TODAY = (OWNER, ADVISER, SECOND_ADVISER, RECEPTION, SECOND_SELLER, FOREMAN, MANAGER, OWNER)
OTHER_DAYS, LATER = 3, 2  # a day, and in the second week to come
OWNERS_DAYS = (
    2,
    4,
)  # weekdays on which she sees somebody in any case, for the calendar shown is hers
SHUT_BETWEEN = (time(10), time(12))
MISSED_EVERY = 6
Kind, Status = Appointment.Kind, Appointment.Status


@dataclass
class _Book:
    """What is in the calendars by now, and who of each branch comes next."""

    staff: Staff
    branches: list[Branch]
    drivers: Sequence[Iterator[Driver]]
    dice: random.Random
    language: int
    at: datetime
    taken: dict[int, list[Span]]

    def write(
        self, employee: int, what: What, spans: list[Span], note: str = ""
    ) -> Appointment | None:
        """Find the time, the customer and the words; None where the person has no time left."""
        kind, minutes, about = what
        free = starts_within(without(spans, self.taken.setdefault(employee, [])), minutes, every=30)
        if not free:
            return None
        starts_at = self.dice.choice([one for one in free if one > self.at] or free)
        span = Span(starts_at, starts_at + timedelta(minutes=minutes))
        self.taken[employee].append(span)
        place = BRANCHES.index(PEOPLE[employee][2])
        driver, person = next(self.drivers[place]), self.staff[employee]
        fields = {
            "person": person,
            "customer": driver.customer,
            "kind": kind,
            "title": about[self.language].format(car=driver.car),
            "starts_at": span.start,
            "ends_at": span.end,
            "branch": self.branches[place],
            "note": note,
        }
        arranged = min(self.at, starts_at) - timedelta(days=self.dice.randint(1, 4), hours=1)
        return make_appointment(fields, by=person, at=arranged)


def fill_calendar(
    staff: Staff, drivers: list[list[Driver]], *, seed: int, language: int, at: datetime
) -> list[Appointment]:
    """Write about fifty appointments, each by whom it is with, and settle those that are over.

    `drivers` are those of each branch; `language` is the place of the words to take.
    """
    today = at.astimezone(house_zone()).date()
    dice = random.Random(f"{seed} {today}")  # noqa: S311  # a play, no secret
    queues = [cycle(dice.sample(some, len(some))) for some in drivers]
    branches = [Branch.objects.get(name=name) for name in BRANCHES]
    book = _Book(staff, branches, queues, dice, language, at, {})
    first, last = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
    there = Attendance([person.pk for person in staff.values()], first, last)
    made = _write_day(book, there, today, today)
    for day in days_between(first, last):
        if day != today:
            made += _write_day(book, there, day, today)
    _settle(made, at)
    return made


def _write_day(book: _Book, there: Attendance, day: date, today: date) -> list[Appointment]:
    spans = {one: there.spans(person.pk, day) for one, person in book.staff.items()}
    present = [one for one, found in spans.items() if found]
    if day == today and not present:
        return _write_shut_day(book, day)
    if day == today:
        wanted = [one for one in TODAY if one in present]
    else:
        count = OTHER_DAYS if (day - today).days <= BACK else LATER
        wanted = book.dice.sample(present, min(count, len(present)))
        if OWNER in present and OWNER not in wanted and day.isoweekday() in OWNERS_DAYS:
            wanted[-1] = OWNER
    found = [book.write(one, book.dice.choice(WORK[one]), spans[one]) for one in wanted]
    return [one for one in found if one]


def _write_shut_day(book: _Book, day: date) -> list[Appointment]:
    """Nobody is there by their hours; some come all the same, as it was arranged."""
    start, end = (moment_at(day, one) for one in SHUT_BETWEEN)
    note = BY_ARRANGEMENT[book.language]
    found = [book.write(one, what, [Span(start, end)], note) for one, what in SHUT]
    return [one for one in found if one]


def _settle(made: list[Appointment], at: datetime) -> None:
    """Everybody says who came, at once; only the last day's of the owner she is still to be asked."""
    zone = house_zone()
    today = at.astimezone(zone).date()
    over = [one for one in made if one.ends_at <= at]
    for place, one in enumerate(over, start=1):
        is_today = one.starts_at.astimezone(zone).date() == today
        if is_today and _is_owners(one.person):
            continue
        status = Status.MISSED if place % MISSED_EVERY == 0 else Status.CAME
        settle_appointment(one, status.value, version=None, by=one.person, at=one.starts_at)


def _is_owners(person: User) -> bool:
    return person.name == PEOPLE[OWNER][0]
