"""Folding whole columns of texts; `core.folding` says what that is."""

import polars as pl

from nahbar.core.folding import UMLAUTS, fold


def fold_column(names: pl.Expr) -> pl.Expr:
    """`fold` over a column."""
    return names.map_batches(_fold_all, return_dtype=pl.String)


def _fold_all(names: pl.Series) -> pl.Series:
    """What becomes ASCII by replacing and dropping marks is folded as a column, the rest one by one."""
    lowered = names.str.to_lowercase().str.replace_many(list(UMLAUTS), list(UMLAUTS.values()))
    letters = lowered.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    plain = letters.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    others = letters.str.contains(r"[^\x00-\x7f]").arg_true()
    if others.is_empty():
        return plain
    return plain.scatter(others, [fold(name) for name in names.gather(others)])
