"""In which branch of ours a table says that customers are at home."""

from datetime import datetime

import polars as pl

from nahbar.team.branches import find_or_make_branches


def add_branches(said: pl.DataFrame, *, at: datetime) -> pl.DataFrame:
    """Add `branch_id`, as a text, for the column `branch`; branches nobody knew are opened."""
    if "branch" not in said.columns:
        return said
    known = find_or_make_branches(said["branch"].drop_nulls().unique(), at=at)
    found = said.join(known, on="branch", how="left", maintain_order="left")
    return found.with_columns(pl.col("branch_id").cast(pl.String))
