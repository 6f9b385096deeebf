"""Our piece of the customer's page: what they agreed to, and one tap to change it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.customers.models import Customer
from nahbar.privacy.consent_catalogue import channels_of, purposes_in_use
from nahbar.privacy.consent_words import about_in_words, about_words, how_in_words
from nahbar.privacy.consents import states_of
from nahbar.privacy.models import ConsentState, Purpose
from nahbar.privacy.models.consents import Channel, Step

FIRST = (Channel.MAIL.value, Channel.LETTER.value, Channel.PHONE.value, "")  # offered by one tap


@dataclass(frozen=True)
class Told:
    """How one thing stands, as a row shows it."""

    state: ConsentState
    what: str
    how: str
    tone: str
    may_tap: bool


@dataclass(frozen=True)
class Tap:
    """Something nobody was asked yet: one tap notes that they agree."""

    purpose: str
    channel: str
    what: str


def consents_panel(request: HttpRequest, customer: Customer) -> Panel:
    """What, since when, how proved; buttons for who may write."""
    return Panel("privacy/consents_panel.html", shows(request, customer), place="aside", rank=38)


def shows(
    request: HttpRequest, customer: Customer, told: str = "", refused: str = ""
) -> dict[str, Any]:
    """What the piece reads: two queries, one where nothing can be tapped."""
    may_edit = may(person_in(request), Ability.EDIT_CUSTOMERS)
    states = states_of(customer)
    return {
        "customer": customer,
        "may_edit": may_edit,
        "consents": [told_of(state) for state in states],
        "taps": _taps(purposes_in_use(), states) if may_edit else [],
        "consent_told": told,
        "consent_refused": refused,
    }


def told_of(state: ConsentState) -> Told:
    """The state in words."""
    tone = "green" if state.allows else ("warn" if state.step == Step.CLAIMED else "outline")
    can_be = state.purpose.retired_at is None and (
        state.topic is None or state.topic.retired_at is None
    )
    return Told(state, about_in_words(state), how_in_words(state.fact), tone, can_be)


def _taps(purposes: list[Purpose], states: list[ConsentState]) -> list[Tap]:
    known = {(state.purpose.key, state.channel) for state in states}
    return [
        Tap(one.key, channel, about_words(one.called, channel))
        for one in purposes
        for channel in channels_of(one)
        if channel in FIRST and (one.key, channel) not in known
    ]
