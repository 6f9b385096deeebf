"""Answers about customers. They are reached only through `visible_customers` and `access_customer`."""

import uuid
from calendar import isleap
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.faces import Face
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.customers.choices import relation_words
from nahbar.customers.models import (
    ContactPoint,
    Customer,
    CustomerNumber,
    ImportantDay,
    PostalAddress,
    Relation,
    Remark,
    SourceRecord,
    Tag,
)
from nahbar.customers.names import face_of_customer, name_of
from nahbar.customers.own_fields.telling import told as own_fields_told
from nahbar.customers.typed import visible

CALLED = (ContactPoint.Kind.MOBILE, ContactPoint.Kind.PHONE)


def visible_customers(by: By) -> QuerySet[Customer]:
    """The customers whom `by` may see."""
    customers = Customer.objects.all()
    return customers if may(by, Ability.SEE_CUSTOMERS) else customers.none()


def access_customer(by: By, public_id: uuid.UUID) -> Customer:
    """One customer. Raises Http404 alike when there is none and when they are not for `by` to see."""
    found = visible_customers(by).select_related("cared_for_by").filter(public_id=public_id)
    customer = found.first()
    if customer is None:
        raise Http404
    return customer


def numbers_of(customers: Collection[int]) -> dict[int, list[str]]:
    """The numbers that hold of each of these customers (primary keys), in the order they came."""
    rows = CustomerNumber.objects.filter(customer__in=customers, valid_until=None)
    numbers: dict[int, list[str]] = {}
    for customer, number in rows.order_by("id").values_list("customer_id", "number"):
        mine = numbers.setdefault(customer, [])
        if number not in mine:
            mine.append(number)
    return numbers


def numbers_of_nameless(customers: Collection[Customer]) -> dict[int, list[str]]:
    """The numbers of those who have no name, and are called by a number."""
    nameless = {one.pk for one in customers if not visible(one.name).strip()}
    return numbers_of(nameless) if nameless else {}


def face_of_one(customer: Customer) -> Face:
    """How one customer is drawn; of many, ask `numbers_of` all and `face_of_customer` each."""
    return face_of_customer(customer, numbers_of_nameless([customer]).get(customer.pk, []))


def numbers_with_source(customer: Customer) -> list[CustomerNumber]:
    """The numbers that hold, each once for its source, in the order they came."""
    rows = customer.numbers.filter(valid_until=None).select_related("source").order_by("id")
    return list({(row.source_id, row.number): row for row in rows}.values())


def places_of(customers: Collection[int]) -> dict[int, str]:
    """Where each of these customers (primary keys) is at home: the place written down last."""
    rows = PostalAddress.objects.filter(customer__in=customers, valid_until=None)
    return dict(rows.exclude(city="").order_by("id").values_list("customer_id", "city"))


def phones_of(customers: Collection[int]) -> dict[int, ContactPoint]:
    """The number under which each of these customers (primary keys) is called: a mobile first."""
    rows = ContactPoint.objects.filter(customer__in=customers, valid_until=None, kind__in=CALLED)
    found: dict[int, ContactPoint] = {}
    for row in sorted(rows.order_by("id"), key=lambda row: CALLED.index(row.kind)):
        found.setdefault(row.customer_id, row)
    return found


def days_near(
    today: date, days: int, most: int, *, of: Q | None = None
) -> list[tuple[date, ImportantDay]]:
    """Days that come round within `days` from today on, the next first; each customer's once.

    `of` narrows down whose days are meant. Where so many come that a page could not show them,
    only those of today and tomorrow are read.
    """
    falls: dict[tuple[int, int], date] = {}
    rows: list[ImportantDay] = []
    for ahead in (days, min(days, 2)):
        falls = _falls(today, ahead)
        wanted = Q()
        for month, day in falls:
            wanted |= Q(month=month, day=day)
        near = ImportantDay.objects.filter(wanted, of or Q(), valid_until=None)
        # In no order: sorting would read them all, of a million customers twenty thousand a week.
        rows = list(near.select_related("customer")[: most * 20])
        if len(rows) < most * 20:
            break
    ordered = sorted(rows, key=lambda row: -row.pk)
    found = {(row.customer_id, row.kind): row for row in ordered}
    told = [(falls[row.month, row.day], row) for row in found.values()]
    return sorted(told, key=lambda one: (one[0], one[1].customer.sort_key))[:most]


def _falls(today: date, days: int) -> dict[tuple[int, int], date]:
    """On which day each (month, day) of the coming days falls this year, today's first."""
    falls: dict[tuple[int, int], date] = {}
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        falls.setdefault((day.month, day.day), day)
    if (2, 28) in falls and not isleap(today.year):
        falls[2, 29] = falls[2, 28]
    return falls


def records_of(customer: Customer) -> list[SourceRecord]:
    """What each source says of the customer now, the newest word first."""
    records = customer.records.filter(superseded_at=None).select_related("source")
    return list(records.order_by("-recorded_at", "-id"))


def contact_points_of(customer: Customer) -> list[ContactPoint]:
    """The mails, numbers and pages that hold."""
    points = customer.contact_points.filter(valid_until=None).select_related("record__source")
    return list(points.order_by("kind", "id"))


def addresses_of(customer: Customer) -> list[PostalAddress]:
    """The addresses that hold, the newest first."""
    addresses = customer.addresses.filter(valid_until=None).select_related("record__source")
    return list(addresses.order_by("-id"))


def days_of(customer: Customer) -> list[ImportantDay]:
    """The important days that hold, in the order of the calendar."""
    days = customer.days.filter(valid_until=None).select_related("record__source")
    return list(days.order_by("month", "day", "id"))


def remarks_of(customer: Customer) -> list[Remark]:
    """The remarks that hold: likes, dislikes, good to know, each in the order they were written."""
    remarks = customer.remarks.filter(valid_until=None).select_related("record__source", "by")
    return sorted(remarks.order_by("id"), key=lambda remark: Remark.Kind.values.index(remark.kind))


def tags_of(customer: Customer) -> list[Tag]:
    """The words that hang on the customer."""
    return sorted(customer.tags.all(), key=lambda word: word.name.casefold())


@dataclass(frozen=True)
class Relative:
    """Another customer, and how they belong to the one asked about: "works at"."""

    relation: Relation
    words: str
    customer: Customer
    name: str


def relations_of(customer: Customer) -> list[Relation]:
    """How the customer and others belong together, from either end."""
    either = Relation.objects.filter(Q(origin=customer) | Q(target=customer))
    return list(either.select_related("origin", "target").order_by("id"))


def relatives_of(
    by: By, customer: Customer, relations: Collection[Relation] | None = None
) -> list[Relative]:
    """To whom the customer belongs, read from their end; only those whom `by` may see.

    By the relations at hand, else by a query of its own.
    """
    if not may(by, Ability.SEE_CUSTOMERS):
        return []
    relations = relations_of(customer) if relations is None else relations
    numbers = numbers_of_nameless([end for one in relations for end in (one.origin, one.target)])
    relatives = []
    for relation in relations:
        backwards = relation.target_id == customer.pk
        other = relation.origin if backwards else relation.target
        words = relation_words(relation.kind, backwards=backwards)
        relatives.append(
            Relative(relation, words, other, name_of(other, numbers.get(other.pk, [])))
        )
    return relatives


@dataclass(frozen=True)
class Change:
    """One thing done to a customer by hand: who (nobody: the house itself), when, before, after."""

    action: str
    by: str
    at: datetime
    before: dict[str, object]
    after: dict[str, object]
    entry: LedgerEntry


def entries_of(customer: Customer) -> QuerySet[LedgerEntry]:
    """The rows of the ledger that tell of the customer, newest first."""
    told = LedgerEntry.objects.filter(
        subject_kind=Customer._meta.label_lower, subject_id=customer.pk
    )
    return told.select_related("actor").order_by("-id")


def changes_of(
    customer: Customer, limit: int = 100, *, among: Collection[LedgerEntry] | None = None
) -> list[Change]:
    """What was done to the customer, newest first; or those of the entries at hand."""
    newest = list(entries_of(customer)[:limit] if among is None else among)
    texts = LedgerText.objects.in_bulk([entry.text_id for entry in newest if entry.text_id])
    related = _related_in_words(newest)
    changes = []
    for entry in newest:
        text = texts.get(entry.text_id or 0)
        before, after = (text.before, text.after) if text else ({}, {})
        if entry.pk in related:
            is_new = entry.action == "customers.related"
            (after if is_new else before)["relation"] = related[entry.pk]
        who = str(entry.actor) if entry.actor else ""
        changes.append(Change(entry.action, who, entry.occurred_at, before, after, entry))
    _name_carers(changes)
    return own_fields_told(changes)


def _name_carers(changes: Collection[Change]) -> None:
    """Who cares for a customer stands in the ledger by key, and is read by name."""
    told = [said for one in changes for said in (one.before, one.after) if said.get("carer_id")]
    keys = {str(said["carer_id"]) for said in told}
    named = User.objects.in_bulk([int(key) for key in keys if key.isdecimal()]) if keys else {}
    for said in told:
        key = str(said["carer_id"])
        said["carer_id"] = str(named.get(int(key), "") if key.isdecimal() else "")


def _related_in_words(entries: list[LedgerEntry]) -> dict[int, str]:
    """To whom customers were related: the ledger itself holds only the other's id."""
    others = {entry.pk: entry.details["target"] for entry in entries if "target" in entry.details}
    found = Customer.objects.in_bulk(list(others.values()))
    numbers = numbers_of(list(found))
    kinds = {entry.pk: entry.details.get("kind", "") for entry in entries}
    return {
        pk: f"{relation_words(kinds[pk], backwards=False)} {name_of(found[other], numbers.get(other, []))}"
        for pk, other in others.items()
        if other in found
    }
