"""What is asked about fields, lists of values and tags."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.customers.models import Choice, ChoiceList, OwnField, Tag
from nahbar.customers.models.own_fields import (
    LISTED,
    LONGEST_CHOICE,
    LONGEST_LABEL,
    NUMBERS,
    TEXTS,
    OwnKind,
)
from nahbar.customers.own_fields.kinds import as_typed
from nahbar.customers.own_fields.patterns import PATTERNS

LONGEST_PASTE = 1_500_000  # ten thousand values


class FieldForm(forms.Form):
    """A field: what it is called, what it holds, where it shows. Without `field` it is a new one."""

    label = forms.CharField(label=_("Name"), max_length=LONGEST_LABEL)
    label_en = forms.CharField(
        label=_("Name in English"),
        help_text=_("For colleagues who read English; may stay empty."),
        max_length=LONGEST_LABEL,
        required=False,
    )
    kind = forms.ChoiceField(label=_("What it holds"), choices=OwnKind)
    choice_list = forms.ModelChoiceField(
        ChoiceList.objects.order_by("name"),
        label=_("From which list"),
        help_text=_("Only for fields that choose from a list; lists may be shared."),
        required=False,
        empty_label=_("a new list"),
    )
    words = forms.CharField(
        label=_("Values of the new list"),
        help_text=_("One on each line; more can be added later."),
        max_length=LONGEST_PASTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    currency = forms.CharField(
        label=_("Currency"), help_text=_("EUR, CHF …"), min_length=3, max_length=3, required=False
    )
    least = forms.CharField(label=_("At least"), max_length=40, required=False)
    most = forms.CharField(label=_("At most"), max_length=40, required=False)
    longest = forms.IntegerField(label=_("Longest, in characters"), min_value=1, required=False)
    pattern = forms.ChoiceField(
        label=_("Must be of this form"),
        choices=[("", _("any")), *((code, one.name) for code, one in PATTERNS.items())],
        required=False,
    )
    help = forms.CharField(
        label=_("Hint"),
        help_text=_("Stands beside the field where it is filled in."),
        max_length=200,
        required=False,
    )
    is_required = forms.BooleanField(label=_("Must be filled in"), required=False)
    on_page = forms.BooleanField(
        label=_("Shown on the customer's page"), required=False, initial=True
    )
    on_form = forms.BooleanField(
        label=_("Asked for when somebody new is written down"), required=False, initial=True
    )
    on_list = forms.BooleanField(label=_("Shown in the list of customers"), required=False)

    def __init__(self, data: Any = None, *, field: OwnField | None = None) -> None:
        super().__init__(data, initial=_as_asked(field) if field else None)
        if field is not None:
            for name in {"kind", "choice_list", "words", *_idle(field.kind)}:
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """The answers as `define_field` and `change_field` take them."""
        answers = dict(self.cleaned_data)
        answers.pop("words", None)
        if "currency" in answers:
            answers["currency"] = answers["currency"].upper()
            if not answers["currency"]:
                del answers["currency"]
        return answers


def _as_asked(field: OwnField) -> dict[str, Any]:
    asked = {name: getattr(field, name) for name in FieldForm.base_fields if hasattr(field, name)}
    ends = {name: as_typed(field, getattr(field, name)) for name in ("least", "most")}
    return {**asked, **ends}


def _idle(kind: str) -> set[str]:
    """What does not concern a kind."""
    idle = set()
    if kind not in NUMBERS and kind != OwnKind.DATE:
        idle |= {"least", "most"}
    if kind not in TEXTS:
        idle.add("longest")
    if kind != OwnKind.TEXT:
        idle.add("pattern")
    if kind != OwnKind.MONEY:
        idle.add("currency")
    return idle


class KindForm(forms.Form):
    """Of which other kind a field is to be."""

    kind = forms.ChoiceField(label=_("What it holds"))
    choice_list = forms.ModelChoiceField(
        ChoiceList.objects.order_by("name"),
        label=_("From which list"),
        required=False,
        empty_label=_("no list"),
    )

    def __init__(self, data: Any = None, *, field: OwnField, kinds: list[OwnKind]) -> None:
        super().__init__(data)
        offered = [(kind.value, kind.label) for kind in kinds]
        cast("forms.ChoiceField", self.fields["kind"]).choices = offered
        if field.kind in LISTED or not any(kind in LISTED for kind in kinds):
            del self.fields["choice_list"]


class ListForm(forms.Form):
    """A list of values: its name, and values to add."""

    name = forms.CharField(label=_("Name of the list"), max_length=LONGEST_LABEL)
    words = forms.CharField(
        label=_("Values"),
        help_text=_("One on each line."),
        max_length=LONGEST_PASTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ChoiceForm(forms.Form):
    """What a value is called."""

    prefix = "name"
    label = forms.CharField(label=_("Name"), max_length=LONGEST_CHOICE)
    label_en = forms.CharField(
        label=_("Name in English"), max_length=LONGEST_CHOICE, required=False
    )

    def __init__(self, data: Any = None, *, choice: Choice) -> None:
        super().__init__(data, initial={"label": choice.label, "label_en": choice.label_en})


class TagNameForm(forms.Form):
    """What a tag is called."""

    prefix = "name"
    name = forms.CharField(label=_("Name"), max_length=60)

    def __init__(self, data: Any = None, *, tag: Tag) -> None:
        super().__init__(data, initial={"name": tag.name})


class MergeForm(forms.Form):
    """Into which other word one is merged."""

    prefix = "merge"
    into = forms.CharField(
        label=_("Merge into"),
        help_text=_("Write the word that stays."),
        max_length=LONGEST_CHOICE,
    )
