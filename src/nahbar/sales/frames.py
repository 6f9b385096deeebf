"""Our tables as frames, for figures. Money in millionths, days as the house counts them."""

import polars as pl

from nahbar.core.bulk import read_frame
from nahbar.core.clock import house_zone

ORDERS = {
    "customer": pl.Int64,
    "kind": pl.String,
    "ordered_at": pl.Datetime("us"),
    "currency": pl.String,
    "amount": pl.Int64,
    "order": pl.Int64,
}
LINES = {
    "order": pl.Int64,
    "product": pl.Int64,
    "amount": pl.Int64,
    "cost": pl.Int64,
}


def read_orders() -> pl.DataFrame:
    """Every order of a known customer: `customer, kind, day, currency, amount, order`."""
    orders = read_frame(
        "SELECT customer_id, kind, ordered_at, currency, amount, id FROM sales_order"
        " WHERE customer_id IS NOT NULL",
        schema=ORDERS,
    )
    local = pl.col("ordered_at").dt.replace_time_zone("UTC").dt.convert_time_zone(house_zone().key)
    return orders.select(pl.exclude("ordered_at"), local.dt.date().alias("day"))


def read_lines() -> pl.DataFrame:
    """Every line: `order, product_group, amount, cost` (null where unknown)."""
    lines = read_frame(
        "SELECT order_id, product_id, amount, cost FROM sales_orderline", schema=LINES
    )
    products = read_frame(
        'SELECT id, "group" FROM sales_product',
        schema={"product": pl.Int64, "product_group": pl.String},
    )
    return lines.join(products, on="product", how="left").drop("product")


def knows_costs() -> bool:
    """Whether any line came with its cost."""
    found = read_frame(
        "SELECT 1 FROM sales_order WHERE cost <> 0 LIMIT 1", schema={"one": pl.Int64}
    )
    return not found.is_empty()
