"""How customers belong together, written down by hand."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, Relation


@transaction.atomic
def relate(origin: Customer, target: Customer, kind: str, *, by: By, at: datetime) -> Relation:
    """Note that `origin` … `target` ("works at"). Raises Refused (`related_to_self`, `unknown_choice`)."""
    demand(by, Ability.EDIT_CUSTOMERS)
    if kind not in Relation.Kind.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if origin.pk == target.pk:
        raise Refused(
            "related_to_self", _("Nobody is related to themselves. Choose somebody else.")
        )
    relation, is_new = Relation.objects.get_or_create(
        origin=origin, target=target, kind=kind, defaults={"created_at": at}
    )
    if is_new:
        details = {"kind": kind, "target": target.pk}
        record("customers.related", by=by, at=at, subject=origin, details=details)
    return relation


@transaction.atomic
def unrelate(relation: Relation, *, by: By, at: datetime) -> None:
    """They no longer belong together in this way; the ledger knows that they did."""
    demand(by, Ability.EDIT_CUSTOMERS)
    found = Relation.objects.select_for_update().filter(pk=relation.pk).first()
    if found:
        details = {"kind": found.kind, "target": found.target_id}
        record("customers.unrelated", by=by, at=at, subject=found.origin, details=details)
        found.delete()
