"""The catalogue: which fields a table may fill, per kind of table.

A *kind* is what one row of the table is: a customer, an order line or an encounter.
A *need* is what a kind cannot do without; each need names alternatives, and one complete
alternative is enough.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache


class ValueType(StrEnum):
    """What the cells of a field are read as; `values.READERS` has one reader for each."""

    TEXT = "text"
    SHORT = "short"  # text of one line: a city, a product, a branch
    NAME = "name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DECIMAL = "decimal"
    INTEGER = "integer"
    MONEY = "money"
    DISCOUNT = "discount"  # a share or an amount that is taken off
    CURRENCY = "currency"
    COUNTRY = "country"
    LANGUAGE = "language"
    POSTCODE = "postcode"
    KEY = "key"
    SALUTATION = "salutation"
    PERSON_KIND = "person_kind"
    STAGE = "stage"
    ORDER_KIND = "order_kind"
    MOOD = "mood"
    YES_NO = "yes_no"
    CHOICE = "choice"  # a word of a list that the house keeps
    CHOICES = "choices"  # several of them
    LINK = "link"


@dataclass(frozen=True)
class Field:
    """A target of the mapping.

    `repeats`: several columns may fill it (each cell becomes a list);
    `in_address`: one per address, numbered together with the other parts of that address;
    `rejects`: a bad value keeps the whole row out, elsewhere only the value is dropped;
    `per_order`: the same for all lines of one order;
    `words`: headers that mean this field.
    """

    name: str
    type: ValueType
    words: tuple[str, ...]
    repeats: bool = False
    in_address: bool = False
    rejects: bool = False
    per_order: bool = False


@dataclass(frozen=True)
class Need:
    """Something a kind cannot do without, and the alternatives that satisfy it."""

    code: str
    alternatives: tuple[tuple[str, ...], ...]

    def is_met_by(self, fields: set[str]) -> bool:
        return any(set(alternative) <= fields for alternative in self.alternatives)


@dataclass(frozen=True)
class TableKind:
    """A kind of table with its fields in the order screens list them."""

    name: str
    fields: tuple[Field, ...]
    needs: tuple[Need, ...]

    def field(self, name: str) -> Field:
        """The field of that name; `KeyError` if this kind has none."""
        return _by_name(self)[name]


@cache
def _by_name(kind: TableKind) -> dict[str, Field]:
    return {field.name: field for field in kind.fields}


def words(text: str, mark: str = "|") -> tuple[str, ...]:
    """Words written one after the other, parted by `mark`."""
    return tuple(word.strip() for word in text.split(mark) if word.strip())


def for_orders(field: Field) -> Field:
    """A customer's field as it stands on an order: the same on each of its lines."""
    return replace(field, per_order=True)
