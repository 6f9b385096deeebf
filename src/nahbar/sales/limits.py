"""Orders too large to be true, found before anything of them is stored."""

import polars as pl

from nahbar.core.bulk import read_matching
from nahbar.core.models import Source
from nahbar.sales.identity import order_keys

LARGEST = 1e17  # millionths: a hundred billion, as for single amounts
NOTEWORTHY = 1e15  # below, orders are not looked up: it takes thousands of chunks to matter


def beyond_belief(lines: pl.DataFrame, *, source: Source) -> pl.Series:
    """The `row`s of orders whose lines, with those stored before, come to more than `LARGEST`.

    Added up without their signs, so that no sum on the way leaves its eight bytes. Columns: `row,
    order_number, customer_key, ordered_at, amount, cost` (millionths).
    """
    sizes = [pl.col(name).fill_null(0).cast(pl.Float64).abs() for name in ("amount", "cost")]
    weighed = lines.with_columns(pl.max_horizontal(sizes).alias("weight"))
    if weighed["weight"].sum() <= NOTEWORTHY:
        return lines["row"].clear()
    # The same grouping as when orders are stored; here before the customers are made.
    unnumbered = pl.col("order_number").is_null()
    unowned = unnumbered & pl.col("customer_key").is_null()
    orders = [
        pl.col("order_number"),
        pl.when(unnumbered).then("customer_key").alias("whose"),
        pl.when(unnumbered).then("ordered_at").alias("when"),
        pl.when(unowned).then("row").alias("which"),
    ]
    summed = weighed.group_by(orders).agg(pl.col("row"), pl.col("weight").sum())
    large = summed.filter(pl.col("weight") > NOTEWORTHY)
    known = large.with_columns(order_keys(large, source).alias("key")).join(
        _stored(large, source), on="key", how="left"
    )
    whole = pl.col("weight") + pl.col("stored").fill_null(0).cast(pl.Float64).abs()
    return known.filter(whole > LARGEST).explode("row")["row"]


def _stored(orders: pl.DataFrame, source: Source) -> pl.DataFrame:
    numbered = orders.filter(pl.col("order_number").is_not_null())
    return read_matching(
        f"SELECT key, amount FROM sales_order WHERE source_id = {source.pk:d} AND key IN {{keys}}",
        order_keys(numbered, source),
        schema={"key": pl.Int64, "stored": pl.Int64},
    )
