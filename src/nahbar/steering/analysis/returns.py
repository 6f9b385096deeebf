"""What came back or was called off: how much of the orders and the money, and of which products."""

import math

import polars as pl

from nahbar.steering.analysis.measuring import FEWEST, SURENESS, Found, counted, money, share
from nahbar.steering.frames import Read

BACK = ("return", "cancellation")
ENOUGH_LINES = 30
SHOWN = 8


def describe_returns(read: Read, lines: pl.DataFrame, returners: pl.DataFrame) -> Found | None:
    """Shares of documents and of money, by quarter, and product groups of which more comes back.

    `lines` and `returners` as `nahbar.steering.line_frames` reads them. The money's range is that of a
    ratio over customers, orders of nobody each for themselves.
    """
    ordered = read.orders.filter(pl.col("kind") == "order").height
    back = read.orders.filter(pl.col("kind").is_in(BACK)).height
    if not ordered + back:
        return None
    return {
        "orders": ordered,
        "documents": counted(back / (ordered + back), ordered + back),
        "by_kind": [
            [kind, count]
            for kind, count in read.orders.group_by("kind")
            .len()
            .sort("len", "kind", descending=[True, False])
            .iter_rows()
        ],
        "money": _money(read.ours),
        "quarters": _quarters(read.ours),
        "groups": _groups(lines, returners),
    }


def _parts() -> list[pl.Expr]:
    amount = pl.col("amount")
    return [
        amount.filter(amount > 0).sum().alias("bought"),
        (-amount.filter(amount < 0).sum()).alias("back"),
    ]


def _money(orders: pl.DataFrame) -> Found | None:
    """The share of what was bought that went back, with the range of a ratio of means (Cochran).

    `count` is of orders; those of nobody cannot be told apart, and so are customers of their own.
    """
    whose = pl.coalesce(pl.col("customer"), -pl.col("order").cast(pl.Int64) - 1)
    each = orders.group_by(whose.alias("who")).agg(_parts())
    bought, back = float(each["bought"].sum()), float(each["back"].sum())
    if each.height < FEWEST or bought <= 0:
        return None
    ratio = back / bought
    apart = each.select(((pl.col("back") - ratio * pl.col("bought")) ** 2).sum()).item()
    reach = SURENESS * math.sqrt(apart * each.height / (each.height - 1)) / bought
    return {
        "value": min(ratio, 1.0),
        "low": min(max(ratio - reach, 0.0), 1.0),
        "high": min(ratio + reach, 1.0),
        "count": orders.height,
        "amount": money(back),
        "is_more_than_all": ratio > 1,
    }


def _quarters(orders: pl.DataFrame) -> list[list[object]]:
    """First day and share of each full quarter in which at least `ENOUGH_LINES` orders were placed, in order."""
    by_quarter = (
        orders.group_by(pl.col("day").dt.truncate("1q").alias("quarter"))
        .agg(*_parts(), pl.len().alias("orders"))
        .filter((pl.col("bought") > 0) & (pl.col("orders") >= ENOUGH_LINES))
        .sort("quarter")
    )
    share_of = (pl.col("back") / pl.col("bought")).clip(0, 1).round(6)
    return [
        [start.isoformat(), part]
        for start, part in by_quarter.select("quarter", share_of.alias("share")).iter_rows()
    ][:-1]


def _groups(lines: pl.DataFrame, returners: pl.DataFrame) -> list[Found]:
    """Product groups whose share of returned lines lies surely above that of all, the worst first."""
    kind, count = pl.col("kind"), pl.col("lines")
    amount = pl.col("amount").filter(kind.is_in(BACK)).sum()
    sums = (
        lines.filter(pl.col("group") != "")
        .group_by("group")
        .agg(
            count.filter(kind == "order").sum().alias("sold"),
            count.filter(kind.is_in(BACK)).sum().alias("back"),
            (-amount).alias("amount"),
        )
        .join(returners, on="group", how="left")
    )
    total = int(sums["back"].sum()) / max(int((sums["back"] + sums["sold"]).sum()), 1)
    found = []
    for row in sums.iter_rows(named=True):
        whole = row["sold"] + row["back"]
        part = share(row["back"], whole)
        if whole < ENOUGH_LINES or (row["customers"] or 0) < FEWEST or part is None:
            continue
        if part["low"] > total:
            told = {"customers": row["customers"], "amount": money(row["amount"]), "of_all": total}
            found.append({"name": row["group"], "share": part, **told})
    return sorted(found, key=lambda one: -one["share"]["value"])[:SHOWN]
