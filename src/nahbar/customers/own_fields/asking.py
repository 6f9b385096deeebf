"""The house's own fields in forms: each with the control that fits its kind."""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _

from nahbar.core.refusals import Refused
from nahbar.customers.models import Choice, Customer, OwnField
from nahbar.customers.models.own_fields import LISTED, NUMBERS, SAID, OwnKind
from nahbar.customers.operations.own_values import OwnChangedMeanwhile, WrongValues
from nahbar.customers.own_fields.definitions import manner_here, short_lists
from nahbar.customers.own_fields.kinds import BY_NUMBER, Manner, Said, as_typed, chosen_in, read
from nahbar.customers.own_fields.values import said_now
from nahbar.customers.own_fields.words import Known, Listed, names_in

FEW = 12  # as many can be ticked at a glance
MODES = {
    OwnKind.WHOLE: "numeric",
    OwnKind.DECIMAL: "decimal",
    OwnKind.MONEY: "decimal",
    OwnKind.LINK: "url",
    OwnKind.MAIL: "email",
    OwnKind.PHONE: "tel",
}


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"


class OwnControl(forms.Field):
    """One field: what is typed is tried by its kind, refused in its words, and handed on as typed."""

    def __init__(self, field: OwnField, manner: Manner, kept: Sequence[int], **more: Any) -> None:
        super().__init__(required=False, **more)
        self._field, self._manner, self._kept = field, manner, kept

    def clean(self, value: Any) -> Any:
        """The value as it was typed. Raises ValidationError where it cannot be meant."""
        words = Listed(self._field.choice_list_id, kept=self._kept)
        try:
            said = read(self._field, value, words=words, manner=self._manner)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        if self._field.is_required and not said:
            raise forms.ValidationError(_("This must be filled in."), code="required")
        return value


class OwnFieldsForm(forms.Form):
    """Some of the fields, for a customer or for somebody new, and what stood there at the beginning.

    What was typed is in `answers` by key, as `set_own_values` takes it; what stood there in `seen`.
    """

    own_seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, fields: Iterable[OwnField], customer: Customer | None = None
    ) -> None:
        self.asked = {field.key: field for field in fields}
        held = list(self.asked.values())
        now = said_now(customer.pk, held) if customer else {}
        super().__init__(data, initial={"own_seen": now})
        names, manner = names_in(now.values()), manner_here() if held else Manner()
        lists = short_lists(field.choice_list_id for field in held)
        for field in held:
            said = now.get(field.key, "")
            offered = _offered(field, lists, said, names)
            is_long = field.kind in LISTED and offered is None
            self.initial[field.said_as] = (
                names_joined(said, names) if is_long else as_typed(field, said)
            )
            self.fields[field.said_as] = OwnControl(
                field,
                manner,
                chosen_in(said),
                label=field.called,
                help_text=_hint(field, is_long=is_long),
                widget=_widget(field, offered),
            )

    def clean_own_seen(self) -> dict[str, Said]:
        """What somebody sends instead of our own words counts as not seen."""
        seen = self.cleaned_data["own_seen"]
        if not isinstance(seen, dict):
            return {}
        return {key: seen[key] for key in self.asked if _is_said(seen.get(key))}

    @property
    def answers(self) -> dict[str, Any]:
        """The answers by key, as they were typed."""
        return {key: self.cleaned_data[SAID + key] for key in self.asked}

    @property
    def seen(self) -> dict[str, Said]:
        """What stood there when the form was opened."""
        return cast("dict[str, Said]", self.cleaned_data["own_seen"])

    def beside(self, theirs: Mapping[str, str | None], customer: Customer) -> None:
        """Show what others wrote beside the answers; sent once more, the answers win."""
        now = said_now(customer.pk, [self.asked[key] for key in theirs])
        seen = json.dumps({**self.seen, **now})
        data = self.data.copy() if hasattr(self.data, "copy") else dict(self.data)
        data["own_seen"] = seen
        self.data = data
        for key, there in theirs.items():
            sentence = _("In the meantime this became: %(value)s") % {"value": there or "–"}
            self.add_error(SAID + key, sentence)

    def tell(self, wrong: Mapping[str, Refused]) -> None:
        """Say of each field why its value was refused."""
        for key, refusal in wrong.items():
            self.add_error(SAID + key if key in self.asked else None, str(refusal))


@contextmanager
def _told_beside(form: OwnFieldsForm, customer: Customer | None = None) -> Generator[None]:
    try:
        yield
    except WrongValues as refusal:
        form.tell(refusal.wrong)
    except OwnChangedMeanwhile as refusal:
        if customer is not None:
            form.beside(refusal.theirs, customer)
        raise


def told_beside(
    form: OwnFieldsForm, customer: Customer | None = None
) -> AbstractContextManager[None, bool]:
    """Turn values that were refused into errors of their fields; show what others wrote meanwhile."""
    return cast("AbstractContextManager[None, bool]", _told_beside(form, customer))


def names_joined(said: Said, names: Known) -> str:
    """Chosen values as they are typed where the list is too long to offer."""
    texts = said if isinstance(said, list) else [said]
    found = (
        names.called(int(m[1])) if (m := BY_NUMBER.fullmatch(text)) else text for text in texts
    )
    return "; ".join(filter(None, found))


def _offered(
    field: OwnField, lists: Mapping[int, list[Choice]], said: Said, names: Known
) -> list[tuple[str, str]] | None:
    """The choices of a field, what stands there among them though it is retired; None for long lists."""
    if field.kind == OwnKind.YES_NO:
        return [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
    listed = lists.get(field.choice_list_id or 0)
    if field.kind not in LISTED or listed is None:
        return None
    offered = [(f"#{one.pk}", one.called) for one in listed]
    known = dict(offered)
    kept = [f"#{pk}" for pk in chosen_in(said) if f"#{pk}" not in known]
    offered += [(key, names.called(int(key[1:]))) for key in kept]
    return offered if field.kind == OwnKind.CHOICES else [("", _("nothing chosen")), *offered]


def _widget(field: OwnField, offered: list[tuple[str, str]] | None) -> forms.Widget:
    if offered is not None and field.kind == OwnKind.CHOICES:
        few = len(offered) <= FEW
        return (
            forms.CheckboxSelectMultiple(choices=offered)
            if few
            else forms.SelectMultiple(choices=offered)
        )
    if offered is not None:
        return forms.Select(choices=offered)
    if field.kind == OwnKind.LONG_TEXT:
        return forms.Textarea(attrs={"rows": 3})
    if field.kind == OwnKind.DATE:
        return DayInput(format="%Y-%m-%d")
    mode = MODES.get(OwnKind(field.kind))
    attributes = {"inputmode": mode} if mode else {}
    if field.longest and field.kind not in NUMBERS:
        attributes["maxlength"] = str(field.longest)
    return forms.TextInput(attrs=attributes)


def _hint(field: OwnField, *, is_long: bool) -> str:
    ways = {
        OwnKind.CHOICE: _("Write a value of the list."),
        OwnKind.CHOICES: _("Write values of the list, with ; between them."),
    }
    hint = ways.get(OwnKind(field.kind), "") if is_long else ""
    unit = field.currency if field.kind == OwnKind.MONEY else ""
    return " ".join(filter(None, (field.help, unit, hint)))


def _is_said(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str)
