"""Answers about customers. They are reached only through `visible_customers` and `access_customer`."""

import uuid
from calendar import isleap
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.faces import Face
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.redacting import hidden_from, without
from nahbar.core.reversals import ROWS
from nahbar.core.single_fields import may_read_note
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
from nahbar.customers.restricted import not_restricted
from nahbar.customers.typed import visible
from nahbar.team.models import Branch
from nahbar.team.scopes import Reach, reach_of

CALLED = (ContactPoint.Kind.MOBILE, ContactPoint.Kind.PHONE)


def visible_customers(by: By) -> QuerySet[Customer]:
    """The customers whom `by` may see: by their role, and by their scope."""
    if not may(by, Ability.SEE_CUSTOMERS):
        return Customer.objects.none()
    return Customer.objects.filter(_within(reach_of(by), ""), not_restricted(by))


def of_visible(by: By, path: str = "customer", *, or_nobody: bool = False) -> Q:
    """The condition under which a row is about a customer whom `by` may see.

    `path` leads from the row to the customer. With `or_nobody` rows about no customer pass as well.
    It asks of each row's customer, so that it is quick where few rows are left by other conditions;
    where all may be seen it asks nothing.
    """
    if not may(by, Ability.SEE_CUSTOMERS):
        return Q(**{path: None}) if or_nobody else Q(pk__in=())
    reach = reach_of(by)
    if reach.is_whole:
        return not_restricted(by, f"{path}__")
    within = _within(reach, f"{path}__") & not_restricted(by, f"{path}__")
    return within | Q(**{path: None}) if or_nobody else within


def visible_among(by: By, customers: Collection[int]) -> set[int]:
    """Which of these customers (primary keys) `by` may see."""
    if not customers:
        return set()
    return set(visible_customers(by).filter(pk__in=customers).values_list("pk", flat=True))


def _within(reach: Reach, path: str) -> Q:
    if reach.is_whole:
        return Q()
    theirs = Q(**{f"{path}cared_for_by__in": sorted(reach.carers)})
    if reach.branches:
        theirs |= Q(**{f"{path}branch__in": sorted(reach.branches)})
    return theirs


def access_customer(by: By, public_id: uuid.UUID) -> Customer:
    """One customer. Raises Http404 alike when there is none and when they are not for `by` to see."""
    found = visible_customers(by).select_related("cared_for_by", "branch")
    customer = found.filter(public_id=public_id).first()
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


def remarks_of(customer: Customer, by: By | None = None) -> list[Remark]:
    """The remarks that hold: likes, dislikes, good to know, each in the order they were written.

    Without private ones that are not for `by`.
    """
    remarks = customer.remarks.filter(valid_until=None).select_related("record__source", "by")
    told = [one for one in remarks.order_by("id") if is_remark_for(by, one)]
    return sorted(told, key=lambda remark: Remark.Kind.values.index(remark.kind))


def is_remark_for(by: By | None, remark: Remark) -> bool:
    """Whether `by` may read it."""
    return may_read_note(by, remark.by_id, is_private=remark.is_private)


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
    relations = relations_of(customer) if relations is None else relations
    ends = {pk for one in relations for pk in (one.origin_id, one.target_id)} - {customer.pk}
    seen = visible_among(by, ends)
    relations = [one for one in relations if {one.origin_id, one.target_id} <= {*seen, customer.pk}]
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
    customer: Customer,
    limit: int = 100,
    *,
    by: By | None = None,
    among: Collection[LedgerEntry] | None = None,
) -> list[Change]:
    """What was done to the customer, newest first; or those of the entries at hand.

    Without what `by` may not read; told of nobody, without all that not everybody may.
    """
    return changes_of_entries(entries_of(customer)[:limit] if among is None else among, by=by)


def changes_of_entries(entries: Iterable[LedgerEntry], *, by: By | None) -> list[Change]:
    """The same of entries at hand, about whichever customers."""
    newest = list(entries)
    texts = LedgerText.objects.in_bulk([entry.text_id for entry in newest if entry.text_id])
    related, hidden = _related_in_words(newest, by), hidden_from(by, newest, texts)
    changes = []
    for entry in newest:
        text = texts.get(entry.text_id or 0)
        told = (text.before, text.after) if text else ({}, {})
        before, after = (without(said, {*hidden.get(entry.pk, ()), ROWS}) for said in told)
        if entry.pk in related:
            is_new = entry.action == "customers.related"
            (after if is_new else before)["relation"] = related[entry.pk]
        who = str(entry.actor) if entry.actor else ""
        changes.append(Change(entry.action, who, entry.occurred_at, before, after, entry))
    _name_rows(changes, "carer_id", User)
    _name_rows(changes, "branch_id", Branch)
    return own_fields_told(changes)


def _name_rows(changes: Collection[Change], field: str, model: type[User] | type[Branch]) -> None:
    """Who cares for a customer, and in which branch, stands in the ledger by key, and is read by name."""
    told = [said for one in changes for said in (one.before, one.after) if said.get(field)]
    keys = {str(said[field]) for said in told}
    known = [int(key) for key in keys if key.isdecimal()]
    named = {row.pk: str(row) for row in model.objects.filter(pk__in=known)} if keys else {}
    for said in told:
        key = str(said[field])
        said[field] = named.get(int(key), "") if key.isdecimal() else ""


def _related_in_words(entries: list[LedgerEntry], by: By | None) -> dict[int, str]:
    """To whom customers were related, if `by` may see them: the ledger holds only the other's id."""
    others = {entry.pk: entry.details["target"] for entry in entries if "target" in entry.details}
    if by is None or not others:
        return {}
    found = visible_customers(by).in_bulk(list(others.values()))
    numbers = numbers_of(list(found))
    kinds = {entry.pk: entry.details.get("kind", "") for entry in entries}
    return {
        pk: f"{relation_words(kinds[pk], backwards=False)} {name_of(found[other], numbers.get(other, []))}"
        for pk, other in others.items()
        if other in found
    }
