"""What ends stays known: nothing that was written on a customer is deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import ContactPoint, ImportantDay, PostalAddress, Remark

Spoken = TypeVar("Spoken", ContactPoint, PostalAddress, ImportantDay, Remark)


def end(spoken: Spoken, action: str, fields: Sequence[str], *, by: By, at: datetime) -> Spoken:
    """Let it hold until `at`; `fields` are what the ledger keeps of it. Twice is once."""
    demand(by, Ability.EDIT_CUSTOMERS)
    held = type(spoken).objects.select_for_update().get(pk=spoken.pk)
    if held.valid_until is None:
        held.valid_until = at
        held.save(update_fields=["valid_until"])
        changed([held.customer_id])
        before = {name: getattr(held, name) for name in fields}
        details = {"row": held.pk}
        record(action, by=by, at=at, subject=held.customer, before=before, details=details)
    return held


def renew(spoken: Spoken, action: str, fields: Sequence[str], *, by: By, at: datetime) -> Spoken:
    """It holds again, for it was ended by mistake. Raises Refused (`changed_since`).

    What a source has taken back meanwhile does not come back by hand.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    found = type(spoken).objects.select_for_update(of=("self",)).select_related("record")
    held = found.get(pk=spoken.pk)
    if held.valid_until is None or (held.record and held.record.superseded_at):
        raise Refused("changed_since", _("Something newer stands here. It stays as it is."))
    held.valid_until = None
    held.save(update_fields=["valid_until"])
    changed([held.customer_id])
    after = {name: getattr(held, name) for name in fields}
    details = {"row": held.pk}
    record(action, by=by, at=at, subject=held.customer, after=after, details=details)
    return held


def still_holds(spoken: Spoken) -> None:
    """What is put in the place of something must find it there. Raises Refused (`ended_meanwhile`)."""
    if type(spoken).objects.filter(pk=spoken.pk, valid_until=None).exists():
        return
    sentence = _(
        "Somebody else has changed or ended this in the meantime. Saved once more, yours stands beside."
    )
    raise Refused("ended_meanwhile", sentence)


def made(row: Spoken, instead_of: Spoken | None) -> dict[str, int]:
    """For the ledger's details: which row came, and which one it stands in for."""
    return {"row": row.pk, **({"instead_of": instead_of.pk} if instead_of else {})}
