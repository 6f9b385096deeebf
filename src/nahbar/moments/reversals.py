"""How what was noted of moments is taken back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.core.reversals import ChangedSince, Done, Reversal, RoomChanges, Words
from nahbar.moments import changes as told
from nahbar.moments.attaching import bring_back_attachment, remove_attachment
from nahbar.moments.correcting import bring_back_encounter
from nahbar.moments.correcting_back import correct_back, take_away
from nahbar.moments.models import Attachment

EDIT = Ability.EDIT_CUSTOMERS


def _bring_back(done: Done, by: By, at: datetime) -> None:
    try:
        bring_back_encounter(done.entry, by=by, at=at)
    except Refused as refusal:
        if refusal.code == "nothing_removed":
            raise ChangedSince from refusal
        raise


def _file_back(done: Done, by: By, at: datetime) -> None:
    try:
        bring_back_attachment(done.entry, by=by, at=at)
    except Refused as refusal:
        if refusal.code == "nothing_removed":
            raise ChangedSince from refusal
        raise


def _file_away(done: Done, by: By, at: datetime) -> None:
    there = Attachment.objects.filter(public_id=done.entry.details["attachment"])
    attachment = there.exclude(encounter=None).first()
    if attachment is None:
        raise ChangedSince
    remove_attachment(attachment, by=by, at=at)


CHANGES = RoomChanges(
    key="moments",
    label=_("Moments"),
    reversals={
        "moments.noted": Reversal(EDIT, take_away),
        "moments.corrected": Reversal(EDIT, correct_back),
        "moments.removed": Reversal(EDIT, _bring_back),
        "moments.brought_back": Reversal(EDIT, take_away),
        "moments.attachment_removed": Reversal(EDIT, _file_back),
        "moments.attachment_brought_back": Reversal(EDIT, _file_away),
    },
    subjects={},  # what is done to a moment stands with its customer
    words=Words(
        done=told.DONE,
        labels={"kind": _("What"), "text": _("Text"), **told.LABELS},
        codes=told.WORDS,
        shown=told.SHOWN,
    ),
)
