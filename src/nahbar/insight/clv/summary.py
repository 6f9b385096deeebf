"""Purchase summaries: what the models of this package read."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Ints
from nahbar.insight.clv.netting import PurchaseDays, net_returns
from nahbar.insight.clv.purchase_days import OrderLines, epoch_day, gather_days, read_lines
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream

DAYS_PER_UNIT = {"day": 1.0, "week": 7.0}


@dataclass(frozen=True)
class PurchaseSummary:
    """A summary with what was left out of it.

    ``frame`` is what :func:`summarize_purchases` returns; ``warnings`` tell of rows without a
    customer, of customers without any purchase left, and of refunds beyond all purchases.
    """

    frame: pl.DataFrame
    warnings: tuple[Remark, ...]


def summarize_purchases(
    orders: ArrowStream,
    *,
    customer: str,
    occurred_on: str,
    amount: str,
    as_of: dt.date,
    unit: Literal["day", "week"] = "day",
    calibration_end: dt.date | None = None,
) -> pl.DataFrame:
    """Frequency, recency, age and mean value per customer (Fader, Hardie & Lee 2005).

    One row of ``orders`` is one order line: ``customer`` of any type, ``occurred_on`` a date or
    datetime (with a zone: the zone's own day), ``amount`` in one currency (float, integer or
    Decimal; negative for returns and cancellations). ``as_of`` is inclusive, later rows are
    ignored, and so are rows without a customer.

    Returns, sorted by customer: ``customer``; ``frequency``, the days with a purchase after the
    first; ``recency``, the time from the first purchase to the last; ``age``, the time from the
    first purchase to ``as_of``, both in ``unit`` (weeks may be fractions); ``monetary``, the mean
    net amount of the repeat purchase days, 0 without any.

    Netting: amounts are summed per customer and day. A positive day is a visit; so is a day of
    free goods (amount 0), unless it holds a negative row. The money of a negative day is taken
    back from the customer's latest earlier purchases, last in, first out; a purchase taken back
    whole is no visit; what exceeds all earlier purchases is dropped. A customer without any visit
    left is not in the summary. :func:`account_for_purchases` counts all of these.

    With ``calibration_end`` these columns describe the purchases up to that day as they stood
    then (inclusive; customers who came later are left out), and three more describe what followed
    until ``as_of``: ``frequency_holdout`` and ``monetary_holdout`` (days with a purchase after
    ``calibration_end``, their mean net amount, returns until ``as_of`` netted) and
    ``duration_holdout``, in ``unit``.

    Raises :class:`InsightError`: ``column_missing``, ``not_a_date``, ``not_an_amount``,
    ``date_missing``, ``amount_missing``, ``amount_not_finite``, ``unknown_unit``,
    ``calibration_after_end``.
    """
    return account_for_purchases(
        orders,
        customer=customer,
        occurred_on=occurred_on,
        amount=amount,
        as_of=as_of,
        unit=unit,
        calibration_end=calibration_end,
    ).frame


def account_for_purchases(
    orders: ArrowStream,
    *,
    customer: str,
    occurred_on: str,
    amount: str,
    as_of: dt.date,
    unit: Literal["day", "week"] = "day",
    calibration_end: dt.date | None = None,
) -> PurchaseSummary:
    """:func:`summarize_purchases`, with what was left out and why."""
    if unit not in DAYS_PER_UNIT:
        raise InsightError("unknown_unit", f"The unit is day or week, not {unit}.")
    end = epoch_day(as_of)
    fitted_until = end if calibration_end is None else epoch_day(calibration_end)
    if fitted_until > end:
        raise InsightError("calibration_after_end", "The calibration ends after the data do.")
    lines = read_lines(
        orders, customer=customer, occurred_on=occurred_on, amount=amount, as_of=as_of
    )
    days = gather_days(lines)
    seen = days if fitted_until == end else days.only(days.day <= fitted_until)
    netted = net_returns(seen)
    codes, frame = _summarize(netted.visits, fitted_until, DAYS_PER_UNIT[unit])
    if calibration_end is not None:
        after = net_returns(days).visits
        after = after.only(after.day > fitted_until)
        frame = frame.with_columns(_holdout(codes, after))
        length = (end - fitted_until) / DAYS_PER_UNIT[unit]
        frame = frame.with_columns(duration_holdout=pl.lit(length))
    remarks = _remarks(lines, seen, len(codes), netted.unmatched_amount, netted.unmatched_customers)
    return PurchaseSummary(frame.insert_column(0, lines.name(codes)), remarks)


def _summarize(visits: PurchaseDays, end: int, days_per_unit: float) -> tuple[Ints, pl.DataFrame]:
    """One row per customer with a visit: their codes and the four figures."""
    who = visits.customer
    first = np.flatnonzero(np.append(True, who[1:] != who[:-1])) if len(who) else who
    last = np.append(first[1:], len(who)) - 1 if len(who) else who
    frequency = last - first
    began = visits.day[first]
    # leaving the first day out before summing, not after, keeps the sum of free days exactly 0
    repeat_amount = visits.amount.copy()
    repeat_amount[first] = 0.0
    repeated = np.add.reduceat(repeat_amount, first) if len(who) else repeat_amount
    frame = pl.DataFrame(
        {
            "frequency": frequency,
            "recency": (visits.day[last] - began) / days_per_unit,
            "age": (end - began) / days_per_unit,
            "monetary": repeated / np.maximum(frequency, 1),
        }
    )
    return who[first], frame


def _holdout(codes: Ints, after: PurchaseDays) -> list[pl.Series]:
    size = int(max(codes.max(initial=-1), after.customer.max(initial=-1))) + 1
    count = np.bincount(after.customer, minlength=size)[codes]
    total = np.bincount(after.customer, weights=after.amount, minlength=size)[codes]
    return [
        pl.Series("frequency_holdout", count),
        pl.Series("monetary_holdout", total / np.maximum(count, 1)),
    ]


def _remarks(
    lines: OrderLines, seen: PurchaseDays, kept: int, unmatched: float, customers: int
) -> tuple[Remark, ...]:
    found = []
    if lines.without_customer:
        rows = lines.without_customer
        found.append(
            Remark("rows_without_customer", f"{rows} rows name no customer.", {"rows": rows})
        )
    who = seen.customer
    bought_nothing = int((who[1:] != who[:-1]).sum()) + (len(who) > 0) - kept
    if bought_nothing:
        sentence = f"{bought_nothing} customers have returned all they bought."
        found.append(Remark("customers_without_purchase", sentence, {"customers": bought_nothing}))
    if customers:
        sentence = f"{unmatched:.2f} given back to {customers} customers exceeds all they had bought before."
        values = {"amount": unmatched, "customers": customers}
        found.append(Remark("refunds_without_purchase", sentence, values))
    return tuple(found)
