"""The houses of the firm, found by name."""

from datetime import datetime

import polars as pl

from nahbar.core.named_rows import find_or_make
from nahbar.team.models import Branch


def find_or_make_branches(names: pl.Series, *, at: datetime) -> pl.DataFrame:
    """Frame `branch, branch_id` for these names; unknown ones are opened."""
    return find_or_make(Branch.objects, names, "branch", created_at=at)
