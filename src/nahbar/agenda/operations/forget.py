"""Customers who are removed take what somebody decided about them on Today with them."""

import polars as pl

from nahbar.agenda.models import TodayMark
from nahbar.core.bulk import Ids, delete_ids, read_matching


def forget_marks(customers: Ids) -> int:
    """Remove the marks about these customers: how many."""
    rows = read_matching(
        f"SELECT id FROM {TodayMark._meta.db_table} WHERE customer_id IN {{keys}}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    return delete_ids(TodayMark, rows["id"].to_numpy())
