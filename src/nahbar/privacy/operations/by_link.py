"""What customers do themselves behind a link of ours: withdraw, all or one, and change their mind again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nahbar.core.actors import THE_HOUSE
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.privacy.models import ConsentFact, ConsentLink, ConsentState
from nahbar.privacy.models.consents import ALLOWING, Channel, Step, Way
from nahbar.privacy.operations.catalogue import wording_of
from nahbar.privacy.operations.consents import refuse_consent, withdraw_consent
from nahbar.privacy.operations.noting import About, Agreed, Proof, hold_customer, note_fact

BY_LINK = Proof(Way.LINK)
AboutKey = tuple[int, str, int | None]


@transaction.atomic
def end_by_link(link: ConsentLink, *, at: datetime) -> None:
    """One click: nothing more of what the mail was for, on no topic. Twice is once.

    Where the mail was a question, that one is answered with no.
    """
    if link.request is not None:
        asked = link.request
        about = About(asked.purpose, asked.channel, asked.topic)
        refuse_consent(link.customer, about, BY_LINK, by=THE_HOUSE, at=at)
    elif link.purpose is not None:
        channel = Channel.MAIL if link.purpose.by_channel else ""
        _end(link.customer, About(link.purpose, channel), at)


@transaction.atomic
def end_all_by_link(link: ConsentLink, *, at: datetime) -> int:
    """Withdraw everything that is allowed or still asked; how much that was."""
    held = hold_customer(link.customer)
    states = held.consentstates.filter(step__in=(*ALLOWING, Step.ASKED, Step.CLAIMED))
    found = list(states.select_related("purpose", "topic").order_by("topic_id"))
    for state in found:
        _end(held, About(state.purpose, state.channel, state.topic), at)
    return len(found)


@transaction.atomic
def change_by_link(
    link: ConsentLink, state: ConsentState, *, allows: bool, at: datetime
) -> ConsentFact | None:
    """Withdraw one, or allow again what was theirs once. Raises Refused (`unknown_choice`)."""
    held = hold_customer(link.customer)
    if state.customer_id != held.pk:
        raise Refused("unknown_choice", _("This choice does not exist."))
    about = About(state.purpose, state.channel, state.topic)
    if not allows:
        return _end(held, about, at)
    current = ConsentState.objects.select_for_update().get(pk=state.pk)
    if current.allows:
        return None
    is_new = (state.purpose_id, state.channel, state.topic_id) not in allowed_once(held)
    if is_new or about.purpose.retired_at is not None:
        raise Refused("unknown_choice", _("This choice does not exist."))
    address = link.mail.to if link.mail and about.channel == Channel.MAIL else ""
    agreed = Agreed(wording_of(about.purpose), get_language() or "de", address)
    step = Step.CONFIRMED if address else Step.GIVEN
    return note_fact(held, about, step, BY_LINK, agreed, by=THE_HOUSE, at=at)


def allowed_once(customer: Customer) -> set[AboutKey]:
    """What was ever allowed (purpose, channel, topic, by their keys): a link that was passed on must
    not open what never was."""
    facts = customer.consentfacts.filter(step__in=ALLOWING)
    return set(facts.values_list("purpose_id", "channel", "topic_id"))


def _end(customer: Customer, about: About, at: datetime) -> ConsentFact | None:
    return withdraw_consent(customer, about, BY_LINK, by=THE_HOUSE, at=at)
