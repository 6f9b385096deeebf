"""What customers agreed to, as it stands and as it came to be. Customers come from who may see them."""

from collections.abc import Iterable
from typing import Any

from nahbar.customers.models import Customer
from nahbar.privacy.models import ConsentFact, ConsentState
from nahbar.privacy.models.consents import DENYING

BESIDE = ("purpose", "topic", "fact__by", "fact__wording")


def states_of(customer: Customer) -> list[ConsentState]:
    """How everything stands that was ever said, by purpose, channel and topic. One query."""
    states = customer.consentstates.select_related(*BESIDE)
    return list(states.order_by("purpose__position", "purpose", "channel", "topic__position", "pk"))


def facts_of(customer: Customer) -> list[ConsentFact]:
    """All that was said, the newest first. One query."""
    facts = customer.consentfacts.select_related("purpose", "topic", "by", "wording", "proof_file")
    return list(facts.order_by("-pk"))


def deciding(states: Iterable[ConsentState], topic: int | None) -> ConsentState | None:
    """Of the states for one purpose and channel, the one that says whether `topic` may be sent.

    A word on the topic itself goes before one on all of them, unless it says neither yes nor no.
    """
    found = {state.topic_id: state for state in states}
    own, general = found.get(topic), found.get(None)
    if own and (own.allows or own.step in DENYING):
        return own
    return general if general and general.allows else own or general


def consents_as_data(customer: Customer) -> list[dict[str, Any]]:
    """How everything stands, as plain data for machines."""
    return [_as_data(state) for state in states_of(customer)]


def _as_data(state: ConsentState) -> dict[str, Any]:
    fact, wording = state.fact, state.fact.wording
    return {
        "purpose": state.purpose.key,
        "channel": state.channel,
        "topic": state.topic.key if state.topic else "",
        "state": state.step,
        "allows": state.allows,
        "since": state.since,
        "expires_at": state.expires_at,
        "how": fact.way,
        "by": str(fact.by) if fact.by else "",
        "proof": fact.proof,
        "has_file": fact.proof_file_id is not None,
        "wording": wording.number if wording else None,
        "text": wording.in_language(fact.language) if wording else "",
        "language": fact.language,
    }
