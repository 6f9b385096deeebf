"""How many cells of a mapped column do not fit their field: what a yes would leave out."""

from dataclasses import dataclass

import polars as pl

from nahbar.intake.mapping.kinds import field_of
from nahbar.intake.mapping.proposal import Proposal
from nahbar.intake.mapping.values import read_column

MANY = 0.05  # the share of unreadable cells from which on a person should look before saying yes
_OPEN = ("number_ambiguous", "date_ambiguous", "mood_ambiguous")  # a question asks about these


@dataclass(frozen=True)
class Misfit:
    """`bad` of the `filled` cells of a column cannot be read as its field."""

    bad: int
    filled: int

    @property
    def is_large(self) -> bool:
        """Whether more than one in twenty is lost."""
        return self.bad > MANY * self.filled


def misfits(mapping: Proposal, rows: pl.DataFrame) -> dict[str, Misfit]:
    """For each mapped column with unreadable cells in these rows how many they are."""
    found = {}
    for choice in mapping.choices:
        if choice.field is None or choice.column not in rows.columns:
            continue
        field = field_of(mapping.kind, choice.field)
        read = read_column(rows[choice.column], field, choice.options)
        bad = read.filter(pl.col("code").is_not_null() & ~pl.col("code").is_in(_OPEN)).height
        if bad:
            value = read["value"].drop_nulls()
            filled = (value.list.len() > 0).sum() if value.dtype == pl.List else value.len()
            found[choice.column] = Misfit(bad, bad + int(filled))
    return found
