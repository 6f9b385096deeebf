"""Groups that the customers themselves fall into, by how they buy."""

import math

import polars as pl

from nahbar.insight.groups import find_groups
from nahbar.steering.analysis.measuring import FEWEST, Found
from nahbar.steering.frames import Read
from nahbar.steering.line_frames import count_groups_of

MOST = 50_000  # customers looked at; of more, an even choice, which tells shares as well
SEED = 20_100


def describe_kinds(read: Read) -> Found:
    """Groups by frequency, silence, spending, time with us, breadth and returns, or that there are none.

    Each group: `share` of the buyers, `value_share`, `stability`, `medians` by feature and the
    `marks` that set it apart (`feature, direction`), the strongest first. `reason` is a code where
    no groups are shown.
    """
    buyers = read.worth.filter(pl.col("has_history") & (pl.col("purchases") > 0))
    step = max(math.ceil(buyers.height / MOST), 1)
    chosen = buyers.gather_every(step)
    found = find_groups(_features(chosen, read), id="customer", seed=SEED)
    told = {"buyers": buyers.height, "looked_at": chosen.height}
    if found.kinds == 1:
        return {**told, "reason": found.remarks[-1].code, "groups": []}
    values = found.frame.join(
        chosen.select(pl.col("customer").alias("id"), "value"), on="id", how="left"
    )
    whole = float(values["value"].clip(0).sum()) or 1.0
    marks = found.marks.partition_by("group", as_dict=True)
    groups = []
    for row in found.groups.filter(pl.col("size") >= FEWEST).iter_rows(named=True):
        own = values.filter(pl.col("group") == row["group"])["value"].clip(0).sum()
        mine = marks.get((row["group"],))
        groups.append(
            {
                "share": row["share"],
                "value_share": float(own) / whole,
                "stability": row["stability"],
                "medians": {name: row[name] for name in FEATURES if row.get(name) is not None},
                "marks": []
                if mine is None
                else [
                    [mark["feature"], mark["direction"]]
                    for mark in mine.sort("rank").iter_rows(named=True)
                ],
            }
        )
    return {**told, "reason": "", "groups": groups}


FEATURES = ("visits", "silence", "spend", "tenure", "breadth", "returned")


def _features(chosen: pl.DataFrame, read: Read) -> pl.DataFrame:
    """`customer` and `FEATURES`: days with a purchase, days of silence, money a visit, days since the
    first purchase, product groups bought from, share of the money that went back.
    """
    sums = (
        read.ours.join(chosen.select("customer"), on="customer", how="semi")
        .group_by("customer")
        .agg(
            pl.col("amount").clip(lower_bound=0).sum().alias("bought"),
            (-pl.col("amount").clip(upper_bound=0)).sum().alias("back"),
        )
    )
    breadth = count_groups_of(chosen["customer"].to_list()).rename({"span": "breadth"})
    until = pl.lit(read.as_of)
    return (
        chosen.join(sums, on="customer", how="left")
        .join(breadth, on="customer", how="left")
        .select(
            "customer",
            pl.col("purchases").cast(pl.Float64).alias("visits"),
            (until - pl.col("last_on")).dt.total_days().alias("silence"),
            (pl.col("turnover") / 1e6 / pl.col("purchases")).alias("spend"),
            (until - pl.col("first_on")).dt.total_days().alias("tenure"),
            pl.col("breadth").fill_null(0).cast(pl.Float64),
            (pl.col("back") / pl.col("bought"))
            .fill_nan(0)
            .fill_null(0)
            .clip(0, 1)
            .alias("returned"),
        )
    )
