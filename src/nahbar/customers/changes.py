"""What was done to a customer, in words."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core import formats
from nahbar.core.models import LedgerEntry
from nahbar.customers.choices import country_name, language_name
from nahbar.customers.forms import AddressForm, ContactPointForm, CustomerForm, DayForm
from nahbar.customers.models import ContactPoint, ImportantDay, Remark
from nahbar.customers.models.customer import Kind, Salutation, Stage
from nahbar.customers.models.reach import Use
from nahbar.customers.queries import Change

DONE: dict[str, Promise] = {
    "customers.created": lazy("written down"),
    "customers.changed": lazy("changed"),
    "customers.contact_point_added": lazy("contact added"),
    "customers.contact_point_ended": lazy("contact no longer holds"),
    "customers.contact_point_renewed": lazy("contact holds again"),
    "customers.address_added": lazy("address added"),
    "customers.address_ended": lazy("address no longer holds"),
    "customers.address_renewed": lazy("address holds again"),
    "customers.day_added": lazy("important day added"),
    "customers.day_ended": lazy("important day no longer holds"),
    "customers.day_renewed": lazy("important day holds again"),
    "customers.remark_added": lazy("remark added"),
    "customers.remark_ended": lazy("remark no longer holds"),
    "customers.remark_renewed": lazy("remark holds again"),
    "customers.related": lazy("relation added"),
    "customers.unrelated": lazy("relation ended"),
    "customers.own_changed": lazy("changed"),
    "customers.tagged": lazy("tag added"),
    "customers.untagged": lazy("tag taken off"),
    "customers.picture_given": lazy("picture changed"),
    "customers.picture_removed": lazy("picture removed"),
}
LABELS: dict[str, str | Promise | None] = {
    **{
        name: field.label
        for form in (AddressForm, ContactPointForm, DayForm, CustomerForm)
        for name, field in form.base_fields.items()
    },
    "text": lazy("Text"),
    "tag": lazy("Tags"),
    "relation": lazy("Relation"),
}
# What stands in the ledger as a code is read as a word.
WORDS: dict[str, dict[str, str | Promise]] = {
    "kind": dict([*ContactPoint.Kind.choices, *ImportantDay.Kind.choices, *Remark.Kind.choices]),
    "use": dict(Use.choices),
    "salutation": dict(Salutation.choices),
    "person_kind": dict(Kind.choices),
    "stage": dict(Stage.choices),
}


def _day(text: str) -> str:
    return formats.date(date.fromisoformat(text))


# Values that stand in the ledger in a form for machines, and how people read them.
SHOWN: dict[str, Callable[[str], str]] = {
    "country": country_name,
    "language": language_name,
    "since": _day,
}


def explain_changes(
    done: Mapping[str, Promise],
    labels: Mapping[str, str | Promise | None],
    words: Mapping[str, Mapping[str, str | Promise]],
    shown: Mapping[str, Callable[[str], str]],
) -> None:
    """From now on changes of another room are told in its words, too. For `site/pages.py` alone."""
    DONE.update(done)
    LABELS.update(labels)
    SHOWN.update(shown)
    for name, known in words.items():
        WORDS[name] = {**WORDS.get(name, {}), **known}


@dataclass(frozen=True)
class Told:
    """One change: what, by whom, when, and each field with what it was and what it became."""

    what: str
    by: str
    at: datetime
    fields: list[tuple[str, str, str]]
    entry: LedgerEntry


def in_words(change: Change, only: Collection[str] = ()) -> Told:
    """A change as people read it: all its fields, or those in `only`."""
    names = list(dict.fromkeys([*change.before, *change.after]))
    names = [name for name in names if not only or name in only]
    fields = [
        (
            str(LABELS.get(name, name)),
            shown(name, change.before.get(name)),
            shown(name, change.after.get(name)),
        )
        for name in names
    ]
    visible = [field for field in fields if field[1] or field[2]]
    what = str(DONE.get(change.action, change.action))
    return Told(what, change.by or _("the house"), change.at, visible, change.entry)


def shown(name: str, value: object) -> str:
    """The value of a field as people read it."""
    if name in SHOWN and value:
        return SHOWN[name](str(value))
    words = WORDS.get(name, {}).get(str(value))
    return str(words or ("" if value is None else value))
