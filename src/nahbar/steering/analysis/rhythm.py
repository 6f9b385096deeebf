"""Who has been silent for longer than is their way, and what they used to bring."""

from typing import Any

import polars as pl

from nahbar.steering.analysis.measuring import FEWEST, Found, money, share
from nahbar.steering.frames import Read

YEAR = 365.25
LOYAL = ("A", "B")


def describe_rhythm(read: Read, totals: dict[str, Any]) -> Found:
    """Customers beyond the limit of their own rhythm, as the value run found them.

    `yearly` is the margin that those who drift used to bring in a year, `best` counts those of classes A and B
    with theirs, `once` who bought on one day only, `again` who did on more.
    """
    told = totals.get("rhythm") or {}
    drifting = read.worth.filter(pl.col("is_drifting").fill_null(value=False))
    best = drifting.filter(pl.col("value_class").is_in(LOYAL))
    buyers = read.worth.filter(pl.col("purchases") > 0)
    is_enough = drifting.height >= FEWEST
    return {
        "with_rhythm": told.get("with_rhythm", 0),
        "typical_days": told.get("typical_days"),
        "drifting": drifting.height if is_enough else None,
        "is_none": drifting.height == 0,
        "by_chance": told.get("by_chance", 0),
        "yearly": _yearly(drifting) if is_enough else None,
        "best": {"customers": best.height, "yearly": _yearly(best)}
        if best.height >= FEWEST
        else None,
        "buyers": buyers.height,
        "once": share(buyers.filter(pl.col("purchases") == 1).height, buyers.height),
        "again": share(buyers.filter(pl.col("purchases") > 1).height, buyers.height),
    }


def _yearly(customers: pl.DataFrame) -> float:
    """The margin they used to bring in a year: that of a usual purchase, as often as they bought.

    Who came for less than a year counts with the purchases they made: of a longer time nothing is
    known. Things kept for years are no part of a usual purchase.
    """
    years = (pl.col("last_on") - pl.col("first_on")).dt.total_days() / YEAR
    usual = pl.coalesce("purchase_margin", pl.col("margin_so_far") / pl.col("purchases"))
    return money(customers.select((usual * pl.col("purchases") / years.clip(1)).sum()).item())
