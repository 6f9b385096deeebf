"""Our tables as frames, for figures."""

import polars as pl

from nahbar.core.bulk import read_frame


def read_customer_ids() -> pl.Series:
    """Every customer's id, ascending."""
    frame = read_frame("SELECT id FROM customers_customer ORDER BY id", schema={"id": pl.Int64})
    return frame["id"]
