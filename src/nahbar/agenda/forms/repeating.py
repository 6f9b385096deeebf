"""How often something is to come again, and how many of them a change means."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Spread
from nahbar.agenda.rhythms import MOST, Frequency, Rhythm
from nahbar.team.hours_forms import DayInput
from nahbar.team.models import Weekday


class RepeatForm(forms.Form):
    """A rhythm: by days, weeks or months, every so many, on these weekdays, until a day or so often."""

    frequency = forms.ChoiceField(label=_("Repeat"), choices=Frequency, required=False)
    every = forms.IntegerField(
        label=_("Interval"),
        min_value=1,
        max_value=99,
        initial=1,
        required=False,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these weekdays"),
        help_text=_("For weeks. None chosen: the weekday of the first."),
        choices=Weekday,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = forms.DateField(label=_("Until, including"), widget=DayInput(), required=False)
    times = forms.IntegerField(
        label=_("Or how often in all"), min_value=1, max_value=MOST, required=False
    )

    def clean(self) -> dict[str, Any]:
        """What comes again ends at some time, in one of two ways."""
        said = super().clean() or {}
        if not said.get("frequency") or self.errors.keys() & {"until", "times"}:
            return said
        if said.get("until") is None and said.get("times") is None:
            self.add_error("until", _("Say until when, or how often."))
        elif said.get("until") is not None and said.get("times") is not None:
            self.add_error("times", _("One of the two is enough."))
        return said

    def rhythm(self) -> Rhythm | None:
        """What was chosen; None for something that comes once."""
        said = self.cleaned_data
        if not said["frequency"]:
            return None
        is_weekly = said["frequency"] == Frequency.WEEKLY
        return Rhythm(
            said["frequency"],
            said["every"] or 1,
            tuple(said["weekdays"]) if is_weekly else (),
            until=said["until"],
            times=said["times"],
        )


class SpreadForm(forms.Form):
    """Only this one, this and the following, or all."""

    spread = forms.ChoiceField(
        label=_("What is meant?"),
        choices=Spread,
        initial=Spread.ONE,
        widget=forms.RadioSelect,
        required=False,
    )

    @property
    def chosen(self) -> str:
        """Where nothing was said: only this one."""
        return str(self.cleaned_data.get("spread") or Spread.ONE)
