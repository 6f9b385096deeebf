"""What is asked about a moment with a customer."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nahbar.core import clock, formats
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.typed import one_line, several_lines
from nahbar.moments.checking import ACCEPTED, Upload
from nahbar.moments.correcting import LOCAL, as_seen
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
    EncounterKind.ATTEMPT,
)
MOODS = [
    ("-2", _("upset")),
    ("-1", _("dissatisfied")),
    ("0", _("neutral")),
    ("1", _("content")),
    ("2", _("delighted")),
]
MOST_AGREED, LONGEST_AGREED = 5, 300


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=LOCAL)


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Upload]:
        """All of them, where Django's own takes the last."""
        return list(files.getlist(name)) if files else []


class EncounterForm(forms.Form):
    """A moment: how they met, when, what happened, how it felt, who was there."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)
    mood = forms.TypedChoiceField(
        label=_("How it felt"),
        choices=[*MOODS, ("", _("not known"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(
        label=_("How you met"),
        choices=Channel,
        initial=Channel.VISIT,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=[(kind.value, kind.label) for kind in BY_HAND],
        initial=EncounterKind.CONTACT,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What happened"),
        help_text=_("In words that the customer may read."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    occurred_at = forms.DateTimeField(
        label=_("When"),
        input_formats=[LOCAL, f"{LOCAL}:%S"],
        widget=MomentInput,
    )
    mood_word = forms.CharField(
        label=_("In a word"),
        help_text=_("Unsure, looking forward, annoyed, proud …"),
        max_length=40,
        required=False,
    )
    companions = forms.CharField(
        label=_("Who came along"),
        help_text=_("With whom the customer came: wife, father, a friend."),
        max_length=200,
        required=False,
    )
    colleagues = forms.ModelMultipleChoiceField(
        label=_("Who of us was there too"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    branch = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Branch.objects.order_by("name"),
        empty_label=_("not said"),
        required=False,
    )
    attachments = forms.Field(
        label=_("Pictures and PDFs"),
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        at: datetime,
        by: User,
        noted: Encounter | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self._at, self._noted = at, noted
        super().__init__(data, files, initial=_begins_with(noted, initial or {}))
        self.fields["occurred_at"].required = noted is not None
        if noted is None:
            self.fields["occurred_at"].help_text = _("Left empty: just now.")
        noted_by = (noted.by_id if noted else by.pk) or 0
        others = User.objects.filter(is_active=True).exclude(pk=noted_by)
        cast("forms.ModelChoiceField[User]", self.fields["colleagues"]).queryset = others.order_by(
            "name", "email"
        )

    def said(self) -> dict[str, Any]:
        """The answers that are the moment's own fields."""
        return {name: self.cleaned_data[name] for name in HAND}

    def agreed(self) -> list[str]:
        """What was agreed, a line each. Raises Refused `too_long`."""
        lines = (one_line(line, LONGEST_AGREED) for line in self.typed_agreed())
        return list(dict.fromkeys(line for line in lines if line))

    def typed_agreed(self) -> list[str]:
        """The lines as they were sent, to be shown again."""
        return self.data.getlist("words")[:MOST_AGREED] if isinstance(self.data, QueryDict) else []

    def ask_anew(self) -> None:
        """Sent once more, this is another moment."""
        self._say("once", str(uuid.uuid4()))

    def beside(self, theirs: Mapping[str, Any]) -> None:
        """Show what others wrote beside the answers; sent once more, the answers win."""
        self._say("seen", json.dumps({**self.cleaned_data["seen"], **as_seen(theirs)}))
        for name, value in theirs.items():
            there = {"value": self._in_words(name, value)}
            self.add_error(name, _("In the meantime this became: %(value)s") % there)

    def _say(self, name: str, value: str) -> None:
        """Show one answer of ours instead of what was sent."""
        said = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        said[name] = value
        self.data = said

    def clean_seen(self) -> dict[str, Any]:
        """As the fields hold it; what somebody sends instead of our own words counts as not seen."""
        seen = self.cleaned_data["seen"]
        if self._noted is None or not isinstance(seen, dict):
            return {}
        return {name: seen[name] for name in HAND if name in seen}

    def clean_attachments(self) -> list[Upload]:
        """The files, whose content is looked at by whoever keeps them."""
        return list(self.cleaned_data["attachments"] or [])

    def clean_occurred_at(self) -> datetime:
        """What is still to come is no moment yet."""
        occurred_at: datetime = self.cleaned_data["occurred_at"] or self._at
        if occurred_at > self._at:
            raise forms.ValidationError(_("This is still to come."))
        return occurred_at

    def clean_text(self) -> str:
        """Without marks that cannot be seen."""
        return self._typed(several_lines, "text", 10_000)

    def clean_mood_word(self) -> str:
        """Without marks that cannot be seen."""
        return self._typed(one_line, "mood_word", 40)

    def clean_companions(self) -> str:
        """Without marks that cannot be seen."""
        return self._typed(one_line, "companions", 200)

    def clean(self) -> dict[str, Any]:
        """Whoever was not reached showed no mood."""
        answers = super().clean() or self.cleaned_data
        if answers.get("kind") == EncounterKind.ATTEMPT:
            answers |= {"mood": None, "mood_word": ""}
        return answers

    def _typed(self, clean: Any, name: str, longest: int) -> str:
        try:
            cleaned: str = clean(self.cleaned_data[name], longest)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return cleaned

    def _in_words(self, name: str, value: Any) -> str:
        if name == "occurred_at":
            return formats.moment(value)
        offered = {} if name == "branch" else getattr(self.fields[name], "choices", {})
        return str(dict(offered).get("" if value is None else str(value), value) or "–")


def _begins_with(noted: Encounter | None, initial: Mapping[str, Any]) -> dict[str, Any]:
    if noted is None:
        return {"once": uuid.uuid4(), "mood": "", **initial}
    known = {name: getattr(noted, name) for name in HAND}
    local = noted.occurred_at.astimezone(clock.house_zone()).replace(second=0, microsecond=0)
    shown = {"occurred_at": local, "mood": "" if noted.mood is None else str(noted.mood)}
    there = [person.pk for person in noted.colleagues.all()]
    return {**known, **shown, "colleagues": there, "seen": as_seen(known)}
