"""Who may be meant by what is typed so far: a face, a place, the reason."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from nahbar.core.faces import Face
from nahbar.customers.finders import find_customers
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of, places_of

MOST = 8


@dataclass(frozen=True)
class Suggestion:
    """One person on the list."""

    face: Face
    url: str
    place: str
    why: str


def suggest(customers: QuerySet[Customer], text: str) -> list[Suggestion]:
    """At most eight of the customers, the likeliest first."""
    found = find_customers(customers, text, limit=MOST)
    ids = [one.customer.pk for one in found]
    numbers, places = numbers_of(ids), places_of(ids)
    return [
        Suggestion(
            face=face_of_customer(one.customer, numbers.get(one.customer.pk, [])),
            url=reverse("customer", args=[one.customer.public_id]),
            place=places.get(one.customer.pk, ""),
            why=one.why,
        )
        for one in found
    ]
