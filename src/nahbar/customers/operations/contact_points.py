"""Ways to reach a customer, written down by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.models.reach import Use
from nahbar.customers.operations.ending import end, made, renew, still_holds
from nahbar.customers.typed import contact
from nahbar.team.queries import house_country

KEPT = ("kind", "value")


@transaction.atomic
def add_contact_point(
    customer: Customer,
    kind: str,
    value: str,
    *,
    use: str = "",
    instead_of: ContactPoint | None = None,
    by: By,
    at: datetime,
) -> ContactPoint:
    """Add a mail address, a number or a page; one that is known already is given back as it is.

    It takes the place of `instead_of`, which ends. Raises Refused (`nothing_said`,
    `no_mail_address`, `too_long`, `unknown_choice`, `ended_meanwhile`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if kind not in ContactPoint.Kind.values or use not in {"", *Use.values}:
        raise Refused("unknown_choice", _("This choice does not exist."))
    shown, normal = contact(kind, value, house_country())
    if instead_of is not None:
        still_holds(instead_of)
        if (kind, shown, use) == (instead_of.kind, instead_of.value, instead_of.use):
            return instead_of
        end_contact_point(instead_of, by=by, at=at)
    known = customer.contact_points.filter(kind=kind, normal=normal, valid_until=None).first()
    if known:
        return known
    point = ContactPoint.objects.create(
        customer=customer, kind=kind, value=shown, normal=normal, use=use, recorded_at=at
    )
    changed([customer.pk])
    after = {"kind": kind, "value": shown, "use": use}
    record(
        "customers.contact_point_added",
        by=by,
        at=at,
        subject=customer,
        after=after,
        details=made(point, instead_of),
    )
    return point


@transaction.atomic
def end_contact_point(point: ContactPoint, *, by: By, at: datetime) -> ContactPoint:
    """The customer is no longer reached this way; it stays known that they were."""
    return end(point, "customers.contact_point_ended", KEPT, by=by, at=at)


@transaction.atomic
def renew_contact_point(point: ContactPoint, *, by: By, at: datetime) -> ContactPoint:
    """They are reached this way after all."""
    return renew(point, "customers.contact_point_renewed", KEPT, by=by, at=at)
