"""Who read whom, in words: of one customer, or by one of us."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.faces import Face, face_of_person
from nahbar.core.models import AccessLogEntry, User
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of, visible_customers

PAGE = 50


@dataclass(frozen=True)
class Reading:
    """Somebody read somebody: `face` is the other one's; None for the house's own command line."""

    face: Face | None
    customer: Customer | None
    at: datetime
    way: str


@dataclass(frozen=True)
class Page:
    """Readings, the latest first, and the key of those before."""

    readings: list[Reading]
    before: int | None = None


def readers_of(customer: Customer, *, by: By, before: int | None = None) -> Page:
    """Who of us read the customer as a whole."""
    demand(by, Ability.SEE_ACCESS_LOG)
    rows = AccessLogEntry.objects.filter(customer_id=customer.pk).select_related("reader")
    found, older = _page(rows, before)
    told = [
        Reading(face_of_person(one.reader) if one.reader else None, None, one.read_at, _way(one))
        for one in found
    ]
    return Page(told, older)


def read_by(person: User, *, by: By, before: int | None = None) -> Page:
    """Whom somebody read, of those whom `by` may see: others are left out as if nobody had."""
    demand(by, Ability.SEE_ACCESS_LOG)
    seen = visible_customers(by)
    rows = AccessLogEntry.objects.filter(reader=person, customer_id__in=seen.values("pk"))
    found, older = _page(rows, before)
    ids = {one.customer_id for one in found}
    known, numbers = seen.in_bulk(ids), numbers_of(ids)
    told = [
        Reading(
            face_of_customer(known[one.customer_id], numbers.get(one.customer_id, [])),
            known[one.customer_id],
            one.read_at,
            _way(one),
        )
        for one in found
        if one.customer_id in known
    ]
    return Page(told, older)


def _page(
    rows: QuerySet[AccessLogEntry], before: int | None
) -> tuple[list[AccessLogEntry], int | None]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def _way(entry: AccessLogEntry) -> str:
    return str(AccessLogEntry.Way(entry.way).label)
