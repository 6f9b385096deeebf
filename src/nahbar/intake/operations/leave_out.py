"""Leaving all rows out that were not taken over: they stay kept raw, and ask for nothing any more."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.rejects_file import remove_settled


@transaction.atomic
def leave_all_out(import_run: Import, *, by: By, at: datetime) -> int:
    """Settle every rejected row of the import that is still open; how many they were."""
    demand(by, Ability.RUN_IMPORTS)
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.state != Import.State.DONE:
        raise Refused("import_not_done", _("This import is not at an end yet."))
    open_rows = RejectedRow.objects.filter(
        table__import_run=locked, state=RejectedRow.State.OPEN, is_note=False
    )
    left = open_rows.update(state=RejectedRow.State.LEFT_OUT)
    record("intake.rows_left_out", by=by, at=at, subject=locked, details={"rows": left})
    transaction.on_commit(partial(remove_settled, locked))
    return left
