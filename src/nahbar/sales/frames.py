"""What figures ask of our tables as a whole."""

import polars as pl

from nahbar.core.bulk import read_frame


def knows_costs() -> bool:
    """Whether any line came with its cost."""
    found = read_frame(
        "SELECT 1 FROM sales_order WHERE cost <> 0 LIMIT 1", schema={"one": pl.Int64}
    )
    return not found.is_empty()
