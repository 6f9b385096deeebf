"""Answers about orders."""

import polars as pl

from nahbar.core.bulk import Ids, read_matching


def who_ordered(customers: Ids) -> Ids:
    """Which of these customers have orders."""
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM sales_order WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids
