"""Answers about things. One thing is reached only through `access_thing`."""

import uuid
from collections.abc import Collection
from datetime import date

from django.http import Http404

from nahbar.circulation.models import Thing
from nahbar.core.actors import By
from nahbar.customers.models import Customer
from nahbar.customers.queries import visible_customers


def access_thing(by: By, public_id: uuid.UUID) -> Thing:
    """One thing. Raises Http404 alike when there is none and when its customer is not for `by` to see."""
    things = Thing.objects.filter(customer__in=visible_customers(by), public_id=public_id)
    found = things.select_related("customer", "source").first()
    if found is None:
        raise Http404
    return found


def things_of(customer: Customer) -> list[Thing]:
    """What the customer has, the newest first, then what they had."""
    things = list(customer.things.select_related("source").order_by("-since", "-id"))
    return sorted(things, key=lambda thing: thing.ended_on is not None)


def things_of_many(customers: Collection[int]) -> dict[int, list[Thing]]:
    """What each of these customers (primary keys) has now. One query."""
    found: dict[int, list[Thing]] = {}
    for thing in Thing.objects.filter(customer__in=customers, ended_on=None).order_by("-since"):
        found.setdefault(thing.customer_id, []).append(thing)
    return found


def is_overdue(thing: Thing, today: date) -> bool:
    """Whether the day agreed for its return has passed."""
    return thing.ended_on is None and thing.until is not None and thing.until < today
