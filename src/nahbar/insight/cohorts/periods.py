"""In which years or quarters each customer bought."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Flags, Ints
from nahbar.insight.clv.purchase_days import EPOCH, epoch_day
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.customer_days import calendar_date, read_customer_days
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream

Unit = Literal["year", "quarter"]
PER_YEAR = {"year": 1, "quarter": 4}


@dataclass(frozen=True)
class ActivePeriods:
    """One entry per customer and period with a purchase, sorted by both.

    Periods count from the first with any purchase (0) to that of ``as_of`` (``last``); ``starts``
    are their first days. ``is_finished``: the last is over with the day of ``as_of``.
    """

    customer: Ints
    period: Ints
    n: int
    starts: list[dt.date]
    is_finished: bool
    began_on: dt.date | None
    remarks: tuple[Remark, ...]

    @property
    def last(self) -> int:
        """The period of ``as_of``."""
        return len(self.starts) - 1

    @property
    def is_first(self) -> Flags:
        """Whether an entry is its customer's first."""
        first: Flags = np.diff(self.customer, prepend=-1) != 0
        return first

    @property
    def cohort(self) -> Ints:
        """The first period of each customer."""
        return self.period[self.is_first]

    def finished(self) -> pl.Series:
        """Whether each period is over, in order."""
        return pl.Series(
            [*([True] * self.last), self.is_finished][: len(self.starts)], dtype=pl.Boolean
        )


def read_periods(
    purchases: ArrowStream,
    *,
    customer: str,
    occurred_on: str,
    as_of: dt.date,
    unit: Unit,
    amount: str | None,
) -> ActivePeriods:
    """Read, check, and put days into calendar years or quarters."""
    if unit not in PER_YEAR:
        raise InsightError("unknown_unit", f"The unit is year or quarter, not {unit}.")
    days = read_customer_days(
        purchases, customer=customer, occurred_on=occurred_on, as_of=as_of, amount=amount
    )
    if not days.n:
        nobody = Remark("no_purchases", "There are no purchases to speak of.")
        return ActivePeriods(days.customer, days.day, 0, [], True, None, (*days.remarks, nobody))
    per_year, end = PER_YEAR[unit], epoch_day(as_of)
    earliest = int(days.day.min())
    number = _number_periods(np.arange(earliest, end + 2), per_year)
    period = number[days.day - earliest] - number[0]
    is_new = np.diff(days.customer, prepend=-1) != 0
    is_new[1:] |= period[1:] != period[:-1]
    return ActivePeriods(
        customer=days.customer[is_new],
        period=period[is_new],
        n=days.n,
        starts=[_start(at, per_year) for at in range(int(number[0]), int(number[-2]) + 1)],
        is_finished=bool(number[-1] > number[-2]),
        began_on=calendar_date(earliest),
        remarks=days.remarks,
    )


def _number_periods(days: Ints, per_year: int) -> Ints:
    """The running number of each day's period since 1970."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // (12 // per_year)


def _start(number: int, per_year: int) -> dt.date:
    years, within = divmod(number, per_year)
    return dt.date(EPOCH.year + years, within * (12 // per_year) + 1, 1)
