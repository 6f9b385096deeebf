"""Who the customers are: kinds, where they live, how long they have been coming, how they came."""

import polars as pl

from nahbar.steering.analysis.measuring import FEWEST, Found, fold_small, money
from nahbar.steering.frames import Read
from nahbar.steering.knowledge_frames import Recorded

YEARS = (1, 2, 3, 5, 10)  # borders between how long somebody has been coming
PLACES = 8


def describe_people(read: Read, recorded: Recorded) -> Found:
    """Counts of customers by kind, stage, place, time with us and how they found us."""
    buyers = read.worth.filter("has_history")
    return {
        "customers": read.people.height,
        "buyers": buyers.height,
        "kinds": _counts(read.people, "kind"),
        "stages": _counts(read.people, "stage"),
        "cities": _places(recorded.cities, PLACES),
        "regions": _places(recorded.regions, 12),
        "countries": _places(recorded.countries, PLACES),
        "with_place": recorded.known["address"],
        "tenure": _tenure(buyers, read),
        "found": _found(read),
    }


def _counts(people: pl.DataFrame, column: str) -> list[list[object]]:
    counts = people.group_by(column).len().sort("len", column, descending=[True, False])
    return [list(one) for one in fold_small(list(counts.iter_rows()))]


def _places(counted: pl.DataFrame, most: int) -> list[list[object]]:
    """`place, country, customers`; nobody is told of in a place of fewer than five."""
    shown = counted.filter(pl.col("customers") >= FEWEST).head(most)
    return [list(row) for row in shown.iter_rows()]


def _tenure(buyers: pl.DataFrame, read: Read) -> Found | None:
    """How many have been coming for how many years, the borders being `YEARS`."""
    days = (pl.lit(read.as_of) - pl.col("first_on")).dt.total_days()
    years = buyers.select((days / 365.25).alias("years"))["years"].drop_nulls()
    if years.len() < FEWEST:
        return None
    edges = [0, *YEARS]
    counts = [
        int(((years >= low) & (years < high)).sum())
        for low, high in zip(edges, [*YEARS, float("inf")], strict=True)
    ]
    while counts and counts[-1] == 0:
        counts.pop()
    is_safe = all(count == 0 or count >= FEWEST for count in counts)
    return {
        "median": round(float(years.median() or 0), 1),  # type: ignore[arg-type]  # of floats
        "edges": edges[: len(counts)],
        "counts": counts if is_safe else None,
        "count": years.len(),
    }


def _found(read: Read) -> Found:
    """How people found us: how many, how many of them bought, the value of the one in the middle."""
    said = read.people.filter(pl.col("found_us") != "").join(read.worth, on="customer", how="left")
    groups = (
        said.group_by("found_us")
        .agg(
            pl.len().alias("customers"),
            pl.col("has_history").sum().alias("buyers"),
            pl.col("value").filter("has_history").median().alias("value"),
        )
        .filter(pl.col("customers") >= FEWEST)
        .sort("customers", "found_us", descending=[True, False])
        .head(PLACES)
    )
    return {
        "known": said.height,
        "ways": [
            {
                "name": row["found_us"],
                "customers": row["customers"],
                "buyers": row["buyers"] if row["buyers"] >= FEWEST else None,
                "value": money(row["value"]) if row["buyers"] >= FEWEST else None,
            }
            for row in groups.iter_rows(named=True)
        ],
    }
