"""The index of each month and weekday."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.purchase_days import OrderLines, epoch_day, read_lines
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.customer_days import calendar_date, describe_left_out, drop_ancient
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream, read_columns
from nahbar.insight.seasons.calendar import Calendar, cut_calendar
from nahbar.insight.seasons.profile import compare_parts, remove_trend

FEWEST_WEEKS = 8  # with any amount


@dataclass(frozen=True, kw_only=True)
class Seasons:
    """``months`` (``month`` 1–12) and ``weekdays`` (``weekday`` 1–7, Monday first), each with
    ``index`` (1 is the average one), ``low, high``; null where nothing can be said.

    ``years`` full years and ``weeks`` full weeks are behind them, ``n`` rows in ``period``.
    ``best`` and ``worst`` are months.
    """

    months: pl.DataFrame
    weekdays: pl.DataFrame
    best: int | None
    worst: int | None
    years: int
    weeks: int
    n: int
    period: tuple[dt.date, dt.date] | None
    remarks: tuple[Remark, ...]
    explanation: str


def month_index(
    amounts: ArrowStream, *, occurred_on: str, amount: str, as_of: dt.date, confidence: float = 0.95
) -> Seasons:
    """Hold each month against the average month, with growth taken out, and weekdays alike.

    One row of ``amounts`` is one line with its day and amount (negative for returns). Years are
    the last full twelve-months blocks up to the last full month; growth is taken out between their
    middles. Months are taken as they are: February is short. The range is Student's over the
    years, from two full years on; with one, there is an index without range and without growth
    taken out; with less, none. Weekdays are sums over the full weeks of the same time, with a range
    from 8 weeks on.

    Raises :class:`InsightError`: ``column_missing``, ``not_a_frame``, ``not_a_date``,
    ``not_an_amount``, ``date_missing``, ``amount_missing``, ``amount_not_finite``,
    ``confidence_impossible``.
    """
    if not 0 < confidence < 1:
        raise InsightError("confidence_impossible", "A confidence lies between 0 and 1.")
    table = read_columns(amounts, {"day": occurred_on, "amount": amount})
    lines = read_lines(
        table.with_columns(pl.lit(0).alias("customer")),
        customer="customer",
        occurred_on="day",
        amount="amount",
        as_of=as_of,
    )
    lines, ancient = drop_ancient(lines, as_of)
    calendar = cut_calendar(lines.day, lines.amount, epoch_day(as_of))
    years, weeks = calendar.years, calendar.weeks
    months = compare_parts(remove_trend(years), confidence) if len(years) else None
    weekdays = compare_parts(weeks, confidence) if weeks.sum() > 0 else None
    if weekdays and np.count_nonzero(weeks.any(axis=1)) < FEWEST_WEEKS:
        unknown = np.full(7, np.nan)
        weekdays = weekdays[0], unknown, unknown
    frame = _tell("month", 12, months)
    best, worst = _extremes(months)
    return Seasons(
        months=frame,
        weekdays=_tell("weekday", 7, weekdays),
        best=best,
        worst=worst,
        years=len(years),
        weeks=len(weeks),
        n=len(lines.day),
        period=_period(lines),
        remarks=describe_left_out(lines, ancient) + _remarks(calendar, len(lines.day)),
        explanation=_explain(frame, best, worst, len(years)),
    )


def _tell(part: str, parts: int, found: tuple[Floats, Floats, Floats] | None) -> pl.DataFrame:
    unknown = np.full(parts, np.nan)
    index, low, high = found or (unknown, unknown, unknown)
    frame = pl.DataFrame({part: np.arange(1, parts + 1), "index": index, "low": low, "high": high})
    return frame.with_columns(pl.exclude(part).fill_nan(None))


def _extremes(months: tuple[Floats, Floats, Floats] | None) -> tuple[int | None, int | None]:
    if months is None or months[0].max() - months[0].min() < 1e-9:
        return None, None
    return int(months[0].argmax()) + 1, int(months[0].argmin()) + 1


def _period(lines: OrderLines) -> tuple[dt.date, dt.date] | None:
    if not len(lines.day):
        return None
    return calendar_date(lines.day.min()), calendar_date(lines.day.max())


def _remarks(calendar: Calendar, rows: int) -> tuple[Remark, ...]:
    found = []
    years = len(calendar.years)
    if not rows:
        found.append(Remark("no_amounts", "There are no amounts to speak of."))
    elif not calendar.is_positive:
        sentence = "The amounts of the last year are not above 0 together: no season can be seen."
        found.append(Remark("total_not_positive", sentence))
    elif not years:
        sentence = f"{calendar.months} full months are less than a year: no season can be seen yet."
        found.append(Remark("less_than_a_year", sentence, {"months": calendar.months}))
    elif years == 1:
        sentence = "One full year cannot tell a season from chance or growth: there are no ranges."
        found.append(Remark("one_year_only", sentence))
    if calendar.is_early:
        sentence = "The amounts end more than a month before the day of the analysis."
        found.append(Remark("records_end_early", sentence))
    return tuple(found)


def _explain(frame: pl.DataFrame, best: int | None, worst: int | None, years: int) -> str:
    if best is None or worst is None:
        return "No month stands out, or too little is known to say so."
    high, low = frame["index"][best - 1], frame["index"][worst - 1]
    return (
        f"Month {best} is the best with {high:.0%} of an average month, month {worst} the weakest "
        f"with {low:.0%}, in {years} full years."
    )
