"""What is asked about the firm, and when a goal is chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from nahbar.customers.forms import DayInput
from nahbar.measures.numbers import NumberField
from nahbar.steering.models import LONGEST, Known, Trade
from nahbar.steering.operations.save_answers import FIELDS
from nahbar.steering.queries import Said

NOTHING = [("", "–")]
MARK_CHOICES = [
    *NOTHING,
    ("1", lazy("1, poor")),
    ("2", "2"),
    ("3", lazy("3, middling")),
    ("4", "4"),
    ("5", lazy("5, very good")),
]
MORE_ROWS = 3


def _text(label: Any, rows: int = 2) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=area)


def _mark(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=MARK_CHOICES, coerce=int, empty_value=None, required=False
    )


class AnswersForm(forms.Form):
    """A few questions about the firm; every answer may be left out."""

    trade = forms.ChoiceField(
        label=lazy("What do you live from?"), choices=[*NOTHING, *Trade.choices], required=False
    )
    branches = forms.IntegerField(
        label=lazy("How many branches are there?"), min_value=1, max_value=1000, required=False
    )
    margin_known = forms.ChoiceField(
        label=lazy("Do you know the margin of what you sell?"),
        choices=[*NOTHING, *Known.choices],
        required=False,
    )
    counts_visits = forms.BooleanField(
        label=lazy("A visit counts even without a purchase"),
        help_text=lazy("As in the workshop under warranty: who comes is still a customer."),
        required=False,
    )
    long_groups = forms.MultipleChoiceField(
        label=lazy("Which product groups are kept for years?"),
        help_text=lazy("As cars or kitchens: who bought one is not lost because they do not buy again soon."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    relations = _text(lazy("How are the relations with your customers today?"))
    relations_mark = _mark(lazy("Mark for the relations"))
    processes = _text(
        lazy("How well does it run behind the counter: who does what, what gets stuck?")
    )
    processes_mark = _mark(lazy("Mark for the processes"))
    hierarchy = _text(lazy("Who decides, and how far may colleagues decide by themselves?"))
    hierarchy_mark = _mark(lazy("Mark for deciding"))
    wishes = _text(lazy("What do you want to reach?"), 3)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        said: Said,
        counts_visits: bool,
        long_groups: list[str],
        groups: list[str],
    ) -> None:
        known = {name: getattr(said.firm, name) for name in (*FIELDS, "version")}
        known |= {"counts_visits": counts_visits, "long_groups": long_groups}
        super().__init__(data, initial=known)
        offered = [(group, group) for group in sorted({*groups, *long_groups})]
        self.fields["long_groups"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        if not offered:
            del self.fields["long_groups"]

    @property
    def answers(self) -> dict[str, Any]:
        """What the firm said, for `save_answers`."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class CompetitorForm(forms.Form):
    """One competitor; a row without a name is none."""

    name = forms.CharField(label=lazy("Competitor"), max_length=200, required=False)
    acts = _text(lazy("How do they act?"))
    succeeds = _text(lazy("Where do they succeed?"))


Competitors = forms.formset_factory(CompetitorForm, extra=MORE_ROWS, absolute_max=103, max_num=103)


class GoalChoice(forms.Form):
    """How far and until when, as proposed or as adjusted; a share in percent."""

    figure = forms.CharField(widget=forms.HiddenInput)
    amount = NumberField(label=lazy("To what value?"))
    until = forms.DateField(label=lazy("Until when?"), widget=DayInput)
