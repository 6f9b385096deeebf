"""Customers agree, are asked, refuse, withdraw: noted by one of us, at once, with what proves it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.privacy.models import ConsentFact, ConsentRequest
from nahbar.privacy.models.consents import DENYING, Channel, Step
from nahbar.privacy.operations.asking import ask_by_mail, close_requests
from nahbar.privacy.operations.catalogue import wording_of
from nahbar.privacy.operations.noting import (
    About,
    Agreed,
    Proof,
    hold_customer,
    note_fact,
    state_of,
    topics_allowed,
)


@transaction.atomic
def give_consent(
    customer: Customer, about: About, proof: Proof, *, by: By, at: datetime
) -> ConsentFact | ConsentRequest | None:
    """They agreed. For mail, where the purpose asks back and nothing is there in writing, they are
    asked by mail and it counts when they answer: then the request comes back. Nothing new: None.

    Who refused or withdrew before must have said so anew, and how must be noted: a withdrawal is
    not ours to take back. Raises Refused (`needs_proof`) and as `ask_by_mail`, `note_fact`.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    held = hold_customer(customer)
    before = state_of(held, about)
    if before and before.allows and not proof.is_kept:
        return None
    if about.channel == Channel.MAIL and about.purpose.asks_back and proof.file is None:
        return ask_by_mail(held, about, proof, by=by, at=at)
    if before and before.step in DENYING and not proof.is_kept:
        raise Refused(
            "needs_proof",
            _(
                "They said no before. To allow it again, note what they said now, or keep it in writing."
            ),
        )
    close_requests(held, about, at=at)
    agreed = Agreed(wording_of(about.purpose), get_language() or "de")
    return note_fact(held, about, Step.GIVEN, proof, agreed, by=by, at=at)


@transaction.atomic
def refuse_consent(
    customer: Customer, about: About, proof: Proof, *, by: By, at: datetime
) -> ConsentFact | None:
    """They do not want it. Twice is once."""
    demand(by, Ability.EDIT_CUSTOMERS)
    return _deny(customer, about, Step.REFUSED, proof, by=by, at=at)


@transaction.atomic
def withdraw_consent(
    customer: Customer, about: About, proof: Proof, *, by: By, at: datetime
) -> ConsentFact | None:
    """They no longer agree; where all topics are meant, to none of them. Twice is once."""
    demand(by, Ability.EDIT_CUSTOMERS)
    return _deny(customer, about, Step.WITHDRAWN, proof, by=by, at=at)


def _deny(
    customer: Customer, about: About, step: Step, proof: Proof, *, by: By, at: datetime
) -> ConsentFact | None:
    held = hold_customer(customer)
    close_requests(held, about, at=at)
    if about.topic is None:
        for state in topics_allowed(held, about):
            single = About(about.purpose, about.channel, state.topic)
            note_fact(held, single, step, Proof(proof.way, ip=proof.ip), by=by, at=at)
    before = state_of(held, about)
    if before and before.step in DENYING and not proof.is_kept:
        return None
    return note_fact(held, about, step, proof, by=by, at=at)
