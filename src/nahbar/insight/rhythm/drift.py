"""Who drifts: silent for longer than nearly all of their own gaps have lasted."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from nahbar.insight.clv.purchase_days import epoch_day
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.customer_days import CustomerDays, add_up, calendar_date, read_customer_days
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream, read_columns
from nahbar.insight.rhythm.gaps import measure_gaps
from nahbar.insight.rhythm.line import LineRhythm, measure_line, read_prior

ENOUGH_FOR_PRIOR = 30  # customers with a gap; fewer lean on beliefs about rhythms in general


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """``frame``: one row per customer (and line), ``n`` of them; ``lines``: one row per line.

    ``period`` reaches from the first contact to ``as_of``. ``drifting`` of the ``with_rhythm``
    customers who came at least twice are beyond their limit now; ``by_chance`` is about how many
    would be if all of them kept coming as before.
    """

    frame: pl.DataFrame
    lines: pl.DataFrame
    n: int
    period: tuple[dt.date, dt.date] | None
    with_rhythm: int
    drifting: int
    by_chance: int
    remarks: tuple[Remark, ...]
    explanation: str


def own_rhythm(
    contacts: ArrowStream,
    *,
    customer: str,
    occurred_on: str,
    as_of: dt.date,
    confidence: float = 0.95,
    group: str | None = None,
) -> Rhythm:
    """Hold each customer's silence at ``as_of`` against their own gaps between contact days.

    One row of ``contacts`` is one contact; those of one day count once. Returns in ``frame``,
    sorted by customer: ``customer, contacts`` (days), ``typical_gap_days`` (the median gap; null
    without any), ``limit_days`` (the ``confidence`` quantile of the next gap), ``silent_days``,
    ``is_drifting`` (silent beyond the limit) and ``share_beyond`` (the share of such a customer's
    gaps that last longer than the silence has).

    The next gap is predicted from the customer's own and the group's, see
    :mod:`nahbar.insight.rhythm.prior`. Gaps are not quite log-normal, so the prediction is then
    held against the last gap of each customer, predicted from the ones before: the limit is set
    where just ``confidence`` of those stayed below (split conformal prediction, Vovk et al. 2005),
    from 200 customers with a gap on. Who came only once has the group's limit, and ``is_drifting``
    null: the group's rhythm is that of people who came back, and silence says nothing of a rhythm
    nobody has seen.

    Every gap has its 5 % chance to outlast the limit, but a look at one day meets long gaps more
    often than short ones. Measured on simulated customers who all keep coming, at any one day
    marked: 5 % of those who come at random (Poisson), 4–5 % with σ = .7 of log gaps, 1–3 % of
    regular ones (σ ≤ .5), 9 % of very irregular ones (σ = 1); up to 20 % of those with only one or
    two gaps who come at random and were seen for a few of their gaps only. Of those who stopped
    1, 2, 3, 4 gaps before, marked: regular ones (σ = .3) .36, .99, 1, 1; at random .13, .42, .86,
    .96.

    With ``group``, a column of lines of business, every line has its own prior, ``frame`` a row
    per customer and line, and a column ``group``; rows without a line are one of their own.

    Raises :class:`InsightError`: ``column_missing``, ``not_a_frame``, ``not_a_date``,
    ``date_missing``, ``confidence_impossible``.
    """
    if not 0.5 < confidence < 1:
        raise InsightError("confidence_impossible", "A confidence lies between one half and 1.")
    labels, tables = _split(contacts, customer=customer, occurred_on=occurred_on, group=group)
    days = [
        read_customer_days(table, customer="customer", occurred_on="day", as_of=as_of, amount=None)
        for table in tables
    ]
    del tables
    gaps = [measure_gaps(line) for line in days]
    together = read_prior([line.sums for line in gaps])
    lines = []
    for contact_days, line in zip(days, gaps, strict=True):
        is_known = len(days) > 1 and (line.sums.count > 0).sum() >= ENOUGH_FOR_PRIOR
        prior = read_prior([line.sums]) if is_known else together
        lines.append(measure_line(contact_days, line, prior, epoch_day(as_of), confidence))
    frame = _stack([line.frame for line in lines], labels if group else None)
    told = _tell_lines(lines, labels if group else None)
    return _conclude(frame, told, days, as_of=as_of, confidence=confidence)


def _split(
    contacts: ArrowStream, *, customer: str, occurred_on: str, group: str | None
) -> tuple[pl.Series, list[pl.DataFrame]]:
    """The lines of business in their order, and the contacts of each."""
    names = {"customer": customer, "day": occurred_on}
    if group is None:
        return pl.Series("group", [None]), [read_columns(contacts, names)]
    table = read_columns(contacts, names | {"group": group})
    if table.is_empty():
        return table["group"].extend_constant(None, 1), [table]
    parts = table.partition_by("group", maintain_order=True)
    heads = pl.concat([part["group"].head(1) for part in parts])
    order = heads.arg_sort(nulls_last=True)
    return heads.gather(order), [parts[at] for at in order]


def _stack(frames: list[pl.DataFrame], labels: pl.Series | None) -> pl.DataFrame:
    if labels is None:
        return frames[0]
    labelled = [
        frame.insert_column(1, labels[at : at + 1].new_from_index(0, len(frame)))
        for at, frame in enumerate(frames)
    ]
    return pl.concat(labelled).sort("customer", "group", nulls_last=True)


def _tell_lines(lines: list[LineRhythm], labels: pl.Series | None) -> pl.DataFrame:
    """``customers, with_gaps, gaps, typical_gap_days`` (median of the customers'), ``drifting``, …"""
    told = pl.DataFrame(
        [
            {
                "customers": len(line.frame),
                "with_gaps": line.with_gaps,
                "gaps": line.gaps,
                "typical_gap_days": line.frame["typical_gap_days"].median(),
                "drifting": line.frame["is_drifting"].sum(),
                "checked_on": line.checked_on,
            }
            for line in lines
        ],
        schema={
            "customers": pl.Int64,
            "with_gaps": pl.Int64,
            "gaps": pl.Int64,
            "typical_gap_days": pl.Float64,
            "drifting": pl.Int64,
            "checked_on": pl.Int64,
        },
    )
    return told if labels is None else told.insert_column(0, labels)


def _conclude(
    frame: pl.DataFrame,
    told: pl.DataFrame,
    days: list[CustomerDays],
    *,
    as_of: dt.date,
    confidence: float,
) -> Rhythm:
    with_rhythm, drifting = int(told["with_gaps"].sum()), int(told["drifting"].sum())
    by_chance = round((1 - confidence) * with_rhythm)
    firsts = [line.day.min() for line in days if len(line.day)]
    return Rhythm(
        frame=frame,
        lines=told,
        n=len(frame),
        period=(calendar_date(min(firsts)), as_of) if firsts else None,
        with_rhythm=with_rhythm,
        drifting=drifting,
        by_chance=by_chance,
        remarks=add_up([line.remarks for line in days]) + _remarks(len(frame), with_rhythm),
        explanation=_explain(with_rhythm, drifting, by_chance, confidence),
    )


def _remarks(customers: int, with_rhythm: int) -> tuple[Remark, ...]:
    found = []
    once = customers - with_rhythm
    if once:
        sentence = f"{once} customers came on one day only and have no rhythm of their own yet."
        found.append(Remark("customers_without_rhythm", sentence, {"customers": once}))
    if 0 < with_rhythm < ENOUGH_FOR_PRIOR:
        sentence = f"Only {with_rhythm} customers came back: the limits are rough."
        values = {"customers": with_rhythm, "needed": ENOUGH_FOR_PRIOR}
        found.append(Remark("few_rhythms", sentence, values))
    return tuple(found)


def _explain(with_rhythm: int, drifting: int, by_chance: int, confidence: float) -> str:
    if not with_rhythm:
        return "Nobody came on two days, so there is no rhythm to hold a silence against."
    return (
        f"Of {with_rhythm} customers who came at least twice, {drifting} have been silent for "
        f"longer than {confidence:.0%} of their gaps last. About {by_chance} would be by chance "
        "alone, if everybody kept coming as before."
    )
