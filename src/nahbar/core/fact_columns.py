"""Days as facts hold them: counted from 1970-01-01 by the calendar of the house."""

import polars as pl

from nahbar.core import clock


def day_number(column: str) -> pl.Expr:
    """A column of dates as day numbers."""
    return pl.col(column).cast(pl.Date).cast(pl.Int32).cast(pl.Int64)


def house_day(column: str) -> pl.Expr:
    """A column of moments (UTC, without zone) as the numbers of the house's days."""
    here = pl.col(column).dt.replace_time_zone("UTC").dt.convert_time_zone(str(clock.house_zone()))
    return here.dt.date().cast(pl.Int32).cast(pl.Int64)
