"""How many of those who came first in one period bought in the later ones."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import ndtri

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.cohorts.periods import ActivePeriods, Unit, read_periods
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream

FEWEST = 5  # customers; the share of fewer would tell of persons


@dataclass(frozen=True, kw_only=True)
class Retention:
    """``frame``: a row per cohort and period since; ``n`` customers, from ``period[0]`` on."""

    frame: pl.DataFrame
    n: int
    period: tuple[dt.date, dt.date] | None
    remarks: tuple[Remark, ...]
    explanation: str


def retention(
    purchases: ArrowStream,
    *,
    customer: str,
    occurred_on: str,
    as_of: dt.date,
    unit: Unit = "year",
    amount: str | None = None,
    confidence: float = 0.95,
) -> Retention:
    """Follow the customers of each first calendar period through the later ones.

    One row of ``purchases`` is one purchase; with ``amount``, returns are netted as in
    :func:`nahbar.insight.clv.summarize_purchases`. Returns in ``frame``, sorted: ``cohort`` (first
    day of the period of the first purchase), ``size``, ``period`` (0 is the first itself),
    ``active`` (customers with a purchase in it), ``share`` of ``size`` with Wilson's range ``low,
    high`` (null in cohorts of fewer than 5), and ``is_finished`` (false in the running period).

    Raises :class:`InsightError`: ``unknown_unit``, ``confidence_impossible``, and what reading
    order lines raises.
    """
    if not 0 < confidence < 1:
        raise InsightError("confidence_impossible", "A confidence lies between 0 and 1.")
    active = read_periods(
        purchases,
        customer=customer,
        occurred_on=occurred_on,
        as_of=as_of,
        unit=unit,
        amount=amount,
    )
    frame = _follow(active, float(ndtri((1 + confidence) / 2)))
    small = frame.filter((pl.col("period") == 0) & (pl.col("size") < FEWEST)).height
    remarks = active.remarks
    if small:
        sentence = f"{small} cohorts of fewer than {FEWEST} customers have no shares."
        remarks += (Remark("cohorts_too_small", sentence, {"cohorts": small, "needed": FEWEST}),)
    return Retention(
        frame=frame,
        n=active.n,
        period=(active.began_on, as_of) if active.began_on else None,
        remarks=remarks + note_beginning(active),
        explanation=_explain(frame, unit),
    )


def note_beginning(active: ActivePeriods) -> tuple[Remark, ...]:
    """The records begin at some time, the customers may have come earlier."""
    if active.last < 1:
        return ()
    sentence = (
        f"Who bought before the records begin, in {active.starts[0]:%m/%Y}, counts as new when "
        "first seen: the first period holds more than its own newcomers."
    )
    return (Remark("records_begin", sentence, {"first": active.starts[0].isoformat()}),)


def _follow(active: ActivePeriods, width: float) -> pl.DataFrame:
    periods = len(active.starts)
    cohort = active.cohort
    since = active.period - cohort[active.customer]
    cell = cohort[active.customer] * periods + since
    shape = max(periods, 1)
    counts = np.bincount(cell, minlength=shape**2).reshape(shape, shape)
    rows, columns = np.nonzero(np.add.outer(np.arange(periods), np.arange(periods)) < periods)
    size = counts[rows, 0]
    kept = size > 0
    rows, columns, size = rows[kept], columns[kept], size[kept]
    count = counts[rows, columns]
    low, high = _wilson(count.astype(float), size.astype(float), width)
    frame = pl.DataFrame(
        {
            "cohort": pl.Series(active.starts, dtype=pl.Date).gather(pl.Series(rows)),
            "size": size,
            "period": columns,
            "active": count,
            "share": count / size,
            "low": low,
            "high": high,
            "is_finished": active.finished().gather(pl.Series(rows + columns)),
        }
    )
    shown = pl.col("size") >= FEWEST
    return frame.with_columns(pl.when(shown).then(pl.col("share", "low", "high")))


def _wilson(count: Floats, size: Floats, width: float) -> tuple[Floats, Floats]:
    """Wilson, Probable Inference (1927)."""
    share, squared = count / size, width**2
    center = (share + squared / (2 * size)) / (1 + squared / size)
    reach = width * np.sqrt(share * (1 - share) / size + squared / (4 * size**2))
    reach /= 1 + squared / size
    return np.clip(center - reach, 0.0, share), np.clip(center + reach, share, 1.0)


def _explain(frame: pl.DataFrame, unit: Unit) -> str:
    second = frame.filter((pl.col("period") == 1) & pl.col("is_finished"))
    size, stayed = int(second["size"].sum()), int(second["active"].sum())
    if not size:
        return f"No cohort has been followed to the end of its second {unit} yet."
    if size < FEWEST:
        return (
            f"Fewer than {FEWEST} customers have been followed to the end of their second {unit}."
        )
    return (
        f"Of {size} customers whose second {unit} is over, {stayed} ({stayed / size:.0%}) bought "
        "in it."
    )
