"""What is asked of order lines: summed by the database, for there may be ten millions of them."""

import polars as pl

from nahbar.core.bulk import read_frame, read_matching

SUMS = {
    "product": pl.Int64,
    "kind": pl.String,
    "lines": pl.Int64,
    "with_cost": pl.Int64,
    "amount": pl.Int64,
}


def read_line_sums() -> pl.DataFrame:
    """Lines by product group and kind: `group` (empty where none is known), `kind, lines, with_cost,
    amount` (millionths). One pass over the table.
    """
    sums = read_frame(
        "SELECT product_id, kind, count(*), count(cost), sum(amount) FROM sales_orderline"
        " GROUP BY product_id, kind",
        schema=SUMS,
    )
    groups = read_frame(
        'SELECT id, "group" FROM sales_product', schema={"product": pl.Int64, "group": pl.String}
    )
    return (
        sums.join(groups, on="product", how="left")
        .with_columns(pl.col("group").fill_null(""))
        .group_by("group", "kind")
        .agg(pl.col("lines", "with_cost", "amount").sum())
        .sort("group", "kind")
    )


def count_returners() -> pl.DataFrame:
    """How many customers brought something of each product group back: `group, customers`."""
    return read_frame(
        'SELECT p."group", count(DISTINCT o.customer_id) FROM sales_orderline l'
        " JOIN sales_product p ON p.id = l.product_id JOIN sales_order o ON o.id = l.order_id"
        " WHERE l.kind IN ('return', 'cancellation') GROUP BY p.\"group\"",
        schema={"group": pl.String, "customers": pl.Int64},
    )


def count_groups_of(customers: list[int]) -> pl.DataFrame:
    """From how many product groups each of these customers has bought: `customer, span`."""
    return read_matching(
        'SELECT o.customer_id, count(DISTINCT p."group") FROM sales_order o'
        " JOIN sales_orderline l ON l.order_id = o.id JOIN sales_product p ON p.id = l.product_id"
        " WHERE l.kind = 'order' AND p.\"group\" <> '' AND o.customer_id IN {keys}"
        " GROUP BY o.customer_id",
        customers,
        schema={"customer": pl.Int64, "span": pl.Int64},
    )
