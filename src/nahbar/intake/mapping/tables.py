"""A table's profile: its columns, and what only two columns together show."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from nahbar.intake.mapping.profiles import ColumnProfile

_PREFIX = r"^([A-Za-z]{1,4}[-_ ]?)[0-9]"
_MOST_PAIRS = 24


@dataclass
class TableProfile:
    """Profiles of the columns `c0`, `c1`, … and the signs of numbers beside lettered keys.

    `signs[(keys, numbers, prefix)]` counts lines below zero, `signs_else` the others; the prefix
    "" stands for keys without letters. `several[(keys, numbers)]` counts the keys of the first chunk
    that stand on several lines, `same` those of them with one number on all their lines.
    """

    columns: dict[str, ColumnProfile] = field(default_factory=dict)
    signs: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    signs_else: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    several: Counter[tuple[str, str]] = field(default_factory=Counter)
    same: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, chunk: pl.DataFrame) -> None:
        """Learn from one chunk of String columns; columns not named `c…` are passed over."""
        names = [name for name in chunk.columns if name.startswith("c") and name[1:].isdigit()]
        for name in names:
            self.columns.setdefault(name, ColumnProfile()).add(chunk[name])
        keys = [name for name in names if self._holds_keys(name)]
        numbers = [name for name in names if self._holds_numbers(name)]
        pairs = [(key, number) for key in keys for number in numbers if key != number]
        for key, number in pairs[:_MOST_PAIRS]:
            self._count_signs(chunk, key, number)
            if self.columns[key].rows == chunk.height:
                self._count_same(chunk, key, number)

    def _holds_keys(self, name: str) -> bool:
        column = self.columns[name]
        return column.share("code") > 0.9 and column.share("date") < 0.5 and column.longest > 3

    def _holds_numbers(self, name: str) -> bool:
        column = self.columns[name]
        numeric = column.share("digits") + column.share("number")
        return numeric > 0.9 and column.share("date") < 0.5 and not column.has_integral_floats

    def _count_signs(self, chunk: pl.DataFrame, key: str, number: str) -> None:
        prefix = pl.col(key).str.extract(_PREFIX).fill_null("").alias("prefix")
        negative = pl.col(number).str.contains(r"^\s*[-−(]|-\s*$").alias("negative")
        filled = chunk.lazy().filter(pl.col(key).is_not_null() & pl.col(number).is_not_null())
        counted = filled.select(prefix, negative).group_by("prefix", "negative").len().collect()
        for letters, below, lines in counted.iter_rows():
            (self.signs if below else self.signs_else)[key, number, letters] += lines

    def _count_same(self, chunk: pl.DataFrame, key: str, number: str) -> None:
        filled = chunk.lazy().select(key, number).drop_nulls()
        each = filled.group_by(key).agg(lines=pl.len(), different=pl.col(number).n_unique())
        is_same = pl.col("different") == 1
        counted = each.filter(pl.col("lines") > 1).select(n=pl.len(), same=is_same.sum()).collect()
        self.several[key, number], self.same[key, number] = map(int, counted.row(0))
