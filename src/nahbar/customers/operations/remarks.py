"""Likes, dislikes and good to know, written down by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer, Remark
from nahbar.customers.operations.ending import end, made, renew, still_holds
from nahbar.customers.typed import several_lines

KEPT = ("kind", "text")


@transaction.atomic
def add_remark(
    customer: Customer,
    kind: str,
    text: str,
    *,
    instead_of: Remark | None = None,
    by: By,
    at: datetime,
) -> Remark:
    """Add a remark; it is written so that the customer may read it.

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
        if (kind, said) == (instead_of.kind, instead_of.text):
            return instead_of
        end_remark(instead_of, by=by, at=at)
    remark = Remark.objects.create(
        customer=customer,
        by=by if isinstance(by, User) else None,
        kind=kind,
        text=said,
        recorded_at=at,
    )
    changed([customer.pk])
    after = {"kind": kind, "text": said}
    details = made(remark, instead_of)
    record("customers.remark_added", by=by, at=at, subject=customer, after=after, details=details)
    return remark


@transaction.atomic
def end_remark(remark: Remark, *, by: By, at: datetime) -> Remark:
    """It is no longer so."""
    return end(remark, "customers.remark_ended", KEPT, by=by, at=at)


@transaction.atomic
def renew_remark(remark: Remark, *, by: By, at: datetime) -> Remark:
    """It is so after all."""
    return renew(remark, "customers.remark_renewed", KEPT, by=by, at=at)
