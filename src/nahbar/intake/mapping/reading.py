"""The shape every reader of values has, and how it is run over the distinct cells only."""

from collections.abc import Callable

import polars as pl

# Takes a String series named "raw"; gives a frame of the same height with "value", "code" (null
# where the value is good, else why it is bad) and, for some types, further named columns.
Reader = Callable[[pl.Series], pl.DataFrame]

_SAMPLE = 2_000


def over_distinct(cells: pl.Series, reader: Reader) -> pl.DataFrame:
    """Run `reader` on each distinct cell once and spread the answers over all rows."""
    raw = cells.alias("raw")
    if _looks_distinct(raw):
        return reader(raw)
    distinct = raw.unique()
    answers = reader(distinct).insert_column(0, distinct)
    joined = raw.to_frame().join(
        answers, on="raw", how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.drop("raw")


def _looks_distinct(raw: pl.Series) -> bool:
    # Counting all is worth it only where a sample cannot tell.
    sample = raw.gather_every(max(1, raw.len() // _SAMPLE))
    if sample.len() < 50:
        return True
    return sample.n_unique() > 0.9 * sample.len() and raw.n_unique() > 0.5 * raw.len()


def answer(
    raw: pl.Series, value: pl.Expr, code: pl.Expr, *, more: dict[str, pl.Expr] | None = None
) -> pl.DataFrame:
    """A reader's frame from expressions over `raw`; a bad value is null."""
    extras = [expression.alias(name) for name, expression in (more or {}).items()]
    frame = raw.to_frame().select(value.alias("value"), code.alias("code"), *extras)
    return frame.with_columns(
        pl.when(pl.col("code").is_null()).then(pl.col("value")).alias("value")
    )
