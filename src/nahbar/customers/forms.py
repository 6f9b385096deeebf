"""What is asked about customers."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nahbar.customers import choices
from nahbar.customers.models import ContactPoint, Customer, ImportantDay, Remark
from nahbar.customers.models.customer import Kind, Salutation, Stage
from nahbar.customers.models.reach import Use
from nahbar.customers.operations.hand import COLUMN_OF, shown_now

SALUTATIONS = [("", _("not known")), *Salutation.choices]
USES = [("", _("no matter")), *Use.choices]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CustomerForm(forms.Form):
    """What the house says of a customer, and what stood there when the page was opened."""

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)
    person_kind = forms.ChoiceField(label=_("What they are"), choices=Kind)
    salutation = forms.ChoiceField(label=_("Form of address"), choices=SALUTATIONS, required=False)
    title = forms.CharField(label=_("Title"), max_length=80, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=200, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=200, required=False)
    name_suffix = forms.CharField(label=_("Title behind the name"), max_length=80, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    stage = forms.ChoiceField(label=_("Where they stand with us"), choices=Stage)
    since = forms.DateField(label=_("Known since"), required=False, widget=DayInput)
    language = forms.ChoiceField(
        label=_("Language"), choices=choices.language_choices, required=False
    )
    found_us = forms.CharField(label=_("How did they find us?"), max_length=200, required=False)
    carer_id = forms.ChoiceField(label=_("Their person with us"), required=False)

    def __init__(
        self, data: Any = None, *, customer: Customer, only: Collection[str] = COLUMN_OF
    ) -> None:
        """Ask for the fields in `only`; others that are sent are not read."""
        now = {name: value for name, value in shown_now(customer).items() if name in only}
        super().__init__(data, initial={**now, "seen": now})
        for name in {*self.fields} - {*only, "seen"}:
            del self.fields[name]
        if only is not COLUMN_OF:
            self.order_fields(["seen", *only])
        if "language" in only:
            self._offer("language", choices.language_choices(), customer.language)
        if "carer_id" in only:
            self._offer("carer_id", choices.carer_choices(), now["carer_id"] or "")

    def _offer(self, name: str, offered: list[tuple[str, str]], now: str) -> None:
        """These choices, and what stands there now, which may be offered no more."""
        if now not in dict(offered):
            offered.append((now, choices.in_words(name, now)))
        cast("forms.ChoiceField", self.fields[name]).choices = offered

    def clean_seen(self) -> dict[str, Any]:
        """What somebody sends instead of our own words counts as not seen."""
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict):
            return {}
        known = {name: seen[name] for name in self.fields if name in seen}
        return {name: value for name, value in known.items() if value is None or _is_short(value)}

    def said(self) -> dict[str, Any]:
        """The answers without what was seen."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def beside(self, theirs: Mapping[str, str | None]) -> None:
        """Show what others wrote beside the answers; sent once more, the answers win."""
        seen = json.dumps({**self.cleaned_data["seen"], **theirs})
        self.data = {**dict(self.data.items()), "seen": seen}
        for name, value in theirs.items():
            there = self._in_words(name, value)
            self.add_error(name, _("In the meantime this became: %(value)s") % {"value": there})

    def _in_words(self, name: str, value: str | None) -> str:
        offered = getattr(self.fields[name], "choices", None)
        return str(dict(offered).get(value, value) if offered else value or "–")


class NewCustomerForm(forms.Form):
    """Somebody new."""

    person_kind = forms.ChoiceField(label=_("What they are"), choices=Kind, initial=Kind.PERSON)
    salutation = forms.ChoiceField(label=_("Form of address"), choices=SALUTATIONS, required=False)
    title = forms.CharField(label=_("Title"), max_length=80, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=200, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=200, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    email = forms.EmailField(label=_("Mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    stage = forms.ChoiceField(
        label=_("Where they stand with us"), choices=Stage, initial=Stage.PROSPECT
    )
    found_us = forms.CharField(label=_("How did they find us?"), max_length=200, required=False)

    def fields_and_contacts(self) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """The answers, parted as `create_customer` takes them."""
        answers = dict(self.cleaned_data)
        reach = {kind: answers.pop(kind) for kind in ("email", "phone")}
        return answers, [(kind, value) for kind, value in reach.items() if value]


class PictureForm(forms.Form):
    """What a customer looks like: a file, or on a telephone its camera."""

    picture = forms.FileField(
        label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/*"})
    )


class ContactPointForm(forms.Form):
    """Another way to reach a customer."""

    prefix = "contact"
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactPoint.Kind)
    value = forms.CharField(label=_("Address or number"), max_length=254)
    use = forms.ChoiceField(label=_("Use"), choices=USES, required=False)


class AddressForm(forms.Form):
    """Another address."""

    prefix = "address"
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    extra = forms.CharField(label=_("Addition"), max_length=200, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("Place"), max_length=120, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=choices.country_choices, required=False)
    use = forms.ChoiceField(label=_("Use"), choices=USES, required=False)


class DayForm(forms.Form):
    """Another day that counts."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ImportantDay.Kind)
    day = forms.IntegerField(label=_("Day"), min_value=1, max_value=31)
    month = forms.TypedChoiceField(label=_("Month"), coerce=int, choices=choices.month_choices)
    year = forms.IntegerField(
        label=_("Year, if known"), min_value=1850, max_value=2200, required=False
    )
    label = forms.CharField(label=_("Occasion"), max_length=100, required=False)


class RemarkForm(forms.Form):
    """A like, a dislike, or something good to know."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Remark.Kind, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words that the customer may read"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TagForm(forms.Form):
    """A word for a customer."""

    name = forms.CharField(label=_("New tag"), max_length=60)


class RelationForm(forms.Form):
    """To whom a customer belongs: the other one is named in words, and chosen where several fit."""

    kind = forms.ChoiceField(label=_("How they belong together"), choices=choices.relation_choices)
    other = forms.CharField(
        label=_("With whom"),
        help_text=_("Name, customer number, mail or phone."),
        max_length=200,
    )

    def __init__(self, data: Any = None, *, candidates: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        if candidates:
            self.fields["chosen"] = forms.ChoiceField(
                label=_("Several fit. Whom do you mean?"),
                help_text=_("Whoever is not among them is found by a whole name or a number."),
                choices=candidates,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose one.")},
            )
            self.fields["asked"] = forms.CharField(
                required=False, widget=forms.HiddenInput(attrs={"value": "yes"})
            )


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 200
