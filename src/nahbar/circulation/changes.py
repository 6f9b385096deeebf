"""What was done to a customer's things, in words; told on the customer's own page of changes."""

from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.circulation.forms import ThingForm
from nahbar.circulation.models import Holding
from nahbar.core import formats

DONE: dict[str, Promise] = {
    "circulation.thing_added": _("thing added"),
    "circulation.thing_changed": _("thing changed"),
    "circulation.thing_ended": _("thing no longer theirs"),
    "circulation.thing_brought_back": _("thing theirs after all"),
}
LABELS: dict[str, str | Promise | None] = {
    **{name: ThingForm.base_fields[name].label for name in ("mark", "holding", "until", "note")},
    "name": ThingForm.base_fields["name"].label,
    "ended_on": _("No longer theirs since"),
}
WORDS: dict[str, dict[str, str | Promise]] = {"holding": dict(Holding.choices)}


def _day(text: str) -> str:
    return formats.date(date.fromisoformat(text))


SHOWN: dict[str, Callable[[str], str]] = {"until": _day, "ended_on": _day}
