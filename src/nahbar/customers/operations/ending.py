"""What ends stays known: nothing that was written on a customer is deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.customers.models import ContactPoint, ImportantDay, PostalAddress, Remark

Spoken = TypeVar("Spoken", ContactPoint, PostalAddress, ImportantDay, Remark)


def end(spoken: Spoken, action: str, fields: Sequence[str], *, by: By, at: datetime) -> Spoken:
    """Let it hold until `at`; `fields` are what the ledger keeps of it. Twice is once."""
    demand(by, Ability.EDIT_CUSTOMERS)
    held = type(spoken).objects.select_for_update().get(pk=spoken.pk)
    if held.valid_until is None:
        held.valid_until = at
        held.save(update_fields=["valid_until"])
        before = {name: getattr(held, name) for name in fields}
        record(action, by=by, at=at, subject=held.customer, before=before)
    return held
