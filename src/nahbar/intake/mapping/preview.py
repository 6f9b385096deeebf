"""What each cell of some real rows will become, for the screen on which a mapping is corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from nahbar.intake.mapping.decimals import MICROS
from nahbar.intake.mapping.fields import ValueType
from nahbar.intake.mapping.kinds import field_of
from nahbar.intake.mapping.proposal import ColumnChoice, Proposal
from nahbar.intake.mapping.values import read_column


@dataclass(frozen=True)
class PreviewCell:
    """One cell: as it stands (`raw`), the field it fills, its value, or the code of what is wrong.

    Money and quantities are `Decimal`, moments `datetime`, repeated fields lists.
    """

    column: str
    field: str | None
    raw: str | None
    value: Any = None
    code: str | None = None


def preview(mapping: Proposal, rows: Sequence[Sequence[str | None]]) -> list[list[PreviewCell]]:
    """Rows of raw cells in the table's order → the same rows of what they become.

    Works while questions are open: cells that hang on them show the code.
    """
    columns = [
        _column(mapping, choice, [row[i] if i < len(row) else None for row in rows])
        for i, choice in enumerate(mapping.choices)
    ]
    return [list(cells) for cells in zip(*columns, strict=True)]


def _column(mapping: Proposal, choice: ColumnChoice, cells: list[str | None]) -> list[PreviewCell]:
    if choice.field is None:
        return [PreviewCell(choice.column, None, cell) for cell in cells]
    field = field_of(mapping.kind, choice.field)
    raw = pl.Series("raw", cells, dtype=pl.String)
    read = read_column(raw, field, choice.options)
    numeric = field.type in {ValueType.MONEY, ValueType.DECIMAL}
    return [
        PreviewCell(choice.column, choice.field, cell, _exact(value) if numeric else value, code)
        for cell, value, code in zip(
            cells, read["value"].to_list(), read["code"].to_list(), strict=True
        )
    ]


def _exact(micros: int | None) -> Decimal | None:
    return None if micros is None else Decimal(micros) / MICROS
