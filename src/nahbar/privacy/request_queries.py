"""Answers about what people ask, what is restricted, and what went wrong."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.holdings import Holding, Mention, Subject, holdings
from nahbar.customers.models import Customer
from nahbar.customers.names import name_of
from nahbar.customers.queries import visible_customers
from nahbar.customers.subjects import subject_of
from nahbar.privacy.models.requests import (
    PersonRequest,
    Restriction,
    StandingObjection,
)
from nahbar.privacy.retention import years_of_accounts


@dataclass(frozen=True)
class Going:
    """What an erasure takes: rows by holding, and of those what the law keeps, until when."""

    holding: Holding
    rows: int
    kept: int
    until: date | None


@dataclass(frozen=True)
class Foretold:
    """What an erasure would do: what goes, and words on others for a person to decide about."""

    going: list[Going]
    mentions: list[tuple[Mention, str]]


def foretell(customer: Customer) -> Foretold:
    """What erasing the customer takes; nothing is changed."""
    subject, years = subject_of([customer.pk]), years_of_accounts()
    going = [_going(holding, subject, years) for holding in reversed(holdings())]
    found = [m for holding in holdings() if holding.mentions for m in holding.mentions(subject)]
    others = Customer.objects.in_bulk([m.customer for m in found if m.customer])
    named = [(m, name_of(others[m.customer]) if m.customer in others else "") for m in found]
    return Foretold([one for one in going if one.rows], named)


def _going(holding: Holding, subject: Subject, years: int) -> Going:
    kept = holding.keeps(subject, years) if holding.keeps else []
    rows = len(holding.show(subject).data)
    until = max((one.until for one in kept), default=None)
    return Going(holding, rows, sum(len(one.ids) for one in kept), until)


def access_any(by: By, public_id: uuid.UUID) -> Customer:
    """One customer, for who leads privacy. Raises Http404 alike when there is none and when not for them."""
    demand(by, Ability.LEAD_PRIVACY)
    return get_object_or_404(visible_customers(by), public_id=public_id)


def restriction_of(customer: Customer) -> Restriction | None:
    """The restriction that holds."""
    return Restriction.objects.filter(customer=customer, ended_at=None).first()


def objections_of(customer: Customer) -> list[StandingObjection]:
    """What the customer objects to."""
    return list(StandingObjection.objects.filter(customer=customer, ended_at=None).order_by("pk"))


def open_requests() -> list[PersonRequest]:
    """Requests that wait for an answer, the most urgent first."""
    found = PersonRequest.objects.filter(state=PersonRequest.State.OPEN)
    return list(found.select_related("customer", "owner").order_by("due_on", "pk"))


def access_request(by: By, public_id: uuid.UUID) -> PersonRequest:
    """One request. Raises Http404 alike when there is none and when its customer is not for `by` to see."""
    demand(by, Ability.LEAD_PRIVACY)
    found = PersonRequest.objects.select_related("customer", "owner").filter(public_id=public_id)
    request = found.first()
    if request is None or (
        request.customer_id and not visible_customers(by).filter(pk=request.customer_id).exists()
    ):
        raise Http404
    return request
