"""How an import is taken back: as a whole, by the worker, whoever else says the same keeps it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.core.reversals import ChangedSince, Done, Reversal, RoomChanges, Subject, Words
from nahbar.intake.jobs import work_off_imports
from nahbar.intake.models import Import
from nahbar.intake.operations.undo import ask_to_undo


def _ask(done: Done, by: By, at: datetime) -> None:
    import_run = Import.objects.filter(pk=done.entry.subject_id).first()
    if import_run is None:
        raise ChangedSince
    try:
        ask_to_undo(import_run, by=by, at=at)
        work_off_imports.enqueue()
    except Refused as refusal:
        if refusal.code == "not_undoable":
            raise ChangedSince from refusal
        raise


def _named(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
    found = Import.objects.select_related("source").in_bulk(list(keys))
    return {
        pk: (one.source.called, reverse("import", args=[one.public_id]))
        for pk, one in found.items()
    }


WHOLE = Reversal(Ability.RUN_IMPORTS, _ask)
CHANGES = RoomChanges(
    key="imports",
    label=_("Imports"),
    reversals={"intake.confirmed": WHOLE},
    subjects={Import._meta.label_lower: Subject(_("Import"), Ability.SEE_IMPORTS, named=_named)},
    words=Words(
        done={
            "intake.started": _("import begun"),
            "intake.confirmed": _("import confirmed"),
            "intake.taken_over": _("import taken over"),
            "intake.cancelled": _("import cancelled"),
            "intake.undo_asked": _("taking back of an import asked for"),
            "intake.undone": _("import taken back"),
        },
    ),
)
