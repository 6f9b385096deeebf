"""Writing down a new customer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.hand import as_said, say_by_hand
from nahbar.customers.projection import NAMES


@transaction.atomic
def create_customer(
    fields: Mapping[str, Any],
    *,
    contacts: Sequence[tuple[str, str]] = (),
    by: By,
    at: datetime,
) -> Customer:
    """Write down somebody new: the `fields` of a record, and `contacts` as pairs of kind and value.

    Raises Refused (`nobody`) when neither a name nor a way to reach them is known.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    said = {name: value for name, value in as_said(fields).items() if value}
    if not contacts and not any(said.get(name) for name in NAMES):
        raise Refused("nobody", _("Write down a name, or a way to reach them."))
    customer = Customer.objects.create(created_at=at)
    say_by_hand(customer, said, at=at)
    record("customers.created", by=by, at=at, subject=customer, after=said)
    for kind, value in contacts:
        add_contact_point(customer, kind, value, by=by, at=at)
    return customer
