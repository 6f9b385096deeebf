"""What an order comes to: always the sum of the lines that are there."""

import polars as pl

from nahbar.core.bulk import Ids, read_matching, update_frame
from nahbar.sales.models import Order


def reckon_orders(orders: Ids) -> Ids:
    """Set amount, cost and number of lines of these orders anew; gives those that have no lines."""
    if not orders.size:
        return orders
    sums = read_matching(
        "SELECT order_id, sum(amount), sum(coalesce(cost, 0)), count(*) FROM sales_orderline"
        " WHERE order_id IN {keys} GROUP BY order_id",
        orders.tolist(),
        schema={"id": pl.Int64, "amount": pl.Int64, "cost": pl.Int64, "line_count": pl.Int64},
    )
    update_frame(Order, sums)
    left = pl.DataFrame({"id": orders}).join(sums.select("id"), on="id", how="anti")
    empty: Ids = left["id"].to_numpy()
    return empty
