"""How what was done is taken back: rooms say it for each of their actions, the wiring names the rooms.

An action that nobody takes back stands in `nahbar.core.for_good` with the reason; a test fails for
one that is in neither. The taking back itself is `nahbar.core.taking_back`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import Refused

WITHIN = timedelta(days=30)
ROWS = "steps"  # in the words of a taking back: the rows it touched, as they were and as they are
TAKEN_BACK = "taken_back"


@dataclass(frozen=True)
class Done:
    """One row of the ledger with its words, before and after."""

    entry: LedgerEntry
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Clash:
    """A field that somebody changed since: what would stand there again, and what stands there now."""

    field: str
    again: Any
    now: Any


class ChangedSince(Refused):
    """Something newer stands there; nothing is overwritten. `clashes` says what, where that is known."""

    def __init__(self, *clashes: Clash) -> None:
        super().__init__("changed_since", _("Something newer stands here. It stays as it is."))
        self.clashes = clashes


Act = Callable[[Done, By, datetime], object]


@dataclass(frozen=True)
class Reversal:
    """How one action is taken back, and what whoever does it must be able to.

    `act` runs in one transaction, writes one row of the ledger, and raises ChangedSince where
    something newer stands. What is `only_own` is taken back by whoever did it, and by nobody else.
    """

    ability: Ability
    act: Act
    only_own: bool = False


@dataclass(frozen=True)
class Subject:
    """What the rows of one table are to people who read of changes.

    `visible` gives those that somebody may see, None for all; `ability` is asked before. `named`
    tells how these (primary keys) are called and where they are found, in as many queries however
    many they are. `customer` leads from a row to the customer it is about.
    """

    label: Promise
    ability: Ability
    visible: Callable[[By], QuerySet[Any] | None] = lambda by: None
    named: Callable[[Collection[int]], Mapping[int, tuple[str, str]]] = lambda keys: {}
    customer: str = ""


@dataclass(frozen=True)
class Words:
    """How a room tells of its changes: actions, fields, values that are codes, values for machines.

    Fields without a label are not told of; with `tells_all_but`, all but these are, by their name.
    """

    done: Mapping[str, str | Promise]
    labels: Mapping[str, str | Promise | None] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str | Promise]] = field(default_factory=dict)
    shown: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    tells_all_but: frozenset[str] | None = None

    def tells_of(self, name: str) -> bool:
        """Whether people are told of a field of this name."""
        if self.tells_all_but is not None:
            return name not in self.tells_all_but
        return name in self.labels


Prepare = Callable[[By, Sequence[Done]], Sequence[Done]]


@dataclass(frozen=True)
class RoomChanges:
    """All that a room says of its changes, under the name `key` for addresses and commands.

    `prepare` puts names in the place of keys, for many at once. `derived` are tables (`room.model`)
    whose rows follow from others and go with them unasked.
    """

    key: str
    label: Promise
    reversals: Mapping[str, Reversal]
    subjects: Mapping[str, Subject]
    words: Words
    prepare: Prepare = lambda by, done: done
    derived: tuple[str, ...] = ()


_modules: list[str] = []


def offer(*modules: str) -> None:
    """From now on these modules tell of changes, each by its `CHANGES`. For the wiring alone.

    They are loaded when somebody asks.
    """
    _modules.extend(one for one in modules if one not in _modules)
    rooms.cache_clear()
    room_of_action.cache_clear()


@cache
def rooms() -> dict[str, RoomChanges]:
    """What each room says, by its name."""
    said = [import_module(path).CHANGES for path in _modules]
    return {one.key: one for one in said}


@cache
def room_of_action() -> dict[str, RoomChanges]:
    """Which room tells of which action."""
    return {action: room for room in rooms().values() for action in room.words.done}


def reversal_of(entry: LedgerEntry) -> Reversal | None:
    """How this is taken back; None for what is there for good."""
    room = room_of_action().get(entry.action)
    return room.reversals.get(entry.action) if room else None


def subjects() -> dict[str, Subject]:
    """What is told of in the ledger, by table."""
    return {kind: one for room in rooms().values() for kind, one in room.subjects.items()}


def derived() -> frozenset[str]:
    """The tables whose rows follow from others."""
    return frozenset(table for room in rooms().values() for table in room.derived)
