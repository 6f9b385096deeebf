"""Frames come in as anything that speaks the Arrow C stream and are read as Polars."""

from collections.abc import Mapping
from typing import Protocol

import polars as pl

from nahbar.insight.errors import InsightError


class ArrowStream(Protocol):
    """What Polars, PyArrow, pandas and DuckDB have in common."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


def read_columns(frame: ArrowStream, names: Mapping[str, str]) -> pl.DataFrame:
    """Take columns out of any Arrow frame under our names.

    ``names`` maps our name to the name in ``frame``. Raises :class:`InsightError` with code
    ``not_a_frame`` or ``column_missing``.
    """
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if not hasattr(frame, "__arrow_c_stream__"):
        raise InsightError(
            "not_a_frame",
            f"A frame that speaks the Arrow C stream is needed, not {type(frame).__name__}.",
            {"type": type(frame).__name__},
        )
    table = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    for name in names.values():
        if name not in table.columns:
            raise InsightError(
                "column_missing", f"The frame has no column “{name}”.", {"column": name}
            )
    return table.select(pl.col(theirs).alias(ours) for ours, theirs in names.items())
