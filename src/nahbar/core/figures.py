"""What a figure is to the whole house: rooms offer theirs, the wiring collects them in `measures`."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise

from nahbar.core.access import Ability


class Unit(models.TextChoices):
    """What a figure counts in; a share is of one, money has its currency beside it."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    DAYS = "days"


@dataclass(frozen=True)
class Reading:
    """A figure as it stands.

    `low` to `high` is its range, equal to `value` where it is counted exactly, None where
    no range is known. `count` is how many cases it rests on, `as_of` the day it holds for, and
    `sentence` what its chart says. Two readings of different `basis` (rules, currency) are not
    comparable.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    count: int
    as_of: date
    currency: str = ""
    sentence: str = ""
    basis: str = ""


Asked = tuple[str, int | None]  # the key of a figure, and the customer (primary key) it is about
Readings = Mapping[Asked, Reading]


@dataclass(frozen=True)
class FigureKind:
    """A figure that a room offers.

    `read` answers for many at once, in a number of queries that does not depend on how many; what
    has no figure yet is not in its answer. `rests_on` says the count in words ("from 3 customers").
    `url` is where the figure is shown; where it is of a customer it is told their public id.
    """

    key: str
    label: str | Promise
    ability: Ability
    unit: Unit
    rests_on: Callable[[int], str]
    read: Callable[[Collection[Asked]], Readings]
    url: Callable[[uuid.UUID | None], str]
    is_of_customer: bool = False
