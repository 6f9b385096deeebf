"""The houses of the firm, found by name."""

from datetime import datetime

import polars as pl

from nahbar.team.models import Branch


def find_or_make_branches(names: pl.Series, *, at: datetime) -> pl.DataFrame:
    """Frame `branch, branch_id` for these names; unknown ones are opened."""
    cleaned = names.str.slice(0, 100)
    known = dict(Branch.objects.filter(name__in=cleaned.to_list()).values_list("name", "pk"))
    for name in cleaned:
        if name not in known:
            known[name] = Branch.objects.create(name=name, created_at=at).pk
    rows = {"branch": names, "branch_id": [known[name] for name in cleaned]}
    return pl.DataFrame(rows, schema={"branch": pl.String, "branch_id": pl.Int64})
