"""What can be done to many customers at once: rooms offer their changes, the wiring collects them.

A change is asked for once and applied in steps, each in a transaction of the caller; what a step
tells of before is all that taking it back needs. Who may be changed at all, the caller knows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from nahbar.core.access import Ability, Actor, may
from nahbar.core.actors import By

if TYPE_CHECKING:  # columns are loaded by who changes
    from nahbar.core.bulk import Ids

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """One thing to be said: picked from `options` (value, words), where there are any, else typed."""

    name: str
    label: str | Promise
    options: Sequence[tuple[str, str]] = ()
    type: str = "text"
    hint: str | Promise = ""


@dataclass(frozen=True)
class Step:
    """Whom a step really changed, and what stood there before, as JSON by their primary keys."""

    changed: "Ids"
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BulkChange:
    """A change of many.

    `ability` is what whoever changes one of them needs. `check` turns what a form sent into plain
    JSON, or raises Refused; `tell` says that in words. `apply` and `undo` run in the caller's
    transaction and write the ledger; `undo` is told the step's customers and its `before`, leaves
    alone what somebody changed since, and gives back whom it changed. `already` names the fact and the code
    that those have whom the change would leave as they are.
    """

    key: str
    label: str | Promise
    ability: Ability
    ask: Callable[[By], Sequence[Question]]
    check: Callable[[Mapping[str, str], By], dict[str, Any]]
    tell: Callable[[Said], str]
    apply: "Callable[[Ids, Said, By, datetime], Step]"
    undo: "Callable[[Ids, Said, Said, By, datetime], Ids]"
    already: Callable[[Said], tuple[str, int] | None] = lambda said: None
    roles: frozenset[str] = frozenset()

    def is_for(self, by: Actor) -> bool:
        """Whether `by` is of one of the roles that may know what is changed, where any are named."""
        return not self.roles or by.role in self.roles


_modules: list[str] = []


def offer(*modules: str) -> None:
    """From now on many may be changed as these modules say, by dotted path. For the wiring alone.

    A module has its `CHANGES`, and perhaps a function `own_changes` for those that are not the same
    in every house. It is loaded when somebody asks.
    """
    _modules.extend(module for module in modules if module not in _modules)


def changes_for(by: Actor) -> dict[str, BulkChange]:
    """The changes that `by` may ask for, by key."""
    if not may(by, Ability.CHANGE_MANY):
        return {}
    return {one.key: one for one in _all() if may(by, one.ability) and one.is_for(by)}


def change_of(key: str) -> BulkChange | None:
    """One change, whoever may ask for it; None where nobody offers it any more."""
    return next((one for one in _all() if one.key == key), None)


def _all() -> Iterator[BulkChange]:
    for module in map(import_module, _modules):
        yield from module.CHANGES
        if hasattr(module, "own_changes"):
            yield from module.own_changes()
