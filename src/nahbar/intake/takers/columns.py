"""Columns of typed rows that may be absent, and moments in UTC."""

from typing import Any

import polars as pl


def optional(typed: pl.DataFrame, name: str, dtype: Any) -> pl.Expr:
    """The column, or nulls where the table has none."""
    if name in typed.columns:
        return pl.col(name).cast(dtype)
    return pl.lit(None, dtype=dtype).alias(name)


def utc(name: str, zone: str) -> pl.Expr:
    """Naive moments of the house's zone in UTC; an hour that the spring skips is the next one."""

    def located(moment: pl.Expr) -> pl.Expr:
        return moment.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")

    local = pl.coalesce(located(pl.col(name)), located(pl.col(name) + pl.duration(hours=1)))
    return local.dt.convert_time_zone("UTC").dt.replace_time_zone(None).alias(name)
