"""Who stands on the list of customers, in which order, and what each row says."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.faces import Face
from nahbar.customers.finders import find_customers
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.models.customer import Kind, Stage
from nahbar.customers.names import face_of_customer
from nahbar.customers.own_fields.definitions import Definitions
from nahbar.customers.own_fields.narrowing import OwnFilter
from nahbar.customers.paging import ROWS, page_by_name
from nahbar.customers.queries import numbers_of, phones_of, places_of
from nahbar.customers.typed import visible
from nahbar.customers.words import contact_in_words
from nahbar.desk.own_filters import own_filters_in, own_lines
from nahbar.moments.queries import last_met
from nahbar.value.models import ValueClass
from nahbar.value.queries import CustomerFigure, key_of, page_by_value, values_of

BY_VALUE = "value"
LONGEST_SEARCH = 200
MOST_COUNTED = 10_000  # beyond it a list says only that there are more


@dataclass(frozen=True)
class Wanted:
    """What the address of the list asks for; what makes no sense there is left out."""

    text: str = ""
    stage: str = ""
    kind: str = ""
    order: str = ""
    value_class: str = ""
    own: tuple[OwnFilter, ...] = ()
    after: uuid.UUID | None = None
    before: uuid.UUID | None = None

    @classmethod
    def read(cls, query: QueryDict, *, sees_value: bool) -> "Wanted":
        """From the parameters of a request. A search is always in its own order, the best first."""
        text = visible(query.get("q", "")).strip()[:LONGEST_SEARCH]
        value_class = _one_of(query.get("class", ""), ValueClass.values) if sees_value else ""
        by_value = sees_value and not text and bool(value_class or query.get("order") == BY_VALUE)
        return cls(
            text=text,
            stage="" if by_value else _one_of(query.get("stage", ""), Stage.values),
            kind="" if by_value else _one_of(query.get("kind", ""), Kind.values),
            order=BY_VALUE if by_value else "",
            value_class=value_class if by_value else "",
            own=() if by_value else own_filters_in(query),
            after=_key(query.get("after", "")),
            before=_key(query.get("before", "")),
        )

    @property
    def is_plain(self) -> bool:
        """Whether everybody is wanted."""
        return not (self.text or self.stage or self.kind or self.value_class or self.own)


@dataclass(frozen=True)
class Listed:
    """Customers in order; `reasons` says by what somebody was found, `is_cut` that there are more."""

    customers: list[Customer]
    before: uuid.UUID | None = None
    after: uuid.UUID | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)
    is_cut: bool = False


@dataclass(frozen=True)
class Row:
    """What the list says of one customer."""

    face: Face
    url: str
    line: str
    own: str
    chip: str
    figure: CustomerFigure | None


def list_customers(customers: QuerySet[Customer], wanted: Wanted) -> Listed:
    """One page of `customers`."""
    if wanted.order == BY_VALUE:
        return _by_value(customers, wanted)
    if wanted.stage:
        customers = customers.filter(stage=wanted.stage)
    if wanted.kind:
        customers = customers.filter(kind=wanted.kind)
    if wanted.text:
        return _by_search(customers, wanted.text)
    after, before = _named(customers, wanted.after), _named(customers, wanted.before)
    page = page_by_name(customers, after=after, before=before)
    return Listed(page.customers, page.before, page.after)


def rows_of(listed: Listed, fields: Definitions, *, sees_value: bool) -> list[Row]:
    """The rows, with as many queries whatever their number; `fields` are the house's own."""
    ids = [customer.pk for customer in listed.customers]
    numbers, places, met = numbers_of(ids), places_of(ids), last_met(ids)
    phones, own = phones_of(ids), own_lines(ids, fields)
    figures = values_of(ids) if sees_value else {}
    return [
        Row(
            face=face_of_customer(customer, numbers.get(customer.pk, [])),
            url=reverse("customer", args=[customer.public_id]),
            line=_line(places.get(customer.pk, ""), phones.get(customer.pk), met.get(customer.pk)),
            own=own.get(customer.pk, ""),
            chip=listed.reasons.get(customer.pk, "") or _stage(customer),
            figure=figures.get(customer.pk),
        )
        for customer in listed.customers
    ]


def _by_search(customers: QuerySet[Customer], text: str) -> Listed:
    """The likeliest, on one page: who sees too many types more."""
    found = find_customers(customers, text, limit=ROWS + 1)
    shown = found[:ROWS]
    return Listed(
        [one.customer for one in shown],
        reasons={one.customer.pk: one.why for one in shown},
        is_cut=len(found) > ROWS,
    )


def _by_value(customers: QuerySet[Customer], wanted: Wanted) -> Listed:
    """The most valuable first; who has no figure yet is not among them."""
    last = _named(customers, wanted.after)
    figure = values_of([last.pk]).get(last.pk) if last else None
    key = key_of(figure) if figure else None
    ids = page_by_value(key, ROWS + 1, wanted.value_class or None)
    found = customers.in_bulk(ids[:ROWS])
    shown = [found[pk] for pk in ids[:ROWS] if pk in found]
    return Listed(shown, after=shown[-1].public_id if len(ids) > ROWS and shown else None)


def how_many(customers: QuerySet[Customer], wanted: Wanted, listed: Listed) -> str:
    """How many are listed in all, in words; empty where only a walk through all would tell."""
    if listed.is_cut:
        return _("more than %(count)s customers") % {"count": formats.number(ROWS)}
    is_whole = not (wanted.after or wanted.before or listed.after)
    if is_whole:
        count = len(listed.customers)
    elif wanted.is_plain and not wanted.order:
        count = customers.order_by()[: MOST_COUNTED + 1].count()
    else:
        return ""
    told = {"count": formats.number(min(count, MOST_COUNTED))}
    if count > MOST_COUNTED:
        return _("More than %(count)s customers") % told
    return ngettext("%(count)s customer", "%(count)s customers", count) % told


def _line(place: str, phone: ContactPoint | None, met: datetime | None) -> str:
    last = _("last contact %(date)s") % {"date": formats.date(met)} if met else ""
    return " · ".join(filter(None, (place, contact_in_words(phone) if phone else "", last)))


def _stage(customer: Customer) -> str:
    return "" if customer.stage == Stage.CUSTOMER else str(Stage(customer.stage).label)


def _named(customers: QuerySet[Customer], key: uuid.UUID | None) -> Customer | None:
    return customers.filter(public_id=key).first() if key else None


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
