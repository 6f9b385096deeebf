"""What can be edited where it stands on a customer's page: which form asks, which operation writes.

A page has pieces, a piece has spots: `head:found_us`, `reach:point-12`, `remarks:remark-new`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.core.models import User
from nahbar.customers.field_history import SPOTS
from nahbar.customers.forms import (
    AddressForm,
    ContactPointForm,
    CustomerForm,
    DayForm,
    RelationForm,
    RemarkForm,
    TagForm,
)
from nahbar.customers.models import (
    ContactPoint,
    Customer,
    ImportantDay,
    PostalAddress,
    Relation,
    Remark,
)
from nahbar.customers.operations.addresses import add_address, end_address
from nahbar.customers.operations.change import ChangedMeanwhile, change_customer
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.operations.days import add_day, end_day
from nahbar.customers.operations.relations import unrelate
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.customers.operations.tags import tag, untag

NEW = "new"
# Spots by piece; each with what somebody is doing who has it open, for whoever is there as well.
DOING: dict[str, dict[str, Promise]] = {
    "head": {
        "name": _("the name"),
        "spoken": _("the form of address"),
        "language": _("the language"),
        "since": _("since when they are known"),
        "found_us": _("how they found us"),
        "stage": _("where they stand with us"),
        "person_kind": _("what they are"),
        "picture": _("the picture"),
        "tag": _("the tags"),
    },
    "carer": {"carer": _("their person with us")},
    "reach": {"point": _("how to reach them"), "address": _("the address")},
    "days": {"day": _("the important days")},
    "remarks": {"remark": _("what is good to know")},
    "relations": {"relation": _("who belongs together")},
}


class Editor(Protocol):
    """One spot: `form` asks, `save` writes what was answered, `end` says that it is no longer so."""

    @property
    def customer(self) -> Customer:
        """Whose page it is."""

    @property
    def history(self) -> str:
        """Whose history stands behind it."""

    @property
    def may_end(self) -> bool:
        """Whether there is something that can be said to be no longer so."""

    def form(self, data: Mapping[str, Any] | None = None) -> Form: ...
    def save(self, form: Any, *, by: User, at: datetime) -> None: ...
    def end(self, *, by: User, at: datetime) -> None: ...


@dataclass(frozen=True)
class FieldsEditor:
    """Fields of the customer that are asked for together."""

    customer: Customer
    history: str
    may_end: bool = False

    def form(self, data: Mapping[str, Any] | None = None) -> Form:
        return CustomerForm(data, customer=self.customer, only=SPOTS[self.history])

    def save(self, form: CustomerForm, *, by: User, at: datetime) -> None:
        seen = form.cleaned_data["seen"]
        try:
            change_customer(self.customer, form.said(), seen=seen, by=by, at=at)
        except ChangedMeanwhile as refusal:
            form.beside(refusal.theirs)
            raise

    def end(self, *, by: User, at: datetime) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class RowEditor:
    """One row of a list, or a new one."""

    customer: Customer
    history: str
    form_of: type[Form]
    add: Callable[..., object]
    end_row: Callable[..., object]
    kept: tuple[str, ...]
    row: Any = None

    @property
    def may_end(self) -> bool:
        """What is there can end."""
        return self.row is not None and not self.has_ended

    @property
    def has_ended(self) -> bool:
        """Whether the page that was asked from shows what holds no more."""
        return self.row is not None and self.row.valid_until is not None

    def form(self, data: Mapping[str, Any] | None = None) -> Form:
        initial = {name: getattr(self.row, name) for name in self.kept} if self.row else None
        return self.form_of(data, initial=initial)

    def save(self, form: Form, *, by: User, at: datetime) -> None:
        # Whose row has ended meanwhile was told so, and sends it once more as a new one.
        instead_of = None if "again" in form.data else self.row
        self.add(self.customer, form.cleaned_data, instead_of=instead_of, by=by, at=at)

    def end(self, *, by: User, at: datetime) -> None:
        self.end_row(self.row, by=by, at=at)


@dataclass(frozen=True)
class TagEditor:
    """A word hung on the customer, or a new one."""

    customer: Customer
    row: Any = None
    history: str = "tags"

    @property
    def may_end(self) -> bool:
        """What hangs can be taken off."""
        return self.row is not None

    def form(self, data: Mapping[str, Any] | None = None) -> Form:
        return Form(data) if self.row else TagForm(data)

    def save(self, form: Form, *, by: User, at: datetime) -> None:
        if self.row is None:
            tag(self.customer, form.cleaned_data["name"], by=by, at=at)

    def end(self, *, by: User, at: datetime) -> None:
        untag(self.customer, self.row, by=by, at=at)


@dataclass(frozen=True)
class RelationEditor:
    """To whom the customer belongs; that somebody is added is for the view, which may ask back."""

    customer: Customer
    row: Any = None
    history: str = "relations"

    @property
    def may_end(self) -> bool:
        """Who belongs together can part."""
        return self.row is not None

    def form(self, data: Mapping[str, Any] | None = None) -> Form:
        return Form(data) if self.row else RelationForm(data)

    def save(self, form: Form, *, by: User, at: datetime) -> None:
        raise NotImplementedError

    def end(self, *, by: User, at: datetime) -> None:
        unrelate(self.row, by=by, at=at)


def editor_of(customer: Customer, piece: str, spot: str) -> Editor | None:
    """Who edits this spot of the customer's page; nobody where there is no such spot."""
    kind, _dash, key = spot.partition("-")
    if kind not in DOING.get(piece, {}) or kind == "picture":
        return None
    if kind in SPOTS:
        return None if key else FieldsEditor(customer, kind)
    row = None
    if key != NEW:
        is_number = key.isascii() and key.isdecimal() and len(key) < 19
        row = _rows(customer, kind).filter(pk=int(key)).first() if is_number else None
        if row is None:
            return None
    if kind == "tag":
        return TagEditor(customer, row)
    if kind == "relation":
        return RelationEditor(customer, row)
    history, form_of, add, end, kept = LISTED[kind]
    return RowEditor(customer, history, form_of, add, end, kept, row)


def _rows(customer: Customer, kind: str) -> QuerySet[Any]:
    """The rows of a kind that are this customer's, those that hold no more among them."""
    if kind == "relation":
        return Relation.objects.filter(Q(origin=customer) | Q(target=customer))
    if kind == "tag":
        return customer.tags.all()
    models: dict[str, Any] = {"point": ContactPoint, "address": PostalAddress, "day": ImportantDay}
    rows: QuerySet[Any] = models.get(kind, Remark).objects.filter(customer=customer)
    return rows


def _add_point(customer: Customer, said: Mapping[str, Any], **who: Any) -> None:
    add_contact_point(customer, **said, **who)


def _add_address(customer: Customer, said: Mapping[str, Any], **who: Any) -> None:
    before = who["instead_of"]  # what the form does not ask about stays
    whole = {"region": before.region if before else "", **said}
    add_address(customer, whole, use=said["use"], **who)


def _add_day(customer: Customer, said: Mapping[str, Any], **who: Any) -> None:
    add_day(customer, **said, **who)


def _add_remark(customer: Customer, said: Mapping[str, Any], **who: Any) -> None:
    add_remark(customer, **said, **who)


# Per kind of row: the history behind it, its form, who adds and ends it, what the form begins with.
LISTED: dict[str, tuple[Any, ...]] = {
    "point": ("points", ContactPointForm, _add_point, end_contact_point, ("kind", "value", "use")),
    "address": (
        "addresses",
        AddressForm,
        _add_address,
        end_address,
        ("street", "extra", "postcode", "city", "country", "use"),
    ),
    "day": ("days", DayForm, _add_day, end_day, ("kind", "day", "month", "year", "label")),
    "remark": ("remarks", RemarkForm, _add_remark, end_remark, ("kind", "text")),
}
