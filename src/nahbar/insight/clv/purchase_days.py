"""From order lines to one entry per customer and day: one sort of packed 64-bit keys."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats, Ints
from nahbar.insight.clv.netting import PurchaseDays
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream, read_columns

EPOCH = dt.date(1970, 1, 1)
KEY_BITS = 63


@dataclass(frozen=True)
class OrderLines:
    """Lines that count: known customer, up to ``as_of``. ``code`` indexes ``names`` in its order."""

    code: Ints
    day: Ints
    amount: Floats
    names: pl.Series | range
    dtype: pl.DataType
    without_customer: int
    later: int

    def name(self, codes: Ints) -> pl.Series:
        """The customers behind codes, in the type they came in."""
        if isinstance(self.names, range):
            return pl.Series("customer", codes + self.names.start).cast(self.dtype)
        return self.names.gather(pl.Series(codes)).alias("customer")


def epoch_day(date: dt.date) -> int:
    """Days since 1970-01-01; the hour of a datetime does not matter."""
    return dt.date(date.year, date.month, date.day).toordinal() - EPOCH.toordinal()


def read_lines(
    orders: ArrowStream, *, customer: str, occurred_on: str, amount: str, as_of: dt.date
) -> OrderLines:
    """Read, check and number the lines; rows without customer or after ``as_of`` are counted."""
    names = {"customer": customer, "day": occurred_on, "amount": amount}
    table = read_columns(orders, names)
    table = table.with_columns(_day(table["day"]), _amount(table["amount"]))
    read = len(table)
    if table["customer"].null_count():
        table = table.filter(pl.col("customer").is_not_null())
    known = len(table)
    _refuse_unreadable(table)
    if known and table["day"].max() > epoch_day(as_of):  # type: ignore[operator]  # an int column
        table = table.filter(pl.col("day") <= epoch_day(as_of))
    table = table.rechunk()
    codes, names_in_order = _number(table["customer"])
    return OrderLines(
        code=codes,
        day=table["day"].to_numpy(),
        amount=table["amount"].to_numpy(),
        names=names_in_order,
        dtype=table["customer"].dtype,
        without_customer=read - known,
        later=known - len(table),
    )


def gather_days(lines: OrderLines) -> PurchaseDays:
    """Sum the amounts of each customer and day.

    Customer, day and row number share one 64-bit key, so that sorting moves eight bytes a line;
    where they do not fit, an index sort does the same more slowly.
    """
    if not len(lines.code):
        none = np.empty(0, dtype=np.int64)
        return PurchaseDays(none, none, np.empty(0), np.empty(0, dtype=bool))
    first_day = int(lines.day.min())
    day_bits = (int(lines.day.max()) - first_day).bit_length()
    row_bits = (len(lines.code) - 1).bit_length()
    code_bits = int(lines.code.max()).bit_length()
    if code_bits + day_bits + row_bits <= KEY_BITS:
        key, amount = _sort_packed(lines, first_day, day_bits, row_bits)
    else:
        key = (lines.code << day_bits) | (lines.day - first_day)
        order = np.argsort(key, kind="stable")
        key, amount = key[order], lines.amount[order]
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    has_return = np.zeros(len(starts), dtype=bool)
    negative = np.flatnonzero(amount < 0)
    if len(negative):
        has_return[np.searchsorted(starts, negative, side="right") - 1] = True
    key = key[starts]
    return PurchaseDays(
        customer=key >> day_bits,
        day=(key & ((1 << day_bits) - 1)) + first_day,
        amount=np.add.reduceat(amount, starts),
        has_return=has_return,
    )


def _sort_packed(
    lines: OrderLines, first_day: int, day_bits: int, row_bits: int
) -> tuple[Ints, Floats]:
    key = lines.code << day_bits
    key |= lines.day - first_day
    key <<= row_bits
    key |= np.arange(len(key))
    key.sort()
    amount = lines.amount[key & ((1 << row_bits) - 1)]
    key >>= row_bits
    return key, amount


def _number(customer: pl.Series) -> tuple[Ints, pl.Series | range]:
    """Numbers from 0 in the customers' own order, and what they stand for."""
    if customer.dtype.is_integer() and len(customer):
        low, high = int(customer.min()), int(customer.max())  # type: ignore[arg-type]  # integers
        if high - low < 1 << 31 and high < 1 << 63:
            return customer.cast(pl.Int64).to_numpy() - low, range(low, high + 1)
    names = customer.unique().sort()
    if customer.dtype == pl.String and len(names):
        codes = customer.cast(pl.Enum(names)).to_physical()
    else:
        codes = names.search_sorted(customer)
    return codes.cast(pl.Int64).to_numpy(), names


def _day(days: pl.Series) -> pl.Series:
    if isinstance(days.dtype, pl.Datetime):
        days = days.dt.date()
    if days.dtype != pl.Date and days.null_count() < len(days):
        raise InsightError(
            "not_a_date",
            f"The column of dates holds {days.dtype}, not dates.",
            {"type": str(days.dtype)},
        )
    return days.to_physical().cast(pl.Int64).alias("day")


def _amount(amounts: pl.Series) -> pl.Series:
    if not amounts.dtype.is_numeric() and amounts.null_count() < len(amounts):
        raise InsightError(
            "not_an_amount",
            f"The column of amounts holds {amounts.dtype}, not numbers.",
            {"type": str(amounts.dtype)},
        )
    return amounts.cast(pl.Float64).alias("amount")


def _refuse_unreadable(table: pl.DataFrame) -> None:
    for column, code in (("day", "date_missing"), ("amount", "amount_missing")):
        missing = table[column].null_count()
        if missing:
            raise InsightError(code, f"{missing} rows have no {column}.", {"rows": missing})
    infinite = len(table) - int(table["amount"].is_finite().sum())
    if infinite:
        raise InsightError(
            "amount_not_finite",
            f"{infinite} rows have an amount that is not a finite number.",
            {"rows": infinite},
        )
