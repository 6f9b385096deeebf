"""What is asked about how the firm reckons."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.text_digest import digest_text
from nahbar.value.models import ValueSettings
from nahbar.value.operations.change_rules import FIELDS
from nahbar.value.operations.override import LARGEST, LONGEST_REASON

DECIMAL = {"inputmode": "decimal"}


class RulesForm(forms.Form):
    """The firm's rules; the margin of each product group it sells, and whether it is kept for years."""

    margin_percent = forms.DecimalField(
        label=lazy("Margin where no cost is known, in percent of the price"),
        help_text=lazy("Used for all order lines without a cost and without a product group of its own."),
        min_value=0, max_value=100, max_digits=5, decimal_places=2,
        localize=True, widget=forms.TextInput(attrs=DECIMAL),
    )  # fmt: skip
    horizon_months = forms.IntegerField(
        label=lazy("How far to look ahead, in months"), min_value=1, max_value=120
    )
    discount_percent = forms.DecimalField(
        label=lazy("Discount, in percent a year"),
        help_text=lazy("A euro in a year is worth less than one today."),
        min_value=0, max_value=100, max_digits=5, decimal_places=2,
        localize=True, widget=forms.TextInput(attrs=DECIMAL),
    )  # fmt: skip
    class_a_percent = forms.IntegerField(
        label=lazy("Class A: the first … percent of all value"), min_value=0, max_value=100
    )
    class_b_percent = forms.IntegerField(
        label=lazy("Class B: the next … percent"), min_value=0, max_value=100
    )
    class_c_percent = forms.IntegerField(
        label=lazy("Class C: the next … percent"),
        help_text=lazy("Everybody else is in class D."),
        min_value=0,
        max_value=100,
    )
    counts_visits = forms.BooleanField(
        label=lazy("A visit that was noted counts like a purchase"),
        help_text=lazy("Where people come without buying: the workshop, a consultation. It says that they are still customers."),
        required=False,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        settings: ValueSettings,
        margins: dict[str, Decimal],
        long_groups: Collection[str] = (),
        groups: list[str],
    ) -> None:
        known = {name: getattr(settings, name) for name in (*FIELDS, "version")}
        super().__init__(data, initial=known)
        self.groups = {_field_name(group): group for group in groups}
        for name, group in self.groups.items():
            self.fields[name] = forms.DecimalField(
                label=group, initial=margins.get(group), required=False,
                min_value=-100, max_value=100, max_digits=5, decimal_places=2,
                localize=True, widget=forms.TextInput(attrs=DECIMAL),
            )  # fmt: skip
            self.fields[f"long_{name}"] = forms.BooleanField(
                label=_("%(group)s: kept for years") % {"group": group},
                initial=group in long_groups,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """The classes share what there is."""
        answers = super().clean() or {}
        if sum(answers.get(f"class_{name}_percent") or 0 for name in "abc") > 100:
            self.add_error(
                "class_c_percent", _("The classes together cannot take more than 100 percent.")
            )
        return answers

    @property
    def firm_fields(self) -> list[forms.BoundField]:
        """The fields that hold for the whole firm."""
        return [self[name] for name in (*FIELDS, "version")]

    @property
    def group_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each product group its margin, and whether its things are kept for years."""
        return [(self[name], self[f"long_{name}"]) for name in self.groups]

    @property
    def rules(self) -> dict[str, Any]:
        """The answers for `change_rules`."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def group_margins(self) -> dict[str, Decimal | None]:
        """The answers for product groups; None for the firm's rate."""
        return {group: self.cleaned_data[name] for name, group in self.groups.items()}

    @property
    def long_groups(self) -> list[str]:
        """Product groups of things that are kept for years."""
        return [group for name, group in self.groups.items() if self.cleaned_data[f"long_{name}"]]


class OverrideForm(forms.Form):
    """What a person says a customer is worth, and why."""

    value = forms.DecimalField(
        label=lazy("What are they worth?"),
        min_value=-LARGEST, max_value=LARGEST, max_digits=12, decimal_places=2,
        localize=True, widget=forms.TextInput(attrs=DECIMAL),
    )  # fmt: skip
    reason = forms.CharField(
        label=lazy("Why?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _field_name(group: str) -> str:
    """A group keeps its field while others come and go."""
    return f"group_{digest_text(group) & (2**64 - 1):016x}"
