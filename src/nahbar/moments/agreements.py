"""What was agreed at a moment, handed to whoever keeps promises and tasks.

They lie in a room above, which offers its keeper through `keep_agreements_with`, in the wiring.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from nahbar.core.actors import By
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter


@dataclass(frozen=True)
class Agreement:
    """One thing that was agreed with the customer at this encounter, in the words of who noted it."""

    customer: Customer
    encounter: Encounter
    words: str


Keeper = Callable[[Agreement, By, datetime], None]
_keepers: list[Keeper] = []


def keep_agreements_with(keeper: Keeper) -> None:
    """From now on `keeper` is handed what was agreed, in the transaction that notes the moment.

    Where it raises Refused nothing of the moment is stored. For the wiring alone.
    """
    _keepers[:] = [keeper]


def are_kept() -> bool:
    """Whether anybody keeps what was agreed; else nobody must be asked for it."""
    return bool(_keepers)


def read_url() -> str:
    """Where is told, as somebody types, how their words are understood; empty where nobody tells."""
    try:
        return reverse("agenda_read")
    except NoReverseMatch:
        return ""


def hand_over(agreements: Iterable[Agreement], *, by: By, at: datetime) -> None:
    """Give each to its keeper. Raises Refused where one is not understood."""
    for agreement in agreements:
        for keeper in _keepers:
            keeper(agreement, by, at)
