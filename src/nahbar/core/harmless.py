"""Cells that a spreadsheet would run are made plain text on their way out (CWE-1236)."""

import re

import polars as pl

# What begins a formula, unless the whole cell is a number or a telephone number.
NUMBER = r"^[+-]?[0-9][0-9 .,()/-]*$"
BEGINS = r"^[=+\-@\t\r]"


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet might take for a formula."""
    return f"'{cell}" if re.match(BEGINS, cell) and not re.match(NUMBER, cell) else cell


def harmless_column(cells: pl.Series) -> pl.Series:
    """The same over a column of texts."""
    column = pl.col(cells.name)
    risky = column.str.contains(BEGINS) & ~column.str.contains(NUMBER)
    guarded = pl.when(risky).then(pl.concat_str(pl.lit("'"), column)).otherwise(column)
    return cells.to_frame().select(guarded.alias(cells.name)).to_series()
