"""Stopping an import: what it has already taken over is taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.intake.models import Import


@transaction.atomic
def cancel_import(import_run: Import, *, by: By, at: datetime) -> Import:
    """Ask for the end of an import. One that is at work ends with its next step."""
    demand(by, Ability.RUN_IMPORTS)
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.state in Import.ENDED or locked.state == Import.State.UNDOING:
        raise Refused("import_ended", _("This import has already ended."))
    locked.cancel_asked_at = at
    if locked.state == Import.State.PROPOSED:
        locked.state, locked.finished_at = Import.State.CANCELLED, at
    locked.save(update_fields=["cancel_asked_at", "state", "finished_at"])
    record("intake.cancelled", by=by, at=at, subject=locked)
    return locked
