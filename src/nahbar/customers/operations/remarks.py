"""Likes, dislikes and good to know, written down by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer, Remark
from nahbar.customers.operations.ending import end, made, renew, still_holds
from nahbar.customers.queries import is_remark_for
from nahbar.customers.typed import several_lines

KEPT = ("kind", "text", "is_private")


@transaction.atomic
def add_remark(
    customer: Customer,
    kind: str,
    text: str,
    *,
    is_private: bool = False,
    instead_of: Remark | None = None,
    by: By,
    at: datetime,
) -> Remark:
    """Add a remark; it is written so that the customer may read it. A private one is for few of us.

    It takes the place of `instead_of`, which ends. Raises Refused (`nothing_said`, `too_long`,
    `unknown_choice`, `ended_meanwhile`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if kind not in Remark.Kind.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    said = several_lines(text, 2_000)
    if not said:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    if instead_of is not None:
        still_holds(instead_of)
        before = (instead_of.kind, instead_of.text, instead_of.is_private)
        if (kind, said, is_private) == before:
            return instead_of
        end_remark(instead_of, by=by, at=at)
    remark = Remark.objects.create(
        customer=customer,
        by=by if isinstance(by, User) else None,
        kind=kind,
        text=said,
        is_private=is_private,
        recorded_at=at,
    )
    changed([customer.pk])
    after = {"kind": kind, "text": said, **({"is_private": True} if is_private else {})}
    details = made(remark, instead_of)
    record("customers.remark_added", by=by, at=at, subject=customer, after=after, details=details)
    return remark


@transaction.atomic
def end_remark(remark: Remark, *, by: By, at: datetime) -> Remark:
    """It is no longer so. Raises NotAllowed for what is private and not for `by`."""
    _demand_to_read(remark, by)
    return end(remark, "customers.remark_ended", KEPT, by=by, at=at)


@transaction.atomic
def renew_remark(
    remark: Remark, *, instead_of: Remark | None = None, by: By, at: datetime
) -> Remark:
    """It is so after all. Raises NotAllowed for what is private and not for `by`."""
    _demand_to_read(remark, by)
    action = "customers.remark_renewed"
    return renew(remark, action, KEPT, instead_of=instead_of, by=by, at=at)


def _demand_to_read(remark: Remark, by: By) -> None:
    if not is_remark_for(by, remark):
        raise NotAllowed
