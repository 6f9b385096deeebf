"""Taking an import back: what it made goes, what it changed returns, what people wrote stays."""

from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.frames import who_is_on_the_agenda
from nahbar.agenda.operations.forget import forget_marks
from nahbar.circulation.frames import who_has_things_noted
from nahbar.circulation.operations.take_over import forget_things
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import Ids, read_matching, slices
from nahbar.core.events import announce
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.core.undo import Counter
from nahbar.customers.models import Customer
from nahbar.customers.operations.undo import (
    LeftOver,
    remove_customers,
    take_back_records,
    who_was_edited,
)
from nahbar.intake.events import ImportUndone
from nahbar.intake.models import Import
from nahbar.intake.queries import count_what_is_left
from nahbar.intake.rejects_file import remove_settled
from nahbar.measures.queries import who_is_written_of
from nahbar.moments.frames import who_was_met
from nahbar.moments.operations import take_back_encounters
from nahbar.sales.operations.undo import take_back_lines
from nahbar.sales.queries import who_ordered
from nahbar.value.operations.forget import forget_values

MOST_NAMED = 100
REMOVED = ("customers", "orders", "lines", "encounters")


@transaction.atomic
def ask_to_undo(import_run: Import, *, by: By, at: datetime) -> Import:
    """Open the undoing of an import; the work itself is `undo_import`.

    One that is still at work is stopped first, by whoever is at it.
    """
    demand(by, Ability.RUN_IMPORTS)
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.state in {Import.State.UNDONE, Import.State.CANCELLED}:
        raise Refused("not_undoable", _("This import has been taken back already."))
    if locked.state in {Import.State.SURVEYING, Import.State.STORING, Import.State.PROPOSED}:
        locked.cancel_asked_at = at
    if locked.state not in Import.WORKING:
        locked.state, locked.finished_at = Import.State.UNDOING, None
    locked.save(update_fields=["state", "finished_at", "cancel_asked_at"])
    record("intake.undo_asked", by=by, at=at, subject=locked)
    transaction.on_commit(partial(remove_settled, locked))
    return locked


def undo_import(import_run: Import, *, by: By, at: datetime) -> dict[str, Any]:
    """Take everything back, in steps that each stand alone; begun again it goes on where it was.

    Rows that another import says as well stay and become that import's own.
    """
    batch, count = import_run.batch, _Count(import_run)
    take_back_lines(batch, count=count)
    with transaction.atomic():
        count("encounters", take_back_encounters(batch))
    left = take_back_records(batch, count=count)
    used = _remove_unsaid(left, count)
    kept = np.union1d(np.union1d(count.edited, left.written_on), used)
    result = {
        "removed": {what: count.so_far(what) for what in REMOVED},
        "restored": count.so_far("restored"),
        "reduced": count.so_far("reduced"),
        "kept_because_edited": _name(kept),
        "kept_count": int(kept.size),
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


class _Count:
    """What an undo has done so far, kept by each step, so that a killed one's share is counted."""

    def __init__(self, import_run: Import) -> None:
        self._import = import_run
        if "edited" not in import_run.undo_result:
            edited = who_was_edited(import_run.batch)
            import_run.undo_result = {"edited": edited.tolist()}
            import_run.save(update_fields=["undo_result"])

    @property
    def edited(self) -> Ids:
        """On whom of its customers people had written before it began."""
        return np.asarray(self._import.undo_result["edited"], dtype=np.int64)

    def __call__(self, what: str, number: int) -> None:
        """Add to the count, in the transaction of the step."""
        self._import.undo_result[what] = self.so_far(what) + number
        self._import.save(update_fields=["undo_result"])

    def so_far(self, what: str) -> int:
        """The count."""
        return int(self._import.undo_result.get(what, 0))


def _remove_unsaid(left: LeftOver, count: Counter) -> Ids:
    """Customers nobody speaks of any more go, unless something of theirs is still here: who stays."""
    used = np.union1d(who_ordered(left.unsaid), who_was_met(left.unsaid))
    used = np.union1d(used, who_is_written_of(left.unsaid))
    used = np.union1d(used, who_has_things_noted(left.unsaid))
    used = np.union1d(used, who_is_on_the_agenda(left.unsaid))
    gone = np.setdiff1d(left.unsaid, used)
    for part in slices(gone):
        with transaction.atomic():
            forget_values(part)
            forget_marks(part)
            forget_things(part)
            count("customers", remove_customers(part))
    return used


def _name(customers: Ids) -> list[dict[str, str]]:
    """Whom we kept, the first hundred by name."""
    theirs = read_matching(
        "SELECT id, sort_key FROM customers_customer WHERE id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64, "sort_key": pl.String},
    )
    first = theirs.sort("sort_key", "id")["id"].head(MOST_NAMED).to_list()
    kept = Customer.objects.in_bulk(first)
    return [{"id": str(kept[pk].public_id), "name": kept[pk].name} for pk in first]
