"""What is asked about a moment with a customer."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.core import clock
from nahbar.core.refusals import Refused
from nahbar.customers.typed import one_line, several_lines
from nahbar.moments.models import Channel, Encounter, EncounterKind
from nahbar.moments.operations import HAND
from nahbar.team.models import Branch

# Orders, cancellations and returns come with their documents; by hand people note what was said.
BY_HAND = (
    EncounterKind.CONTACT,
    EncounterKind.SERVICE,
    EncounterKind.COMPLAINT,
    EncounterKind.DELIVERY,
    EncounterKind.TAKE_BACK,
)
MOODS = [
    ("-2", _("upset")),
    ("-1", _("dissatisfied")),
    ("0", _("neutral")),
    ("1", _("content")),
    ("2", _("delighted")),
]
LOCAL = "%Y-%m-%dT%H:%M"


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=LOCAL)


class EncounterForm(forms.Form):
    """A moment: how they met, when, what happened, how it felt."""

    channel = forms.ChoiceField(label=_("How you met"), choices=Channel, initial=Channel.PHONE)
    kind = forms.ChoiceField(
        label=_("What it was"), choices=[(kind.value, kind.label) for kind in BY_HAND]
    )
    occurred_at = forms.DateTimeField(
        label=_("When"), input_formats=[LOCAL, f"{LOCAL}:%S"], widget=MomentInput
    )
    text = forms.CharField(
        label=_("What happened"),
        help_text=_("In words that the customer may read."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mood = forms.TypedChoiceField(
        label=_("How it felt"),
        choices=[("", _("not known")), *MOODS],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    mood_word = forms.CharField(
        label=_("In a word"),
        help_text=_("Unsure, looking forward, annoyed, proud …"),
        max_length=40,
        required=False,
    )
    branch = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Branch.objects.order_by("name"),
        empty_label=_("not said"),
        required=False,
    )

    def __init__(self, data: Any = None, *, at: datetime, noted: Encounter | None = None) -> None:
        self._at = at
        known = {name: getattr(noted, name) for name in HAND} if noted else {"occurred_at": at}
        local = known["occurred_at"].astimezone(clock.house_zone())
        mood = "" if known.get("mood") is None else str(known["mood"])
        shown = {"occurred_at": local.replace(second=0, microsecond=0), "mood": mood}
        super().__init__(data, initial={**known, **shown})

    def clean_occurred_at(self) -> datetime:
        """What is still to come is no moment yet."""
        occurred_at: datetime = self.cleaned_data["occurred_at"]
        if occurred_at > self._at:
            raise forms.ValidationError(_("This is still to come."))
        return occurred_at

    def clean_text(self) -> str:
        """Without marks that cannot be seen."""
        return self._typed(several_lines, "text", 10_000)

    def clean_mood_word(self) -> str:
        """Without marks that cannot be seen."""
        return self._typed(one_line, "mood_word", 40)

    def _typed(self, clean: Any, name: str, longest: int) -> str:
        try:
            cleaned: str = clean(self.cleaned_data[name], longest)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return cleaned
