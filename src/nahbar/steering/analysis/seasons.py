"""Which months and weekdays are strong."""

import polars as pl

from nahbar.insight.seasons import month_index
from nahbar.steering.analysis.measuring import Found
from nahbar.steering.frames import Read


def describe_seasons(read: Read) -> Found | None:
    """Each month and weekday against the average one (1); all orders count, anonymous ones too.

    `best` and `worst` are months that surely stand out: their ranges do not reach the average.
    """
    amounts = read.ours.select("day", (pl.col("amount") / 1e6).alias("amount"))
    if amounts.is_empty():
        return None
    found = month_index(amounts, occurred_on="day", amount="amount", as_of=read.as_of)
    months, weekdays = found.months.to_dicts(), found.weekdays.to_dicts()
    return {
        "months": months if found.years else [],
        "weekdays": weekdays if found.weeks and weekdays[0]["index"] is not None else [],
        "years": found.years,
        "weeks": found.weeks,
        "orders": found.n,
        "best": _sure(months, found.best, above=True),
        "worst": _sure(months, found.worst, above=False),
        "remarks": [remark.code for remark in found.remarks],
    }


def _sure(months: list[Found], number: int | None, *, above: bool) -> int | None:
    if number is None:
        return None
    month = months[number - 1]
    end = month["low"] if above else month["high"]
    is_sure = end is not None and (end > 1 if above else end < 1)
    return number if is_sure else None
