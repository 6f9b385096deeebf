"""When the house is open: the hours of its branches, the days that are otherwise, public holidays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from nahbar.team.models import OpeningDay, OpeningHours
from nahbar.team.public_holidays import public_holidays
from nahbar.team.queries import the_firm
from nahbar.team.spans import Span, days_between, moment_at

Stretch = tuple[time, time]


@dataclass(frozen=True)
class OpenDay:
    """When it is open on one day, in order; `why` names the holiday or what is otherwise."""

    spans: tuple[Span, ...]
    why: str = ""


class Openings:
    """The opening hours of all branches over some days, read in three queries."""

    def __init__(self, first: date, last: date) -> None:
        self._weekly: dict[int | None, dict[int, list[Stretch]]] = {}
        for one in OpeningHours.objects.order_by("weekday", "from_time"):
            days = self._weekly.setdefault(one.branch_id, {})
            days.setdefault(one.weekday, []).append((one.from_time, one.until_time))
        days_near = OpeningDay.objects.filter(first_day__lte=last, last_day__gte=first)
        self._otherwise = list(days_near.order_by("first_day", "id"))
        self._holidays = public_holidays(days_between(first, last), the_firm())

    def of(self, branch: int | None, day: date) -> OpenDay | None:
        """When a branch (primary key) is open; None where nobody said.

        What is said of the branch goes before what is said of the house, days before weeks. Asked
        for the house, of which nothing is said, it is open when one of its branches is.
        """
        said = self._said(branch, day)
        if said is None and branch is not None:
            said = self._said(None, day)
        if said is not None:
            return said
        weekly = self._weekly.get(branch) or self._weekly.get(None)
        if weekly is None:
            return self._of_any(day) if branch is None else None
        if day in self._holidays:
            return OpenDay((), self._holidays[day])
        return OpenDay(_spans(day, weekly.get(day.isoweekday(), ())))

    def _said(self, branch: int | None, day: date) -> OpenDay | None:
        for one in self._otherwise:
            if one.branch_id == branch and one.first_day <= day <= one.last_day:
                why = one.name or self._holidays.get(day, "")
                if one.from_time is None or one.until_time is None:
                    return OpenDay((), why)
                return OpenDay(_spans(day, [(one.from_time, one.until_time)]), why)
        return None

    def _of_any(self, day: date) -> OpenDay | None:
        found = [self.of(branch, day) for branch in self._weekly if branch is not None]
        known = [one for one in found if one is not None]
        if not known:
            return None
        return OpenDay(_joined([span for one in known for span in one.spans]), known[0].why)


def _spans(day: date, stretches: Collection[Stretch]) -> tuple[Span, ...]:
    made = [(moment_at(day, start), moment_at(day, end)) for start, end in stretches]
    return tuple(Span(start, end) for start, end in made if start < end)


def _joined(spans: Collection[Span]) -> tuple[Span, ...]:
    """Those that touch or overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
