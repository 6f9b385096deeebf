"""Customers who are removed take their figures with them."""

import polars as pl

from nahbar.core.bulk import Ids, delete_ids, read_matching
from nahbar.value.models import CustomerValue, ValueOverride


def forget_values(customers: Ids) -> int:
    """Remove the current figures of these customers, and what people said of them."""
    removed = [_forget(model, customers) for model in (CustomerValue, ValueOverride)]
    return removed[0]


def _forget(model: type[CustomerValue] | type[ValueOverride], customers: Ids) -> int:
    rows = read_matching(
        f"SELECT id FROM {model._meta.db_table} WHERE customer_id IN {{keys}}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    return delete_ids(model, rows["id"].to_numpy())
