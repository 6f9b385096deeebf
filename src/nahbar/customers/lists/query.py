"""What a list asks: who, in which order, with which columns, in which shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nahbar.customers.lists.filters import EVERYBODY, Branch, filter_from

BY_NAME = "name"
MOST_COLUMNS = 12


class Shape(StrEnum):
    """How a list looks."""

    ROWS = "rows"
    TABLE = "table"
    CARDS = "cards"
    BOARD = "board"
    MAP = "map"


@dataclass(frozen=True)
class Query:
    """The question of a list. `columns` and `order` are keys of facts, `order` also `name`."""

    filter: Branch = EVERYBODY
    columns: tuple[str, ...] = ()
    order: str = BY_NAME
    is_descending: bool = False
    shape: Shape = Shape.ROWS
    board: str = "stage"

    def as_data(self) -> dict[str, Any]:
        """As a saved list keeps it."""
        return {
            "filter": self.filter.as_data(),
            "columns": list(self.columns),
            "order": self.order,
            "is_descending": self.is_descending,
            "shape": self.shape.value,
            "board": self.board,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Query":
        """What was kept. Raises Refused as `filter_from`; of the rest, what makes no sense is left out."""
        columns = data.get("columns", ())
        return cls(
            filter=filter_from(data["filter"]) if data.get("filter") else EVERYBODY,
            columns=columns_from(columns if isinstance(columns, Sequence) else ()),
            order=str(data.get("order") or BY_NAME)[:48],
            is_descending=data.get("is_descending") is True,
            shape=shape_from(str(data.get("shape", ""))),
            board=str(data.get("board") or "stage")[:48],
        )


def columns_from(keys: Sequence[object]) -> tuple[str, ...]:
    """Each key once, in their order."""
    texts = [one[:48] for one in keys if isinstance(one, str) and one]
    return tuple(dict.fromkeys(texts))[:MOST_COLUMNS]


def shape_from(text: str) -> Shape:
    """The shape of this name; rows, where there is none."""
    return next((shape for shape in Shape if shape == text), Shape.ROWS)
