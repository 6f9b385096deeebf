"""What the house holds on people: each room says what it keeps, shows it, and lets it go.

Rooms offer a `Holding` for each kind of thing in the wiring, from the highest room to the lowest:
in that order things are erased, so that nothing points to what has gone; in the reverse they are
shown, so that the person comes first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Subject:
    """Whom it is about: primary keys of customers, and what they are found by elsewhere.

    `mails` are folded to small letters, `phones` in the form in which contact points are compared,
    `names` as they were written; all of them as they ever were, not only as they are now.
    """

    customers: tuple[int, ...]
    mails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    public_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What is held: `rows` of texts under `columns` in the reader's language, `data` as plain JSON."""

    columns: list[str]
    rows: list[list[str]]
    data: list[dict[str, Any]]


@dataclass(frozen=True)
class Kept:
    """Rows of one table that the law keeps up to and with the day `until`, without the person."""

    model: str
    ids: tuple[int, ...]
    until: date


@dataclass(frozen=True)
class Mention:
    """Words on somebody else, or on nobody in particular, in which a name stands.

    A person decides about it. `customer` is whom they are noted of, `spot` where: the key of the
    holding and a primary key (`customers.remarks:17`).
    """

    spot: str
    customer: int | None
    text: str


@dataclass(frozen=True)
class Noted:
    """By what somebody could come in again: (source, key), and keyed digests of raw rows."""

    keys: list[tuple[int, str]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class HeldFile:
    """A kept file that belongs to what is held: what it is called, and its `StoredFile` (primary key)."""

    name: str
    stored: int


Show = Callable[[Subject], Shown]
Erase = Callable[[Subject, datetime], int]


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is held on customers, in the tables `models` and under `folders`.

    `erase` runs in one transaction with all others and may run twice; it says how many rows went.
    `prepare` does long work before, in steps that each stand alone. `keeps`, told the years that
    accounts are kept, names what the law keeps; `let_go` removes such rows when their day has come.
    `mentions` looks for a name in words on others, `blank_mention` takes such words out.
    `notes` says by what they could come in again, before anything goes; `files` which kept files go
    along when they take their data with them.
    What `is_profile` is erased at once when they object to being valued.
    `purpose` says what it is for, `basis` on what ground of the law it is held.
    """

    key: str
    label: str | Promise
    purpose: str | Promise
    basis: str | Promise
    models: tuple[str, ...]
    show: Show
    erase: Erase
    folders: tuple[str, ...] = ()
    prepare: Erase | None = None
    keeps: Callable[[Subject, int], list[Kept]] | None = None
    let_go: Callable[[str, list[int]], int] | None = None
    mentions: Callable[[Subject], list[Mention]] | None = None
    blank_mention: Callable[[int, datetime], None] | None = None
    notes: Callable[[Subject], Noted] | None = None
    files: Callable[[Subject], list[HeldFile]] | None = None
    is_profile: bool = False


@dataclass(frozen=True)
class Aging:
    """Things that need not be kept for ever: how old they may grow, and how they go.

    `months` is the house's first rule; None: for good. `look`, told a day, says how many are from
    before it, the oldest's day and a few examples; `remove` removes up to as many as it is told.
    """

    key: str
    label: str | Promise
    months: int | None
    look: Callable[[date], "Old"]
    remove: Callable[[date, int], int]


@dataclass(frozen=True)
class Old:
    """What a rule would remove."""

    count: int
    oldest: date | None = None
    examples: list[str] = field(default_factory=list)


_rooms: list[str] = []


def offer(*modules: str) -> None:
    """From now on the house knows what these hold, the highest room's first. For the wiring alone.

    A module has `HOLDINGS`, and may have `AGINGS`. It is loaded when somebody asks, for most
    commands never do.
    """
    _rooms.extend(module for module in modules if module not in _rooms)


def holdings() -> list[Holding]:
    """All, in the order in which they are erased."""
    return [holding for module in _rooms for holding in import_module(module).HOLDINGS]


def agings() -> list[Aging]:
    """All that can grow old, in the order of the rooms."""
    return [one for module in _rooms for one in getattr(import_module(module), "AGINGS", ())]
