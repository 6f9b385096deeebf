"""Stretches of time, and what is left of them. Days and clocks are those of the house."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from nahbar.core import clock


@dataclass(frozen=True, order=True)
class Span:
    """From `start` up to `end`, both in UTC; not empty."""

    start: datetime
    end: datetime

    def meets(self, other: "Span") -> bool:
        """Whether both have a moment in common."""
        return self.start < other.end and other.start < self.end


def moment_at(day: date, at: time) -> datetime:
    """The moment, in UTC, at which the clock of the house shows this; a clock put forward skips on."""
    return datetime.combine(day, at, tzinfo=clock.house_zone()).astimezone(UTC)


def whole_days(first: date, last: date) -> Span:
    """From midnight to midnight: 23, 24 or 25 hours for each day."""
    return Span(moment_at(first, time()), moment_at(last + timedelta(days=1), time()))


def days_between(first: date, last: date) -> list[date]:
    """All days, first and last included."""
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of `spans` where nothing is taken, in order."""
    left = sorted(spans)
    for one in taken:
        left = [piece for span in left for piece in _cut(span, one)]
    return left


def _cut(span: Span, taken: Span) -> list[Span]:
    if not span.meets(taken):
        return [span]
    ends = ((span.start, taken.start), (taken.end, span.end))
    return [Span(start, end) for start, end in ends if start < end]


def starts_within(spans: Iterable[Span], minutes: int, *, every: int) -> list[datetime]:
    """The moments, `every` so many minutes from the start of each span, from which `minutes` fit."""
    length, step = timedelta(minutes=minutes), timedelta(minutes=every)
    found = []
    for span in spans:
        start = _rounded_up(span.start, step)
        while start + length <= span.end:
            found.append(start)
            start += step
    return found


def _rounded_up(at: datetime, step: timedelta) -> datetime:
    """The next round time by the clock, where a lunch or a meeting ended at an odd minute."""
    over = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond) % step
    return at + (step - over) if over else at
