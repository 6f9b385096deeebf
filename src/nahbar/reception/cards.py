"""Calls as cards: who that is, as far as the house knows, and what can be done with one tap."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from nahbar.core.actors import By
from nahbar.customers.typed import readable_phone
from nahbar.reception.acquaintance import Acquaintance, get_acquainted
from nahbar.reception.callers import who_has
from nahbar.reception.models import CallDesk, IncomingCall
from nahbar.reception.models.calls import CallState, Direction


@dataclass(frozen=True)
class Candidate:
    """Somebody whose number it may be; `is_near`: only their firm's number is known."""

    who: Acquaintance
    is_near: bool


@dataclass(frozen=True)
class Card:
    """One number and who may be behind it; `call` is None on the page from which one dials."""

    number: str
    shown: str
    candidates: list[Candidate]
    dial_url: str
    unknown_url: str
    call: IncomingCall | None = None
    state: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether nobody took it."""
        return self.call is not None and self.call.state == CallState.MISSED

    @property
    def is_outgoing(self) -> bool:
        """Whether we called them."""
        return self.call is not None and self.call.direction == Direction.OUTGOING


def cards_for(calls: Sequence[IncomingCall], desk: CallDesk, *, by: By) -> list[Card]:
    """A card for each call, in a number of queries that does not depend on how many there are."""
    known = _candidates([call.number for call in calls], by)
    return [
        _card(
            call.number,
            known.get(call.number, []),
            desk.dials_by,
            call=call,
            state=str(CallState(call.state).label),
        )
        for call in calls
    ]


def card_of(number: str, dials_by: str, *, by: By) -> Card:
    """The card of a number that nobody is calling from just now."""
    return _card(number, _candidates([number], by).get(number, []), dials_by)


def dial_url(number: str, dials_by: str) -> str:
    """Where a tap dials; nowhere for a number that is none."""
    return f"{dials_by}:{number}" if number else ""


def _candidates(numbers: Sequence[str], by: By) -> dict[str, list[Candidate]]:
    matches = who_has(set(numbers))
    people = get_acquainted({one.customer for found in matches.values() for one in found}, by=by)
    return {
        number: [Candidate(people[m.customer], m.is_near) for m in found if m.customer in people]
        for number, found in matches.items()
    }


def _card(
    number: str,
    candidates: list[Candidate],
    dials_by: str,
    *,
    call: IncomingCall | None = None,
    state: str = "",
) -> Card:
    return Card(
        number=number,
        shown=readable_phone(number),
        candidates=candidates,
        dial_url=dial_url(number, dials_by),
        unknown_url=f"{reverse('call_unknown')}?{urlencode({'number': number})}" if number else "",
        call=call,
        state=state,
    )
