"""Purchase histories as the models read them: checked, and compressed to the distinct ones."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats, Ints
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream, read_columns

COLUMNS = ("frequency", "recency", "age")


@dataclass(frozen=True)
class Histories:
    """``frequency`` repeat purchases, the last at ``recency``, seen until ``age``; each ``weight`` times."""

    frequency: Floats
    recency: Floats
    age: Floats
    weight: Floats

    @property
    def n(self) -> int:
        """Customers."""
        return int(self.weight.sum())


def read_histories(summary: ArrowStream) -> pl.DataFrame:
    """``frequency, recency, age`` of a summary, one row per customer, in its order.

    Raises :class:`InsightError`: ``column_missing``, ``value_missing`` (null),
    ``history_not_finite`` (NaN, infinite), ``history_impossible`` (negative, a part of a purchase,
    a last purchase after the end, repeat purchases at time 0 or none at a later time).
    """
    frame = read_columns(summary, {name: name for name in COLUMNS})
    frame = require_numbers(frame).rechunk()
    frequency, recency, age = (pl.col(name) for name in COLUMNS)
    possible = (
        (frequency >= 0)
        & (frequency == frequency.floor())
        & (recency <= age)
        & ((recency > 0) == (frequency > 0))
        & (recency >= 0)
    )
    impossible = len(frame) - int(frame.select(possible.sum()).item())
    if impossible:
        raise InsightError(
            "history_impossible",
            f"{impossible} customers have a history that cannot be: 0 ≤ recency ≤ age is needed, "
            "whole frequencies, and recency 0 exactly where there is no repeat purchase.",
            {"customers": impossible},
        )
    return frame


def require_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column as floats; refuses text, nulls, NaN and infinities."""
    for name, dtype in frame.schema.items():
        if frame[name].null_count():
            rows = frame[name].null_count()
            raise InsightError("value_missing", f"{rows} rows have no {name}.", {"rows": rows})
        if not dtype.is_numeric() and len(frame):
            raise InsightError(
                "not_a_number", f"The column {name} holds {dtype}, not numbers.", {"column": name}
            )
    frame = frame.select(pl.all().cast(pl.Float64))
    infinite = len(frame) - int(frame.select(pl.all_horizontal(pl.all().is_finite()).sum()).item())
    if infinite:
        raise InsightError(
            "history_not_finite",
            f"{infinite} rows hold a figure that is not a finite number.",
            {"rows": infinite},
        )
    return frame


def compress(frame: pl.DataFrame) -> Histories:
    """The distinct histories with their counts, in a defined order.

    A million customers of a shop share some hundred thousand histories; everything the models
    need is computed once per distinct one.
    """
    packed = _pack(*(frame[name].to_numpy() for name in COLUMNS)) if len(frame) else None
    if packed is not None:
        return packed
    distinct = frame.group_by(COLUMNS).agg(pl.len().alias("weight")).sort(COLUMNS)
    return Histories(*(distinct[name].cast(pl.Float64).to_numpy() for name in distinct.columns))


def _pack(frequency: Floats, recency: Floats, age: Floats) -> Histories | None:
    """Compress times of whole days (of days or of weeks) by sorting one 64-bit key; else None."""
    for days_per_unit in (1, 7):
        last, end = recency * days_per_unit, age * days_per_unit
        bits, count_bits = int(end.max()).bit_length() + 1, int(frequency.max()).bit_length()
        if 2 * bits + count_bits > 63:
            return None
        whole_last, whole_end = np.rint(last), np.rint(end)
        if max(np.abs(last - whole_last).max(), np.abs(end - whole_end).max()) > 1e-6:
            continue
        key = frequency.astype(np.int64) << bits
        key |= whole_last.astype(np.int64)
        key <<= bits
        key |= whole_end.astype(np.int64)
        key.sort()
        first = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
        weight = np.diff(np.append(first, len(key))).astype(float)
        key, low = key[first], (1 << bits) - 1
        times = ((key >> bits) & low) / days_per_unit, (key & low) / days_per_unit
        return Histories((key >> 2 * bits).astype(float), *times, weight)
    return None


def find_distinct(*columns: Floats) -> tuple[list[Floats], Ints]:
    """The distinct rows of some columns, and for every row the number of its distinct one."""
    frame = pl.DataFrame({str(at): column for at, column in enumerate(columns)})
    distinct = frame.unique().sort(frame.columns).with_row_index("number")
    number = frame.join(distinct, on=frame.columns, how="left", maintain_order="left")["number"]
    return [distinct[name].to_numpy() for name in frame.columns], number.cast(pl.Int64).to_numpy()
