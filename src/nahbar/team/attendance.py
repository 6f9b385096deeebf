"""Who is here and who is not: hours, absences and public holidays read together."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from nahbar.core.models import User
from nahbar.team.models import Absence, Branch, WorkingHours
from nahbar.team.public_holidays import public_holidays
from nahbar.team.queries import the_firm
from nahbar.team.spans import Span, days_between, moment_at, starts_within, without


@dataclass(frozen=True)
class Here:
    """Somebody who is here on a day: when, in order, and in which branches."""

    person: User
    spans: tuple[Span, ...]
    branches: tuple[Branch, ...]


class Attendance:
    """The hours and absences of some people over some days, read in three queries."""

    def __init__(self, people: Collection[int] | None, first: date, last: date) -> None:
        """`people` are primary keys; None: everybody."""
        hours = WorkingHours.objects.select_related("branch")
        away = Absence.objects.select_related("person", "stand_in")
        away = away.filter(first_day__lte=last, last_day__gte=first)
        if people is not None:
            hours, away = hours.filter(person__in=people), away.filter(person__in=people)
        self._hours: dict[tuple[int, int], list[WorkingHours]] = {}
        for one in hours.order_by("weekday", "from_time"):
            self._hours.setdefault((one.person_id, one.weekday), []).append(one)
        self.absences = list(away.order_by("first_day", "id"))
        self.holidays = public_holidays(days_between(first, last), the_firm())

    def absence(self, person: int, day: date) -> Absence | None:
        """Why the person is away on this day."""
        return next(
            (
                a
                for a in self.absences
                if a.person_id == person and a.first_day <= day <= a.last_day
            ),
            None,
        )

    def hours(self, person: int, day: date) -> list[WorkingHours]:
        """When the person is there: nothing on public holidays and while they are away."""
        if day in self.holidays or self.absence(person, day):
            return []
        return self._hours.get((person, day.isoweekday()), [])

    def spans(self, person: int, day: date) -> list[Span]:
        """The same as stretches of time; what a changing clock swallows is left out."""
        made = [
            (moment_at(day, h.from_time), moment_at(day, h.until_time))
            for h in self.hours(person, day)
        ]
        return [Span(start, end) for start, end in made if start < end]

    def stand_in(self, person: int, day: date) -> User | None:
        """Who acts for the person on a day of their absence: the first in the row who is not away."""
        asked = {person}
        absence = self.absence(person, day)
        while absence is not None and absence.stand_in is not None:
            other = absence.stand_in
            if other.pk in asked:
                return None
            asked.add(other.pk)
            absence = self.absence(other.pk, day)
            if absence is None:
                return other if other.is_active else None
        return None


def who_is_here(day: date) -> list[Here]:
    """Everybody whose hours of this day are known and who is not away, by name; three queries and one."""
    attendance = Attendance(None, day, day)
    here = []
    for person in User.objects.filter(is_active=True).order_by("name", "email"):
        spans = attendance.spans(person.pk, day)
        if spans:
            branches = {h.branch.pk: h.branch for h in attendance.hours(person.pk, day) if h.branch}
            here.append(Here(person, tuple(spans), tuple(branches.values())))
    return here


def stand_in_for(person: User, day: date) -> User | None:
    """Who acts for somebody who is away on this day; None where they are here, or nobody does.

    A stand-in who is away as well passes it on to their own.
    """
    return Attendance(None, day, day).stand_in(person.pk, day)


def free_times(
    person: User, day: date, minutes: int, *, busy: Iterable[Span] = (), every: int = 15
) -> list[datetime]:
    """The moments of a day from which the person has so many minutes free of absences and `busy`."""
    spans = Attendance([person.pk], day, day).spans(person.pk, day)
    return starts_within(without(spans, busy), minutes, every=every)
