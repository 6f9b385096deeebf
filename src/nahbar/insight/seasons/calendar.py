"""Amounts by day, laid out in full years of months and full weeks of days."""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Floats, Ints

GRACE_DAYS = 7  # a month that begins with some closed days is a full one
PATIENCE_DAYS = 31  # of silence at the end; beyond, the records have ended, not the business
SCARCE = 0.01  # of the rows of the busiest year: a year of so few is a stray date


@dataclass(frozen=True)
class Calendar:
    """``years``: rows of 12 sums, January first, of the last full years, each above 0.

    ``weeks``: rows of 7 sums, Monday first, of the full weeks of that time (of all time, where
    there is no full year). ``months`` counts the full ones.
    """

    years: Floats
    weeks: Floats
    months: int
    is_positive: bool
    is_early: bool


def cut_calendar(day: Ints, amount: Floats, end: int) -> Calendar:
    """Lay out amounts of days since 1970 up to ``end``."""
    if not len(day):
        return Calendar(np.empty((0, 12)), np.empty((0, 7)), 0, False, False)
    first, last = int(day.min()), int(day.max())
    is_early = end - last > PATIENCE_DAYS
    end = last if is_early else end
    sums = np.bincount(day - first, weights=amount, minlength=end - first + 1).astype(float)
    rows = np.bincount(day - first, minlength=end - first + 1)
    month = _month_of(np.arange(first, end + 1))
    is_cut = month[0] == _month_of(np.array([first - GRACE_DAYS - 1]))[0]
    begin = int(month[0]) + int(is_cut)
    stop = int(_month_of(np.array([end + 1]))[0])
    full = np.arange(max(stop - begin, 0)) + begin
    by_month = np.bincount(month - month[0], weights=sums, minlength=stop - int(month[0]))
    rows_by_month = np.bincount(month - month[0], weights=rows, minlength=stop - int(month[0]))
    years = _years(by_month[full - month[0]], rows_by_month[full - month[0]])
    january = (-stop) % 12
    since = int(np.flatnonzero(month >= stop - 12 * len(years))[0]) if len(years) else 0
    return Calendar(
        years=np.roll(years, -january, axis=1),
        weeks=_weeks(sums[since:], first + since),
        months=len(full),
        is_positive=bool(len(years) or len(full) < 12),
        is_early=is_early,
    )


def _month_of(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _years(sums: Floats, rows: Floats) -> Floats:
    """Twelve months each, counted back from the end, as far as there is business."""
    count = len(sums) // 12
    cut = len(sums) - 12 * count
    years = sums[cut:].reshape(count, 12)
    of_year = rows[cut:].reshape(count, 12).sum(axis=1)
    is_sound = (years.sum(axis=1) > 0) & (of_year >= SCARCE * of_year.max(initial=0))
    unsound = np.flatnonzero(~is_sound)
    return years[unsound[-1] + 1 :] if len(unsound) else years


def _weeks(sums: Floats, first: int) -> Floats:
    skipped = (-(first + 3)) % 7  # 1970-01-01 was a Thursday, three days after a Monday
    count = max(len(sums) - skipped, 0) // 7
    return sums[skipped : skipped + 7 * count].reshape(count, 7)
