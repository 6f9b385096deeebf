"""The customers of the demo firm who drive a car of its own, and those whom the owner sees to."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from nahbar.circulation.models import Thing
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import change_customer
from nahbar.customers.queries import days_near
from nahbar.demo.day_words import car_in_words
from nahbar.demo.things import DISTRICTS
from nahbar.value.models import CustomerValue
from nahbar.value.queries import current_run

MOST = 60  # of each branch
WEEK = 7
OF_EACH = 2  # with a day that comes, of those who stay away, and of those with a car


@dataclass(frozen=True)
class Driver:
    """A customer, and what they drive, as one says it."""

    customer: Customer
    car: str


def drivers_of_branches(language: int) -> list[list[Driver]]:
    """Those of each branch who bought their car last; the plate says where. One query a branch."""
    things = [Thing.objects.filter(mark__startswith=f"{one} ") for one in DISTRICTS]
    return [_drivers(some, language) for some in things]


def _drivers(things: QuerySet[Thing], language: int) -> list[Driver]:
    theirs = things.filter(ended_on=None).select_related("customer").order_by("-since", "pk")
    cars: dict[int, Driver] = {}
    for thing in theirs[: 2 * MOST]:
        car = car_in_words(thing.name, language)
        cars.setdefault(thing.customer_id, Driver(thing.customer, car))
    return list(cars.values())[:MOST]


def give_into_care(
    owner: User, drivers: list[Driver], today: date, *, by: By, at: datetime
) -> list[Customer]:
    """Put some into the owner's own care: who has a birthday soon, who stays away, who drives a car."""
    chosen = [*_celebrating(today), *_drifting(), *[one.customer for one in drivers[:OF_EACH]]]
    cared_for = list({one.pk: one for one in chosen}.values())
    for customer in cared_for:
        new, seen = str(owner.pk), str(customer.cared_for_by_id or "")
        change_customer(customer, {"carer_id": new}, seen={"carer_id": seen}, by=by, at=at)
    return cared_for


def _celebrating(today: date) -> list[Customer]:
    near = days_near(today, WEEK, OF_EACH, of=Q(kind="birthday"))
    return [day.customer for _falls, day in near]


def _drifting() -> list[Customer]:
    """The most valuable of those who are silent for longer than is usual for them."""
    silent = CustomerValue.objects.filter(run=current_run(), is_drifting=True)
    rows = silent.select_related("customer").order_by("-value", "-customer_id")
    return [one.customer for one in rows[:OF_EACH]]
