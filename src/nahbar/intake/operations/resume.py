"""Letting a stopped import go on, once what stopped it is mended."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.intake.models import Import

GO_ON = frozenset({"disk_full", "unexpected"})


@transaction.atomic
def resume_import(import_run: Import, *, by: By, at: datetime) -> Import:
    """Take up a stopped import where it was. One whose files cannot be read stays stopped."""
    demand(by, Ability.RUN_IMPORTS)
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.state != Import.State.FAILED or locked.error_code not in GO_ON:
        raise Refused("not_resumable", _("This import cannot go on. Start it anew."))
    locked.state = locked.error_details["state"]
    locked.error_code, locked.error_details, locked.finished_at = "", {}, None
    locked.save(update_fields=["state", "error_code", "error_details", "finished_at"])
    record("intake.resumed", by=by, at=at, subject=locked)
    return locked
