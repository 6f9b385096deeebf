"""The small town on a list."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down
from tests.customers.own import define, fill

from nahbar.core.actors import THE_HOUSE
from nahbar.core.facts import changed
from nahbar.core.models import User
from nahbar.customers.lists.choosing import choose
from nahbar.customers.lists.filters import filter_from
from nahbar.customers.lists.keeping import keep_due
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.tags import tag
from nahbar.moments.models import Encounter

__all__ = ["define", "fill"]

STAGES = {"prospect": "0", "customer": "1", "former": "2"}
Town = dict[str, Customer]


@pytest.fixture
def town(mia: User, now: datetime) -> Town:
    """Six people: who cares for them, where they stand, what hangs on them, when we met."""
    people = {name: write_down(now, first_name=name, last_name="Novak") for name in "ABCDEF"}
    for name in "AB":
        set_to(people[name], stage="former", at=now)
    for name in "BCD":
        tag(people[name], "Stammgast", by=THE_HOUSE, at=now)
    set_to(people["C"], carer_id=str(mia.pk), at=now)
    for name, days in {"A": 3, "C": 40, "D": 400}.items():
        met(people[name], now - timedelta(days=days), mood=1 if name == "C" else None)
    return people


def set_to(customer: Customer, *, at: datetime, **fields: str) -> None:
    """The house says so."""
    change_customer(customer, fields, seen=shown_now(customer), by=THE_HOUSE, at=at)


def met(
    customer: Customer, at: datetime, *, mood: int | None = None, kind: str = "contact"
) -> None:
    """They met us."""
    with transaction.atomic():
        Encounter.objects.create(
            customer=customer, kind=kind, channel="visit", occurred_at=at, mood=mood, created_at=at
        )
        changed([customer.pk])


def whom(by: object, wanted: dict[str, object], group: object = None) -> str:
    """The first names of those who are meant, in the order they came."""
    chosen = choose(by, filter_from(wanted), group=group)  # type: ignore[arg-type]  # tests ask as anybody
    people = Customer.objects.filter(pk__in=chosen.ids.tolist()).order_by("pk")
    return "".join(people.values_list("given_name", flat=True))


def condition(fact: str, how: str, value: str = "", to: str = "") -> dict[str, str]:
    """A condition as JSON holds it."""
    return {"fact": fact, "how": how, "value": value, "to": to}


def list_url(wanted: dict[str, object] | None = None, name: str = "customers", **more: str) -> str:
    """The address of a list."""
    said = ({"f": json.dumps(wanted)} if wanted else {}) | more
    return f"{reverse(name)}?{urlencode(said)}"


def names_on(client: Client, url: str) -> str:
    """The first names on a page, in its order."""
    answer = client.get(url)
    assert answer.status_code == 200
    text = answer.content.decode()
    places = {c.given_name: text.find(f">{c.name}<") for c in Customer.objects.all()}
    found = [name for name, place in places.items() if place >= 0]
    return "".join(sorted(found, key=lambda name: places[name]))


@pytest.fixture(params=["live", "kept"])
def kept(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Lists read from the tables themselves, and from the columns the worker keeps: both say the same."""
    return (lambda: None) if request.param == "live" else (lambda: keep_due() and None)
