"""What is asked about findings, goals and measures."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core import formats
from nahbar.core.figures import FigureKind, Unit
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.forms import DayInput
from nahbar.measures.aims import GoalWish, How, MeasureWish
from nahbar.measures.models import Finding, Goal, Measure
from nahbar.measures.numbers import NumberField
from nahbar.measures.operations.checks import LONGEST, plain
from nahbar.measures.operations.measures import TITLE
from nahbar.measures.queries import people_who_may_own

# Which answer a refusal is about; any other is told above the form.
FIELD_OF = {
    "goal_needs_day": "until",
    "day_is_past": "until",
    "goal_moves_nothing": "amount",
    "goal_impossible": "amount",
    "measure_needs_title": "title",
    "measure_needs_day": "due_on",
    "owner_cannot": "owner",
    "cost_below_zero": "cost",
}


def _several_lines(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class RefusableForm(forms.Form):
    """A form that tells what an operation refuses beside the answer it is about."""

    def refuse(self, refusal: Refused) -> None:
        """Say it where it belongs."""
        name = FIELD_OF.get(refusal.code)
        if refusal.code == "day_is_past" and name not in self.fields:
            name = "due_on"
        self.add_error(name if name in self.fields else None, str(refusal))


class SeenForm(RefusableForm):
    """A form that knows what stood there when its page was opened."""

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> dict[str, str]:
        """What somebody sends instead of our own words counts as not seen."""
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict):
            return {}
        return {name: value for name, value in seen.items() if isinstance(value, str)}

    def beside(self, theirs: Mapping[str, str | None]) -> None:
        """Show what others wrote beside the answers; sent once more, the answers win."""
        seen = json.dumps({**self.cleaned_data["seen"], **theirs})
        self.data = {**dict(self.data.items()), self.add_prefix("seen"): seen}
        for name, value in theirs.items():
            there = self.in_words(name, value or "")
            field = name if name in self.fields else None
            self.add_error(field, _("In the meantime this became: %(value)s") % {"value": there})

    def in_words(self, name: str, value: str) -> str:
        """What somebody else wrote, as people read it."""
        offered = getattr(self.fields.get(name), "choices", None)
        return str(dict(offered).get(value, value) if offered else value or "–")


class SaidForm(SeenForm):
    """The sentence itself."""

    said = _several_lines(
        lazy("What do you recognise in it?"),
        help_text=lazy(
            "In your own words. Your name and the figure as it stands are kept with it."
        ),
    )

    def __init__(self, data: Any = None, *, finding: Finding | None = None) -> None:
        seen = {"said": finding.said} if finding else {}
        super().__init__(data, initial={**seen, "seen": seen})


class GoalForm(RefusableForm):
    """Which figure is to move, to what or by how much, until when."""

    figure = forms.ChoiceField(
        label=lazy("Which figure is to move?"),
        help_text=lazy("Shares are named in percent, a decrease with a minus."),
    )
    how = forms.ChoiceField(label=lazy("How"), choices=How)
    amount = NumberField(
        label=lazy("How much"),
        error_messages={"required": lazy("A goal needs a value.")},
    )
    until = forms.DateField(
        label=lazy("Until when?"),
        widget=DayInput,
        error_messages={
            "required": lazy("A goal needs a day: until when is it to be reached?"),
        },
    )

    def __init__(
        self, data: Any = None, *, kinds: Sequence[FigureKind], is_optional: bool = False
    ) -> None:
        self._kinds = {kind.key: kind for kind in kinds}
        super().__init__(
            data,
            prefix="goal",
            initial={"figure": kinds[0].key if kinds else "", "how": How.TO},
            empty_permitted=is_optional,
            use_required_attribute=not is_optional,
        )
        offered = [(kind.key, kind.label) for kind in kinds]
        figure = self.fields["figure"]
        figure.choices = figure.widget.choices = offered  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def wish(self) -> GoalWish | None:
        """The goal that was asked for; None where nothing was filled in."""
        if not self.cleaned_data.get("figure") or not self.has_changed():
            return None
        said = self.cleaned_data
        how, amount = How(said["how"]), said["amount"]
        if self._kinds[said["figure"]].unit == Unit.SHARE and how != How.PERCENT:
            amount /= 100
        return GoalWish(said["figure"], how, amount, said["until"])


class GoalChangeForm(SeenForm):
    """Another value, another day; the baseline stays."""

    target = NumberField(label=lazy("To what value?"))
    until = forms.DateField(label=lazy("Until when?"), widget=DayInput)

    def __init__(self, data: Any = None, *, goal: Goal) -> None:
        self._scale = 100 if goal.unit == Unit.SHARE else 1
        seen = {"target": plain(goal.target), "until": plain(goal.until)}
        shown = {"target": (goal.target * self._scale).normalize(), "until": goal.until}
        super().__init__(data, initial={**shown, "seen": seen})
        self.fields["target"].help_text = _("In percent.") if self._scale > 1 else goal.currency

    @property
    def aim(self) -> Decimal:
        """The target in the unit of the figure."""
        target: Decimal = self.cleaned_data["target"]
        return target / self._scale

    def in_words(self, name: str, value: str) -> str:
        """As it would stand in the field."""
        return formats.number(Decimal(value) * self._scale) if name == "target" else value


class MeasureForm(SeenForm):
    """What is to be done, who sees to it, until when, and what it costs."""

    title = forms.CharField(label=lazy("What is to be done?"), max_length=TITLE)
    owner = forms.ModelChoiceField(
        label=lazy("Who sees to it?"), queryset=User.objects.none(), to_field_name="public_id"
    )
    due_on = forms.DateField(label=lazy("Until when?"), widget=DayInput)
    cost = NumberField(
        label=lazy("What it costs"),
        help_text=lazy("Leave empty what is not known."),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, person: User, measure: Measure | None = None,
        is_optional: bool = False,
    ) -> None:  # fmt: skip
        names = ("title", "owner", "due_on", "cost")
        seen = {name: plain(getattr(measure, name)) for name in names} if measure else {}
        shown = {name: getattr(measure, name) for name in names} if measure else {}
        if shown.get("cost") is not None:
            shown["cost"] = shown["cost"].normalize()
        shown["owner"] = (measure.owner if measure else person).public_id
        super().__init__(
            data,
            prefix="measure",
            initial={**shown, "seen": seen},
            empty_permitted=is_optional,
            use_required_attribute=not is_optional,
        )
        if measure is None:
            del self.fields["seen"]
        owner = self.fields["owner"]
        owner.queryset = people_who_may_own()  # type: ignore[attr-defined]  # a ModelChoiceField
        owner.empty_label = None  # type: ignore[attr-defined]

    @property
    def wish(self) -> MeasureWish | None:
        """The measure that was asked for; None where nothing was filled in."""
        said = self.cleaned_data
        if not said.get("title"):
            return None
        return MeasureWish(said["title"], said["owner"], said["due_on"], said["cost"])


class EndForm(RefusableForm):
    """What came of it, or why not."""

    words = _several_lines(lazy("In a sentence"))

    def __init__(self, data: Any = None, *, label: str, is_optional: bool = False) -> None:
        super().__init__(data)
        self.fields["words"].label = label
        self.fields["words"].required = not is_optional
