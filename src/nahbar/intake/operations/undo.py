"""Taking an import back: what it made goes, what it changed returns, what people wrote stays."""

from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import Ids
from nahbar.core.events import announce
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.operations.undo import LeftOver, remove_customers, take_back_records
from nahbar.intake.events import ImportUndone
from nahbar.intake.models import Import
from nahbar.intake.queries import count_what_is_left
from nahbar.moments.operations import take_back_encounters
from nahbar.moments.queries import who_was_met
from nahbar.sales.operations.undo import take_back_lines
from nahbar.sales.queries import who_ordered
from nahbar.value.operations.forget import forget_values

SLICE = 20_000
MOST_NAMED = 100


@transaction.atomic
def ask_to_undo(import_run: Import, *, by: By, at: datetime) -> Import:
    """Open the undoing of an import; the work itself is `undo_import`."""
    demand(by, Ability.RUN_IMPORTS)
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.state not in {Import.State.DONE, Import.State.FAILED, Import.State.UNDOING}:
        raise Refused("not_undoable", _("Only an import that has ended can be taken back."))
    locked.state, locked.finished_at = Import.State.UNDOING, None
    locked.save(update_fields=["state", "finished_at"])
    record("intake.undo_asked", by=by, at=at, subject=locked)
    return locked


def undo_import(import_run: Import, *, by: By, at: datetime) -> dict[str, Any]:
    """Take everything back, in steps that each stand alone; begun again it goes on where it was.

    Rows that another import says as well stay and become that import's own.
    """
    batch = import_run.batch
    orders = take_back_lines(batch)
    with transaction.atomic():
        encounters = take_back_encounters(batch)
    left = take_back_records(batch)
    removed_customers, kept = _remove_unsaid(left)
    result = {
        "removed": {
            "customers": removed_customers,
            "orders": orders.orders,
            "lines": orders.lines,
            "encounters": encounters,
        },
        "restored": left.records_restored,
        "kept_because_edited": _name(np.union1d(left.edited, kept)),
    }
    with transaction.atomic():
        ended = Import.State.CANCELLED if import_run.cancel_asked_at else Import.State.UNDONE
        import_run.state, import_run.finished_at = ended, at
        import_run.undo_result = {**result, "totals": count_what_is_left()}
        import_run.save(update_fields=["state", "finished_at", "undo_result"])
        batch.undone_at = at
        batch.save(update_fields=["undone_at"])
        record(
            "intake.undone",
            by=by,
            at=at,
            subject=import_run,
            details={"removed": result["removed"]},
        )
        announce(ImportUndone(import_id=import_run.pk))
    return dict(import_run.undo_result)


def _remove_unsaid(left: LeftOver) -> tuple[int, Ids]:
    """Customers nobody speaks of any more go, unless something of theirs is still here."""
    used = np.union1d(who_ordered(left.unsaid), who_was_met(left.unsaid))
    gone = np.setdiff1d(left.unsaid, used)
    removed = 0
    for start in range(0, gone.size, SLICE):
        part = gone[start : start + SLICE]
        with transaction.atomic():
            forget_values(part)
            removed += remove_customers(part)
    return removed, used


def _name(customers: Ids) -> list[dict[str, str]]:
    """Whom we kept, by name, the first hundred."""
    kept = Customer.objects.filter(pk__in=customers[:MOST_NAMED].tolist()).order_by("sort_key")
    return [{"id": str(customer.public_id), "name": customer.name} for customer in kept]
