"""What groups are like: sizes, medians, and what sets each apart."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats, Ints

FEWEST = 5  # people; of fewer no figure is shown
MARKS = 4
WORTH_SAYING = 0.4  # standardised difference; below, a group is much like the others


def describe_groups(
    table: pl.DataFrame,
    group: Ints,
    *,
    features: Sequence[str],
    compared: Floats | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Portraits of groups numbered from 1, and their marks.

    ``table`` has the ``features`` in their own units (no nulls), ``compared`` the same, a column
    each, on scales to compare them by (default: as they are). Returns per group ``group, size,
    share`` and the median of each feature; and ``group, rank, feature, direction`` (``high`` or
    ``low``), ``difference, median, median_of_all``: the up to 4 features in which a group differs
    most from everybody else, by the difference of means over the standard deviation within (Cohen's
    d). Groups of fewer than 5 have their size and nothing else.
    """
    numbered = table.select(features).with_columns(pl.Series("group", group))
    medians = numbered.group_by("group").agg(pl.len().alias("size"), pl.median(*features))
    medians = medians.sort("group").with_columns((pl.col("size") / len(table)).alias("share"))
    shown = pl.col("size") >= FEWEST
    portraits = medians.select(
        "group", "size", "share", *(pl.when(shown).then(name).alias(name) for name in features)
    )
    scaled = table.select(features).to_numpy().astype(float) if compared is None else compared
    numbers = portraits["group"].to_numpy()
    difference = _differences(scaled, np.searchsorted(numbers, group), len(numbers))
    rows = []
    overall = table.select(pl.median(*features)).row(0, named=True)
    for at, row in enumerate(portraits.iter_rows(named=True)):
        order = np.argsort(-np.abs(difference[at]), kind="stable")[:MARKS]
        told = [place for place in order if abs(difference[at, place]) >= WORTH_SAYING]
        rows += [
            {
                "group": row["group"],
                "rank": rank,
                "feature": features[place],
                "direction": "high" if difference[at, place] > 0 else "low",
                "difference": float(difference[at, place]),
                "median": row[features[place]],
                "median_of_all": overall[features[place]],
            }
            for rank, place in enumerate(told if row["size"] >= FEWEST else [], start=1)
        ]
    return portraits, pl.DataFrame(rows, schema=_MARKS_SCHEMA)


_MARKS_SCHEMA = {
    "group": pl.Int64,
    "rank": pl.Int64,
    "feature": pl.String,
    "direction": pl.String,
    "difference": pl.Float64,
    "median": pl.Float64,
    "median_of_all": pl.Float64,
}


def _differences(scaled: Floats, number: Ints, kinds: int) -> Floats:
    """Means of each group less those of all others, in standard deviations within groups."""
    n = len(scaled)
    size = np.bincount(number, minlength=kinds)[:, None]
    sums, squares = (
        np.stack([np.bincount(number, weights=axis, minlength=kinds) for axis in values.T], axis=1)
        for values in (scaled, scaled**2)
    )
    own = sums / np.maximum(size, 1)
    others = (sums.sum(axis=0) - sums) / np.maximum(n - size, 1)
    within = (squares - size * own**2).sum(axis=0) / max(n - kinds, 1)
    deviation = np.sqrt(np.maximum(within, 1e-6))
    difference: Floats = np.where(size < n, (own - others) / deviation, 0.0)
    return difference
