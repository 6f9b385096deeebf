"""Who came, stayed, came back and went, period by period."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.clv.remarks import Remark
from nahbar.insight.cohorts.periods import ActivePeriods, Unit, read_periods
from nahbar.insight.cohorts.retention import note_beginning
from nahbar.insight.frames import ArrowStream


@dataclass(frozen=True, kw_only=True)
class Flows:
    """``frame``: a row per period, from the first purchase to ``as_of``; ``n`` customers."""

    frame: pl.DataFrame
    n: int
    period: tuple[dt.date, dt.date] | None
    remarks: tuple[Remark, ...]
    explanation: str


def flows(
    purchases: ArrowStream,
    *,
    customer: str,
    occurred_on: str,
    as_of: dt.date,
    unit: Unit = "year",
    amount: str | None = None,
) -> Flows:
    """Count newcomers, those kept, those who came back, and those lost.

    Input as :func:`nahbar.insight.cohorts.retention`. Returns in ``frame``: ``starts_on``,
    ``active`` (customers with a purchase), ``new`` (with their first), ``kept`` (active the period
    before, too), ``returned`` (active earlier, not the period before), ``lost`` (active the period
    before, not in this one) and ``is_finished``. Exactly, ``active = new + kept + returned``, and
    what was active the period before is ``kept + lost``. In a running period, ``lost`` counts those
    not seen *yet*.

    Raises :class:`InsightError` as :func:`nahbar.insight.cohorts.retention` does.
    """
    active = read_periods(
        purchases,
        customer=customer,
        occurred_on=occurred_on,
        as_of=as_of,
        unit=unit,
        amount=amount,
    )
    frame = _count(active)
    remarks = active.remarks + note_beginning(active)
    if not active.is_finished:
        sentence = f"The last {unit} is not over: those not seen yet are no losses yet."
        remarks += (Remark("period_running", sentence, {"unit": unit}),)
    return Flows(
        frame=frame,
        n=active.n,
        period=(active.began_on, as_of) if active.began_on else None,
        remarks=remarks,
        explanation=_explain(frame, unit),
    )


def _count(active: ActivePeriods) -> pl.DataFrame:
    periods, period, is_first = len(active.starts), active.period, active.is_first
    follows = np.zeros(len(period), dtype=bool)
    follows[1:] = ~is_first[1:] & (np.diff(period) == 1)
    seen, new, kept = (
        np.bincount(period[chosen], minlength=periods)
        for chosen in (np.ones(len(period), dtype=bool), is_first, follows)
    )
    before = np.append(0, seen)[:periods]
    return pl.DataFrame(
        {
            "starts_on": pl.Series(active.starts, dtype=pl.Date),
            "active": seen,
            "new": new,
            "kept": kept,
            "returned": seen - new - kept,
            "lost": before - kept,
            "is_finished": active.finished(),
        }
    )


def _explain(frame: pl.DataFrame, unit: Unit) -> str:
    over = frame.filter("is_finished")
    if over.is_empty():
        return f"No {unit} is over yet."
    row = over.row(-1, named=True)
    return (
        f"In the last full {unit}, from {row['starts_on']:%Y-%m-%d} on, {row['active']} customers "
        f"bought: {row['new']} for the first time, {row['kept']} as in the {unit} before, "
        f"{row['returned']} after a pause. {row['lost']} of the {unit} before did not."
    )
