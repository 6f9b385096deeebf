"""Who was there on which day: once per customer and day, with what was left out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Flags, Ints
from nahbar.insight.clv.netting import net_returns
from nahbar.insight.clv.purchase_days import (
    EPOCH,
    OrderLines,
    epoch_day,
    gather_days,
    read_lines,
)
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.frames import ArrowStream, read_columns

OLDEST_DAYS = 60 * 365  # no firm's records reach further back; what does is a clock's error


@dataclass(frozen=True)
class CustomerDays:
    """One entry per customer and day, sorted by both; ``customer`` indexes ``names`` from 0."""

    names: pl.Series
    customer: Ints
    day: Ints
    remarks: tuple[Remark, ...]

    @property
    def n(self) -> int:
        """Customers."""
        return len(self.names)

    @property
    def first(self) -> Ints:
        """Where each customer's entries begin."""
        return np.flatnonzero(np.diff(self.customer, prepend=-1))


def read_customer_days(
    frame: ArrowStream, *, customer: str, occurred_on: str, as_of: dt.date, amount: str | None
) -> CustomerDays:
    """Days from 60 years before ``as_of`` up to it; with ``amount``, those left by netting returns.

    Raises what :func:`nahbar.insight.clv.purchase_days.read_lines` does.
    """
    table = read_columns(
        frame,
        {"customer": customer, "day": occurred_on} | ({"amount": amount} if amount else {}),
    )
    if not amount:
        table = table.with_columns(pl.lit(0.0).alias("amount"))
    lines = read_lines(table, customer="customer", occurred_on="day", amount="amount", as_of=as_of)
    del table
    lines, ancient = drop_ancient(lines, as_of)
    remarks = describe_left_out(lines, ancient)
    if amount:
        seen = gather_days(lines)
        visits = net_returns(seen).visits
        code, day = visits.customer, visits.day
        returned = count_runs(seen.customer) - count_runs(code)
        if returned:
            sentence = f"{returned} customers have returned all they bought."
            remarks += (Remark("customers_without_purchase", sentence, {"customers": returned}),)
    else:
        code, day = _distinct_days(lines.code, lines.day)
    is_first = np.diff(code, prepend=-1) != 0
    return CustomerDays(
        names=lines.name(code[is_first]), customer=np.cumsum(is_first) - 1, day=day, remarks=remarks
    )


def drop_ancient(lines: OrderLines, as_of: dt.date) -> tuple[OrderLines, int]:
    """Lines without those of impossibly early days, and how many those were."""
    kept: Flags = lines.day >= epoch_day(as_of) - OLDEST_DAYS
    ancient = len(kept) - int(kept.sum())
    if not ancient:
        return lines, 0
    left = OrderLines(
        code=lines.code[kept],
        day=lines.day[kept],
        amount=lines.amount[kept],
        names=lines.names,
        dtype=lines.dtype,
        without_customer=lines.without_customer,
        later=lines.later,
    )
    return left, ancient


def describe_left_out(lines: OrderLines, ancient: int) -> tuple[Remark, ...]:
    """The remarks on rows that could not count."""
    counts = {
        "rows_without_customer": (lines.without_customer, "name no customer"),
        "rows_later": (lines.later, "are dated after the day of the analysis and were left out"),
        "rows_too_early": (ancient, "are dated more than 60 years back and were left out"),
    }
    return tuple(
        Remark(code, f"{rows} rows {what}.", {"rows": rows})
        for code, (rows, what) in counts.items()
        if rows
    )


def add_up(parts: Sequence[tuple[Remark, ...]]) -> tuple[Remark, ...]:
    """The remarks of parts of one table as those of the whole."""
    if len(parts) == 1:
        return parts[0]
    rows: dict[str, int] = {}
    sentences = {}
    for remark in chain.from_iterable(parts):
        ((name, count),) = remark.values.items()
        rows[remark.code] = rows.get(remark.code, 0) + int(count)
        sentences[remark.code] = remark.sentence.split(" ", 1)[1], name
    return tuple(
        Remark(code, f"{count} {sentences[code][0]}", {sentences[code][1]: count})
        for code, count in rows.items()
    )


def calendar_date(day: int) -> dt.date:
    """The date of days since 1970-01-01."""
    return EPOCH + dt.timedelta(days=int(day))


def count_runs(code: Ints) -> int:
    """How many customers stand in a sorted column."""
    return int(np.count_nonzero(np.diff(code, prepend=-1)))


def _distinct_days(code: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Customer and day share one 64-bit key, so that sorting moves eight bytes a row.

    Sixty years are 15 bits, and customers are numbered in 32 at most.
    """
    if not len(code):
        return code, day
    earliest = int(day.min())
    bits = (int(day.max()) - earliest).bit_length()
    key = code << bits
    key |= day - earliest
    key.sort()
    key = key[np.append(True, key[1:] != key[:-1])]
    return key >> bits, (key & ((1 << bits) - 1)) + earliest
