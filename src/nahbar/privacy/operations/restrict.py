"""Restricting what is done with somebody's data, and what they object to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.holdings import holdings
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.subjects import subject_of
from nahbar.privacy.models.requests import Restriction, StandingObjection

UNKNOWN = _("This choice does not exist.")
Against = StandingObjection.Against


@transaction.atomic
def restrict(customer: Customer, reason: str, *, by: By, at: datetime) -> Restriction:
    """From now on only those who lead see the customer, and nothing is sent. Twice is once.

    Raises Refused (`unknown_choice`).
    """
    demand(by, Ability.LEAD_PRIVACY)
    if reason not in Restriction.Reason.values:
        raise Refused("unknown_choice", UNKNOWN)
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    found, is_new = Restriction.objects.get_or_create(
        customer=customer, ended_at=None, defaults={"reason": reason, "since": at}
    )
    if is_new:
        record("privacy.restricted", by=by, at=at, subject=customer, details={"reason": reason})
    return found


@transaction.atomic
def lift_restriction(customer: Customer, *, by: By, at: datetime) -> int:
    """Everybody who may see customers sees them again; how many restrictions ended."""
    demand(by, Ability.LEAD_PRIVACY)
    ended = Restriction.objects.filter(customer=customer, ended_at=None).update(ended_at=at)
    if ended:
        record("privacy.restriction_lifted", by=by, at=at, subject=customer)
    return ended


@transaction.atomic
def note_objection(customer: Customer, against: str, *, by: By, at: datetime) -> StandingObjection:
    """The customer objects: whoever hears it writes it down, and it holds at once. Twice is once.

    Raises Refused (`unknown_choice`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if against not in Against.values:
        raise Refused("unknown_choice", UNKNOWN)
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    found, is_new = StandingObjection.objects.get_or_create(
        customer=customer, against=against, ended_at=None, defaults={"since": at}
    )
    if is_new:
        record("privacy.objected", by=by, at=at, subject=customer, details={"against": against})
    if against == Against.PROFILING:
        _forget_profile(customer, at)
    return found


def _forget_profile(customer: Customer, at: datetime) -> None:
    """What they are worth to us is shown no more, from this moment on."""
    subject = subject_of([customer.pk])
    for holding in holdings():
        if holding.is_profile:
            holding.erase(subject, at)


@transaction.atomic
def end_objection(customer: Customer, against: str, *, by: By, at: datetime) -> int:
    """The customer has changed their mind; how many objections ended."""
    demand(by, Ability.LEAD_PRIVACY)
    held = StandingObjection.objects.filter(customer=customer, against=against, ended_at=None)
    ended = held.update(ended_at=at)
    if ended:
        record(
            "privacy.objection_ended", by=by, at=at, subject=customer, details={"against": against}
        )
    return ended
