"""What was done to moments with a customer, in words; told on the customer's own page of changes."""

from collections.abc import Callable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.core import formats
from nahbar.moments.forms import MOODS, EncounterForm
from nahbar.moments.models import Channel, EncounterKind
from nahbar.moments.operations import HAND

DONE: dict[str, Promise] = {
    "moments.noted": _("moment noted"),
    "moments.corrected": _("moment corrected"),
    "moments.removed": _("moment removed"),
    "moments.brought_back": _("moment brought back"),
    "moments.attachment_removed": _("file of a moment removed"),
    "moments.attachment_brought_back": _("file of a moment brought back"),
}
LABELS: dict[str, str | Promise | None] = {
    name: EncounterForm.base_fields[name].label for name in HAND if name not in {"kind", "text"}
}
WORDS: dict[str, dict[str, str | Promise]] = {
    "kind": dict(EncounterKind.choices),
    "channel": dict(Channel.choices),
    "mood": dict(MOODS),
}


def _moment(text: str) -> str:
    return formats.moment(datetime.fromisoformat(text))


SHOWN: dict[str, Callable[[str], str]] = {"occurred_at": _moment}
