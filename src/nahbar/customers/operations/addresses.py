"""Where letters and parcels go, written down by hand."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer, PostalAddress
from nahbar.customers.models.reach import Use
from nahbar.customers.operations.ending import end, made, renew, still_holds
from nahbar.customers.typed import one_line

WIDTHS = {"street": 200, "extra": 200, "postcode": 20, "city": 120, "region": 120, "country": 2}


@transaction.atomic
def add_address(
    customer: Customer,
    fields: Mapping[str, str],
    *,
    use: str = "",
    instead_of: PostalAddress | None = None,
    by: By,
    at: datetime,
) -> PostalAddress:
    """Add an address: `street, extra, postcode, city, region, country` (ISO 3166, two letters).

    It takes the place of `instead_of`, which ends. Raises Refused (`nothing_said`, `too_long`,
    `unknown_choice`, `ended_meanwhile`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if use not in {"", *Use.values}:
        raise Refused("unknown_choice", _("This choice does not exist."))
    said = {name: one_line(fields.get(name, ""), width) for name, width in WIDTHS.items()}
    if not any(said[name] for name in ("street", "postcode", "city")):
        raise Refused("nothing_said", _("There is nothing written here yet."))
    if instead_of is not None:
        still_holds(instead_of)
        if {**said, "use": use} == {n: getattr(instead_of, n) for n in (*WIDTHS, "use")}:
            return instead_of
        end_address(instead_of, by=by, at=at)
    known = customer.addresses.filter(**said, valid_until=None).first()
    if known:
        return known
    address = PostalAddress.objects.create(customer=customer, use=use, recorded_at=at, **said)
    changed([customer.pk])
    after = {**said, "use": use}
    details = made(address, instead_of)
    record("customers.address_added", by=by, at=at, subject=customer, after=after, details=details)
    return address


@transaction.atomic
def end_address(address: PostalAddress, *, by: By, at: datetime) -> PostalAddress:
    """The customer is no longer there."""
    return end(address, "customers.address_ended", tuple(WIDTHS), by=by, at=at)


@transaction.atomic
def renew_address(address: PostalAddress, *, by: By, at: datetime) -> PostalAddress:
    """They are there after all."""
    return renew(address, "customers.address_renewed", tuple(WIDTHS), by=by, at=at)
