"""A person says what a customer is worth, with a reason; the reckoned figure stays beside it."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.events import announce
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.value.events import ValueOverridden
from nahbar.value.models import CustomerValue, ValueOverride, ValueRun

LARGEST = Decimal(1_000_000_000)
LONGEST_REASON = 500


@transaction.atomic
def override_value(
    customer: Customer, *, value: Decimal, reason: str, by: User, at: datetime
) -> ValueOverride:
    """From now on the customer is worth this; class and factor follow with the next reckoning.

    Raises Refused: `not_allowed`, `reason_missing`, `value_impossible`, `not_reckoned` (nothing to
    stand beside yet).
    """
    demand(by, Ability.RECKON_VALUE)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise Refused("reason_missing", _("Say why: whoever reads it later wants to know."))
    if not value.is_finite() or abs(value) > LARGEST:
        raise Refused("value_impossible", _("This is no sum a customer can be worth."))
    current = CustomerValue.objects.filter(
        customer=customer, run__state=ValueRun.State.CURRENT
    ).select_related("run")
    shown = current.select_for_update(of=("self",)).first()
    if shown is None:
        raise Refused("not_reckoned", _("Nothing has been reckoned for this customer yet."))
    before = _end(customer, at=at)
    said = ValueOverride(
        customer=customer, currency=shown.run.currency, reason=reason, by=by, set_at=at
    )
    said.value = value
    said.save()
    _show(shown, value)
    _record("value.overridden", customer, before, said, by=by, at=at)
    return said


@transaction.atomic
def withdraw_override(customer: Customer, *, by: User, at: datetime) -> None:
    """The reckoned figure holds again. Raises Refused: `not_allowed`, `not_overridden`."""
    demand(by, Ability.RECKON_VALUE)
    before = _end(customer, at=at)
    if before is None:
        raise Refused("not_overridden", _("There is nothing to withdraw any more."))
    current = CustomerValue.objects.filter(customer=customer, run__state=ValueRun.State.CURRENT)
    shown = current.select_for_update().first()
    if shown is not None:
        _show(shown, None)
    _record("value.override_withdrawn", customer, before, None, by=by, at=at)


def _end(customer: Customer, *, at: datetime) -> ValueOverride | None:
    held = ValueOverride.objects.select_for_update().filter(customer=customer, withdrawn_at=None)
    said = held.first()
    if said is not None:
        said.withdrawn_at = at
        said.save(update_fields=["withdrawn_at"])
    return said


def _show(shown: CustomerValue, value: Decimal | None) -> None:
    """At once on every page; a range belongs to what was reckoned, not to what was said."""
    reckoned = shown.value if shown.reckoned is None else shown.reckoned
    if value is None:
        shown.reckoned, shown.value = None, reckoned
        shown.low = shown.margin_so_far + shown.expected_low
        shown.high = shown.margin_so_far + shown.expected_high
    else:
        shown.reckoned, shown.value, shown.low, shown.high = reckoned, value, value, value
    shown.save(update_fields=["reckoned", "value", "low", "high"])


def _record(
    action: str,
    customer: Customer,
    before: ValueOverride | None,
    after: ValueOverride | None,
    *,
    by: User,
    at: datetime,
) -> None:
    record(
        action,
        by=by,
        at=at,
        subject=customer,
        before={"value": before.value, "reason": before.reason} if before else None,
        after={"value": after.value, "reason": after.reason} if after else None,
    )
    announce(ValueOverridden(customer.pk))
