"""Requests with a clock: noted, taken over, extended once, answered or refused."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand, may
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.privacy.models.requests import PersonRequest
from nahbar.privacy.retention import limit

State, Identity = PersonRequest.State, PersonRequest.Identity
MONTHS, MONTHS_MORE = 1, 2  # Art. 12 (3) GDPR


@transaction.atomic
def note_request(
    customer: Customer,
    kind: str,
    *,
    received_on: date,
    owner: User,
    note: str = "",
    identity: str = Identity.OPEN,
    by: By,
    at: datetime,
) -> PersonRequest:
    """Somebody asks something; it is to be answered within a month of the day it came in.

    Raises Refused (`unknown_choice`, `not_yet`, `cannot_answer`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if kind not in PersonRequest.Kind.values or identity not in Identity.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if received_on > at.astimezone(house_zone()).date():
        raise Refused("not_yet", _("This day has not come yet."))
    _demand_can_answer(owner)
    made = PersonRequest.objects.create(
        customer=customer,
        kind=kind,
        received_on=received_on,
        due_on=limit(-MONTHS, received_on),
        identity=identity,
        note=note.strip(),
        owner=owner,
        created_at=at,
    )
    details = {"request": str(made.public_id), "kind": kind}
    record("privacy.request_noted", by=by, at=at, subject=customer, details=details)
    return made


@transaction.atomic
def make_sure(request: PersonRequest, identity: str, *, by: By, at: datetime) -> PersonRequest:
    """Note how we know that it is them who asks. Raises Refused (`unknown_choice`)."""
    held = _open(request, by)
    if identity not in Identity.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    held.identity = identity
    return _saved(held, "identity", action="privacy.request_identified", by=by, at=at)


@transaction.atomic
def hand_request(request: PersonRequest, owner: User, *, by: By, at: datetime) -> PersonRequest:
    """Somebody else answers it. Raises Refused (`cannot_answer`)."""
    held = _open(request, by)
    _demand_can_answer(owner)
    held.owner = owner
    return _saved(held, "owner", action="privacy.request_handed", by=by, at=at)


@transaction.atomic
def extend(request: PersonRequest, reason: str, *, by: By, at: datetime) -> PersonRequest:
    """Two months more, once, for a reason that the customer is told. Raises Refused (`no_reason`,
    `extended_already`, `too_late`)."""
    held, today = _open(request, by), at.astimezone(house_zone()).date()
    if held.extended_on:
        raise Refused("extended_already", _("It was extended before; that is possible once."))
    if today > held.due_on:
        raise Refused("too_late", _("The month is over. Please answer now."))
    held.reason = _required(reason)
    held.due_on, held.extended_on = limit(-(MONTHS + MONTHS_MORE), held.received_on), today
    return _saved(
        held, "reason", "due_on", "extended_on", action="privacy.request_extended", by=by, at=at
    )


@transaction.atomic
def answer_request(request: PersonRequest, *, by: By, at: datetime) -> PersonRequest:
    """What was asked is done, and the customer knows it. Raises Refused (`who_is_it`)."""
    held = _open(request, by)
    if held.identity == Identity.OPEN:
        raise Refused("who_is_it", _("First note how you know that it is them."))
    held.state, held.answered_on = State.DONE, at.astimezone(house_zone()).date()
    return _saved(held, "state", "answered_on", action="privacy.request_answered", by=by, at=at)


@transaction.atomic
def refuse_request(request: PersonRequest, reason: str, *, by: By, at: datetime) -> PersonRequest:
    """It cannot be done; the customer is told why. Raises Refused (`no_reason`)."""
    held = _open(request, by)
    held.reason = _required(reason)
    held.state, held.answered_on = State.REFUSED, at.astimezone(house_zone()).date()
    return _saved(
        held, "reason", "state", "answered_on", action="privacy.request_refused", by=by, at=at
    )


def _open(request: PersonRequest, by: By) -> PersonRequest:
    demand(by, Ability.LEAD_PRIVACY)
    held = PersonRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.state != State.OPEN:
        raise Refused("request_settled", _("This request is answered already."))
    return held


def _demand_can_answer(owner: User) -> None:
    if not owner.is_active or not may(owner, Ability.LEAD_PRIVACY):
        raise Refused("cannot_answer", _("Only somebody who leads can answer this."))


def _required(reason: str) -> str:
    if not reason.strip():
        raise Refused("no_reason", _("Please say why, in words the customer can be told."))
    return reason.strip()[:2_000]


def _saved(held: PersonRequest, *fields: str, action: str, by: By, at: datetime) -> PersonRequest:
    held.save(update_fields=list(fields))
    details = {"request": str(held.public_id)}
    record(action, by=by, at=at, subject=held, details=details)
    return held
