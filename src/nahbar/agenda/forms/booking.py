"""What is asked of somebody who books a time, and of those who let others book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ASKED_MINUTES = [(15, "15"), (30, "30"), (45, "45"), (60, "60"), (90, "90"), (120, "120")]


class TimeForm(forms.Form):
    """One of the free times; whether it still is free, the operation knows."""

    starts_at = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M:%S%z"],
        error_messages={"required": _("Please choose a time.")},
    )


class BookingForm(TimeForm):
    """The time, who comes, and how they are reached."""

    ticket = forms.CharField(max_length=64, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact = forms.CharField(
        label=_("Mail address or phone number"),
        help_text=_("To a mail address we send a confirmation."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )
    note = forms.CharField(
        label=_("What is it about?"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any], is_known: bool) -> None:
        super().__init__(data, initial=initial)
        if is_known:  # the link says who it is
            del self.fields["name"], self.fields["contact"]


class BookingLinkForm(forms.Form):
    """How long appointments are that others book, and when they may lie."""

    minutes = forms.TypedChoiceField(
        label=_("Minutes"), choices=ASKED_MINUTES, coerce=int, initial=30
    )
    lead_hours = forms.IntegerField(
        label=_("Hours ahead, at least"), min_value=0, max_value=24 * 14, initial=24
    )
    days_ahead = forms.IntegerField(
        label=_("Days ahead, at most"), min_value=1, max_value=180, initial=28
    )
