"""What lies before somebody of the house today: rooms offer it, the wiring collects it, the desk shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nahbar.core.models import User


class ItemKind(StrEnum):
    """What an item is; the sections of Today stand in this order."""

    PROMISE = "promise"
    TASK = "task"
    VISITOR = "visitor"
    APPOINTMENT = "appointment"
    DAY = "day"
    DRIFTING = "drifting"
    NEW = "new"


@dataclass(frozen=True)
class Action:
    """One tap: sends `fields` to `url`, or opens it where `is_link`."""

    label: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()
    is_link: bool = False


@dataclass(frozen=True)
class Item:
    """One thing for somebody's day.

    `key` is the same every time the item is made ("day:17:2026"), up to 120 characters. `due_at`
    at midnight of the house means the whole day. `title` says what it is, `why` in words why it is
    here, both in the reader's language. `minutes` is how long it takes, `weight` 0–1 orders what
    is due alike; it never says money. `url` is where it is shown; empty: the customer's page. The
    first of `actions` is the main one; without any, the desk offers done, tomorrow, hand to…, and
    not needed, and remembers the outcome by the key.
    """

    key: str
    kind: ItemKind
    customer_id: int | None
    due_at: datetime | None
    title: str
    why: str
    minutes: int = 10
    weight: float = 0.0
    url: str = ""
    actions: tuple[Action, ...] = ()


Provider = Callable[[User, datetime], list[Item]]

_providers: list[Provider] = []


def offer(*providers: Provider) -> None:
    """From now on these say what lies before somebody. For the wiring alone.

    A provider answers in a number of queries that does not depend on how many items there are.
    """
    _providers.extend(provider for provider in providers if provider not in _providers)


def items_for(person: User, at: datetime) -> list[Item]:
    """Everything that lies before this person at this moment, in no order."""
    return [item for provide in _providers for item in provide(person, at)]
