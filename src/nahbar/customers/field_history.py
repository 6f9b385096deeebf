"""Behind every field: who changed it when, before and after, and which source says what of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.models import LedgerEntry, User
from nahbar.customers.changes import LABELS, Told, in_words, shown
from nahbar.customers.models import ContactPoint, Customer, ImportantDay, PostalAddress, Remark
from nahbar.customers.operations.hand import COLUMN_OF
from nahbar.customers.queries import changes_of, entries_of, records_of
from nahbar.customers.words import (
    address_lines,
    contact_in_words,
    day_in_words,
    day_title,
    said_by,
)

MOST_ENTRIES = 300
MOST_ROWS = 50
WRITTEN = ("customers.created", "customers.changed")

# What is edited together, by the spot of the page where that is done.
SPOTS: dict[str, tuple[str, ...]] = {
    "name": ("first_name", "last_name", "organisation", "person_kind"),
    "spoken": ("salutation", "title", "name_suffix", "language"),
    "language": ("language",),
    "since": ("since",),
    "found_us": ("found_us",),
    "stage": ("stage",),
    "person_kind": ("person_kind",),
    "carer": ("carer_id",),
}
# What is a list of its own, and how the actions begin that change it.
LISTS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "points": (lazy("Mail, phone, web"), ("customers.contact_point_",)),
    "addresses": (lazy("Addresses"), ("customers.address_",)),
    "days": (lazy("Important days"), ("customers.day_",)),
    "remarks": (lazy("Likes, dislikes, good to know"), ("customers.remark_",)),
    "tags": (lazy("Tags"), ("customers.tagged", "customers.untagged")),
    "relations": (lazy("Who belongs together"), ("customers.related", "customers.unrelated")),
    "picture": (lazy("Picture"), ("customers.picture_",)),
}
ROWS: dict[str, Any] = {
    "points": ContactPoint,
    "addresses": PostalAddress,
    "days": ImportantDay,
    "remarks": Remark,
}


@dataclass(frozen=True)
class Said:
    """Somebody's word on the field: what, who and when, and until when it held."""

    what: str
    who: str
    until: datetime | None = None


@dataclass(frozen=True)
class FieldHistory:
    """All that is known of how a field came to say what it says; changes newest first."""

    label: str
    said: Sequence[Said]
    changes: Sequence[Told]


def history_of(customer: Customer, field: str) -> FieldHistory | None:
    """Of a field, of what is edited with it, or of a list; nothing where there is no such field."""
    if field in LISTS:
        label, actions = LISTS[field]
        return FieldHistory(str(label), _rows(customer, field), _told(customer, actions))
    names = SPOTS.get(field) or ((field,) if field in COLUMN_OF else ())
    if not names:
        return None
    return FieldHistory(_labels(names), _words(customer, names), _told(customer, WRITTEN, names))


def fields_and_lists() -> list[tuple[str, str]]:
    """Everything that has a history of its own, with what it is called."""
    told = [(key, _labels(names)) for key, names in SPOTS.items()]
    return told + [(key, str(label)) for key, (label, _actions) in LISTS.items()]


def touches(entry: LedgerEntry, actions: tuple[str, ...], names: Sequence[str] = ()) -> bool:
    """Whether the entry tells of one of these actions, and of one of these fields if any."""
    return entry.action.startswith(actions) and (not names or not {*names}.isdisjoint(entry.fields))


def _labels(names: Sequence[str]) -> str:
    return ", ".join(str(LABELS.get(name, name)) for name in names)


def _told(customer: Customer, actions: tuple[str, ...], names: Sequence[str] = ()) -> list[Told]:
    entries = entries_of(customer)[:MOST_ENTRIES]
    among = [entry for entry in entries if touches(entry, actions, names)]
    return [in_words(change, names) for change in changes_of(customer, among=among)]


def _words(customer: Customer, names: Sequence[str]) -> list[Said]:
    """What each source says of these fields now, the newest word first."""
    told = [
        (
            record,
            _carers(record.fields)
            if "carer_id" in names
            else [shown(name, record.fields[name]) for name in names if record.fields.get(name)],
        )
        for record in records_of(customer)
    ]
    return [Said(" ".join(values), said_by(record)) for record, values in told if values]


def _carers(fields: dict[str, str]) -> list[str]:
    """Who a source says cares for them, in its own words or by the name of one of us."""
    if fields.get("carer"):
        return [fields["carer"]]
    key = str(fields.get("carer_id") or "")
    person = User.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    return [str(person)] if person else []


def _rows(customer: Customer, field: str) -> list[Said]:
    """The rows of a list, those that hold no more among them, the newest first."""
    model = ROWS.get(field)
    if model is None:
        return []
    beside = ("record__source", "by") if model is Remark else ("record__source",)
    rows = model.objects.filter(customer=customer).select_related(*beside)
    return [
        Said(_in_words(row), said_by(row), row.valid_until)
        for row in rows.order_by("-id")[:MOST_ROWS]
    ]


def _in_words(row: ContactPoint | PostalAddress | ImportantDay | Remark) -> str:
    if isinstance(row, ContactPoint):
        return contact_in_words(row)
    if isinstance(row, PostalAddress):
        return ", ".join(address_lines(row))
    if isinstance(row, ImportantDay):
        return f"{day_title(row)}: {day_in_words(row)}"
    return f"{row.get_kind_display()}: {row.text}"
