"""What is known of customers, by which lists are cut: rooms offer their facts, the wiring collects them.

A room writes its facts in `facts.py`. Whose facts have changed is noted where the ledger is written,
for a customer and for whatever is of one; what changes many at once, or without the ledger, calls
`changed(customers)` or `nahbar.core.search.changed`, which calls it. How they are kept and read at a million customers: `docs/decisions/0023-lists.md`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from nahbar.core.access import Ability, Actor, may

if TYPE_CHECKING:  # columns are loaded by who reads facts
    import polars as pl
    from django.db import models

    from nahbar.core.bulk import Ids

    Read = Callable[[Ids], pl.DataFrame]


class FactKind(StrEnum):
    """What a fact's values are, and so what `read` gives for each.

    CHOICE: the code (whole number) of one option; CHOICES: a row for each. NUMBER and MONEY: whole
    numbers, in millionths where the fact `is_exact`. DAY: days since 1970-01-01; DAY_OF_YEAR: month × 100 +
    day. YES: 1, for those of whom it is true. TEXT: text.
    """

    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    DAY_OF_YEAR = "day_of_year"
    YES = "yes"
    TEXT = "text"


Options = Sequence[tuple[int, str]]
CUSTOMER = "customers.customer"  # the table that facts are of; the room lies above


@dataclass(frozen=True)
class Fact:
    """Something known of customers.

    `key` (up to 48 letters, digits, `_`) stands in saved lists for good. `read` gives, for customers (primary
    keys), a frame `customer: Int64, value: Int64` (TEXT: String) of those of whom it is known; told
    as a dotted path it is loaded when first needed. It must not depend on the day: what is overdue
    is a DAY. `options` gives codes and words of CHOICE and CHOICES, in their order; a code never
    changes its meaning. Only who has `ability`, and one of `roles` where any are named, may see,
    filter, sort, count or export by it. `unit` is a currency, or a word that stands behind numbers. A TEXT that
    `is_place` names places, which lie near each other or far. A list shows what `is_usual` until
    somebody chooses its columns.
    """

    key: str
    label: str | Promise
    kind: FactKind
    read: "str | Read"
    room: str | Promise = ""
    ability: Ability = Ability.SEE_CUSTOMERS
    options: "Callable[[], Options] | None" = None
    unit: "str | Callable[[], str]" = ""
    is_exact: bool = False
    is_place: bool = False
    is_usual: bool = False
    roles: frozenset[str] = frozenset()

    def of(self, customers: "Ids") -> "pl.DataFrame":
        """What is known of these customers."""
        read: Read = import_string(self.read) if isinstance(self.read, str) else self.read
        return read(customers)

    def is_for(self, by: Actor) -> bool:
        """Whether `by` may know."""
        return may(by, self.ability) and (not self.roles or by.role in self.roles)


_modules: list[str] = []
_hearers: list[str] = []


def offer(*modules: str) -> None:
    """From now on lists may be cut by the facts of these modules, by dotted path. For the wiring alone.

    A module has its `FACTS`, and perhaps a function `own_facts` for those that are not the same in
    every house, which is asked each time. It is loaded when somebody asks.
    """
    _modules.extend(module for module in modules if module not in _modules)


def all_facts() -> dict[str, Fact]:
    """Every fact there is, by key, in the order of the rooms."""
    found: dict[str, Fact] = {}
    for module in map(import_module, _modules):
        more: Iterable[Fact] = module.own_facts() if hasattr(module, "own_facts") else ()
        found |= {fact.key: fact for fact in (*module.FACTS, *more)}
    return found


def facts_for(by: Actor) -> dict[str, Fact]:
    """The facts that `by` may know of."""
    return {key: fact for key, fact in all_facts().items() if fact.is_for(by)}


def hear_of_changes(path: str) -> None:
    """What function, by dotted path, is told whose facts have changed. For the wiring alone."""
    if path not in _hearers:
        _hearers.append(path)


def changed(customers: Iterable[int]) -> None:
    """Note, in the running transaction, that facts of these customers (primary keys) are others now."""
    known = list(customers)
    for path in _hearers:
        import_string(path)(known)


def changed_with(subject: "models.Model") -> None:
    """Something was done to a customer, or to what is of one (its `customer`)."""
    is_customer = subject._meta.label_lower == CUSTOMER
    customer = subject.pk if is_customer else getattr(subject, "customer_id", None)
    if customer is not None:
        changed([customer])
