"""What was agreed at a moment, handed to whoever keeps promises and tasks, and taken back from them.

They lie in a room above, which offers its part through `keep_agreements_with` and
`take_agreements_back_with`, in the wiring.
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
LetGo = Callable[[Encounter, By, datetime], int]
TakeUp = Callable[[Encounter, By, datetime], None]
_keepers: list[Keeper] = []
_takers_back: list[tuple[LetGo, TakeUp]] = []


def keep_agreements_with(keeper: Keeper) -> None:
    """From now on `keeper` is handed what was agreed, in the transaction that notes the moment.

    Where it raises Refused nothing of the moment is stored. For the wiring alone.
    """
    _keepers[:] = [keeper]


def take_agreements_back_with(let_go: LetGo, take_up: TakeUp) -> None:
    """From now on `let_go` is handed each moment that is removed, `take_up` each that comes back.

    `let_go` answers how many of the moment's agreements stay all the same. For the wiring alone.
    """
    _takers_back[:] = [(let_go, take_up)]


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


def let_go(encounter: Encounter, *, by: By, at: datetime) -> int:
    """The moment is removed, and with it what was agreed there: how many stay all the same."""
    return sum(release(encounter, by, at) for release, _take_up in _takers_back)


def take_up(encounter: Encounter, *, by: By, at: datetime) -> None:
    """The moment is back, and with it what was let go."""
    for _release, take in _takers_back:
        take(encounter, by, at)
