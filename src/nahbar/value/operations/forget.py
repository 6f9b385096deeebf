"""Customers who are removed take their figures with them."""

import polars as pl

from nahbar.core.bulk import Ids, delete_ids, read_matching
from nahbar.value.models import CustomerValue


def forget_values(customers: Ids) -> int:
    """Remove the current figures of these customers."""
    rows = read_matching(
        "SELECT id FROM value_customervalue WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    return delete_ids(CustomerValue, rows["id"].to_numpy())
