"""What is searched: each room offers its texts, and ways to look a number up in its own tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:  # columns are loaded by who indexes or searches
    import polars as pl

    from nahbar.core.bulk import Ids

    Read = Callable[[Ids], pl.DataFrame]


@dataclass(frozen=True)
class Field:
    """A kind of text. `code` (0 … 31) is stored; `weight` is what a word in it counts."""

    code: int
    label: str | Promise
    weight: float
    is_name: bool = False
    is_guessed: bool = False  # whether its words are also found by what is typed wrongly


OTHER = "other"
FIELDS = {
    "name": Field(0, _("Name"), 1.0, is_name=True, is_guessed=True),
    "company": Field(1, _("Organisation"), 0.98, is_name=True, is_guessed=True),
    "street": Field(2, _("Street"), 0.88, is_guessed=True),
    "place": Field(3, _("Place"), 0.9, is_guessed=True),
    "postcode": Field(4, _("Postcode"), 0.95),
    "mail": Field(5, _("Mail"), 0.85),
    "phone": Field(6, _("Phone"), 0.9),
    "number": Field(7, _("Customer number"), 1.0),
    "vehicle": Field(8, _("Vehicle"), 0.97, is_guessed=True),
    "order": Field(9, _("Order number"), 0.97),
    "remark": Field(10, _("Good to know"), 0.75),
    "note": Field(11, _("Moment"), 0.7),
    "tag": Field(12, _("Tags"), 0.85, is_guessed=True),
    "thing": Field(13, _("Thing in use"), 0.85, is_guessed=True),
    "own_field": Field(14, _("Own field"), 0.8),
    OTHER: Field(31, _("Something noted"), 0.7),
}
NAME_OF_CODE = {field.code: name for name, field in FIELDS.items()}
GUESSED = sum(1 << field.code for field in FIELDS.values() if field.is_guessed)
NAMES = sum(1 << field.code for field in FIELDS.values() if field.is_name)


@dataclass(frozen=True)
class SearchText:
    """Texts of one field. `read` gives, for customers (primary keys), a frame `customer, text`.

    It may be told as a dotted path, and is loaded then when it is first needed.
    """

    field: str
    read: "str | Read"

    @property
    def kind(self) -> Field:
        """What kind of text this is."""
        return FIELDS.get(self.field, FIELDS[OTHER])

    def of(self, customers: "Ids") -> "pl.DataFrame":
        """The texts of these customers."""
        read: Read = import_string(self.read) if isinstance(self.read, str) else self.read
        return read(customers)


@dataclass(frozen=True)
class Finder:
    """`find` gives primary keys of customers, best first; `why` says what was found; `score` 0 … 1."""

    find: Callable[[str, int], list[int]]
    why: str | Promise
    score: float
    field: str = OTHER


_texts: list[SearchText] = []
_finders: list[Finder] = []
_everyone: list[str] = []


def offer(*texts: SearchText) -> None:
    """From now on customers are found by these texts, too. For the wiring alone."""
    _texts.extend(text for text in texts if text not in _texts)


def ask(*finders: Finder) -> None:
    """From now on these are asked what the whole of a typed text points to. For the wiring alone."""
    _finders.extend(finder for finder in finders if finder not in _finders)


def take_everyone_from(path: str) -> None:
    """What function, by its dotted path, gives all customers (primary keys). For the wiring alone."""
    _everyone[:] = [path]


def texts() -> Iterator[SearchText]:
    """All texts on offer."""
    return iter(_texts)


def finders() -> Iterator[Finder]:
    """All who are asked."""
    return iter(_finders)


def everyone() -> "Ids":
    """All customers (primary keys)."""
    found: Ids = import_string(_everyone[0])()
    return found
