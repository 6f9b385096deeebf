"""Changing what the house says of a customer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.operations.hand import as_said, say_by_hand, shown_now


class ChangedMeanwhile(Refused):
    """Somebody else changed the same fields; `theirs` says what stands there now, by field."""

    def __init__(self, theirs: Mapping[str, str | None]) -> None:
        sentence = _(
            "Somebody else has changed this in the meantime. Both are shown: please choose."
        )
        super().__init__("changed_meanwhile", sentence)
        self.theirs = theirs


@transaction.atomic
def change_customer(
    customer: Customer, new: Mapping[str, Any], *, seen: Mapping[str, Any], by: By, at: datetime
) -> Customer:
    """Change the fields in `new`; from now on the house's word wins over what the sources say.

    `seen` is what stood in these fields when the person began. What others changed elsewhere in
    the meantime stays; where they changed the same field to something else, ChangedMeanwhile is
    raised and nothing changes.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    before, said = shown_now(customer), as_said(new)
    seen_then = as_said({name: seen[name] for name in said if name in seen})
    wanted = {
        name: value
        for name, value in said.items()
        if value != before[name] and (name not in seen_then or value != seen_then[name])
    }
    theirs = {
        name: before[name]
        for name in wanted
        if name not in seen_then or seen_then[name] != before[name]
    }
    if theirs:
        raise ChangedMeanwhile(theirs)
    if wanted:
        by_hand = say_by_hand(customer, wanted, at=at)
        old = {name: before[name] for name in wanted}
        # What the house had said of its own before, for taking back: else a source's word shows.
        details = {"record": by_hand.pk if by_hand else None}
        record(
            "customers.changed",
            by=by,
            at=at,
            subject=customer,
            before=old,
            after=wanted,
            details=details,
        )
    return customer
