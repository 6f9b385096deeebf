"""Likes, dislikes and good to know, written down by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, Remark
from nahbar.customers.operations.ending import end
from nahbar.customers.typed import several_lines


@transaction.atomic
def add_remark(customer: Customer, kind: str, text: str, *, by: By, at: datetime) -> Remark:
    """Add a remark; it is written so that the customer may read it.

    Raises Refused (`nothing_said`, `too_long`, `unknown_choice`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if kind not in Remark.Kind.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    said = several_lines(text, 2_000)
    if not said:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    remark = Remark.objects.create(
        customer=customer,
        by=by if isinstance(by, User) else None,
        kind=kind,
        text=said,
        recorded_at=at,
    )
    after = {"kind": kind, "text": said}
    record("customers.remark_added", by=by, at=at, subject=customer, after=after)
    return remark


@transaction.atomic
def end_remark(remark: Remark, *, by: By, at: datetime) -> Remark:
    """It is no longer so."""
    return end(remark, "customers.remark_ended", ("kind", "text"), by=by, at=at)
