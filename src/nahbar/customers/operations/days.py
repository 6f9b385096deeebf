"""Days that count for a customer, written down by hand."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, ImportantDay
from nahbar.customers.operations.ending import end, made, renew, still_holds
from nahbar.customers.typed import one_line

KEPT = ("kind", "day", "month", "year", "label")
LEAP_YEAR = 2000  # without a year, 29 February is a day like any other


@transaction.atomic
def add_day(
    customer: Customer,
    kind: str,
    *,
    day: int,
    month: int,
    year: int | None = None,
    label: str = "",
    instead_of: ImportantDay | None = None,
    by: By,
    at: datetime,
) -> ImportantDay:
    """Add a birthday or another day. It takes the place of `instead_of`, which ends.

    Raises Refused (`no_such_day`, `unknown_choice`, `too_long`, `ended_meanwhile`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if kind not in ImportantDay.Kind.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    try:
        date(year or LEAP_YEAR, month, day)
    except ValueError as error:
        raise Refused("no_such_day", _("There is no such day in the calendar.")) from error
    said = {"day": day, "month": month, "year": year, "label": one_line(label, 100)}
    if instead_of is not None:
        still_holds(instead_of)
        if {"kind": kind, **said} == {name: getattr(instead_of, name) for name in KEPT}:
            return instead_of
        end_day(instead_of, by=by, at=at)
    known = customer.days.filter(kind=kind, **said, valid_until=None).first()
    if known:
        return known
    important = ImportantDay.objects.create(customer=customer, kind=kind, recorded_at=at, **said)
    after = {"kind": kind, **said}
    details = made(important, instead_of)
    record("customers.day_added", by=by, at=at, subject=customer, after=after, details=details)
    return important


@transaction.atomic
def end_day(day: ImportantDay, *, by: By, at: datetime) -> ImportantDay:
    """The day no longer counts."""
    return end(day, "customers.day_ended", KEPT, by=by, at=at)


@transaction.atomic
def renew_day(day: ImportantDay, *, by: By, at: datetime) -> ImportantDay:
    """The day counts after all."""
    return renew(day, "customers.day_renewed", KEPT, by=by, at=at)
