"""Taking an import back: who has something stays known, and so does the article it is."""

from collections.abc import Callable
from datetime import datetime

import polars as pl
import pytest
from tests.intake.conftest import CUSTOMERS, ORDERS, Take

from nahbar.circulation.models import Thing
from nahbar.circulation.operations.take_over import take_over_things
from nahbar.circulation.operations.things import add_thing
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import Source, User
from nahbar.customers.models import Customer
from nahbar.intake.foresight import foresee_undo
from nahbar.intake.models import Import
from nahbar.sales.models import Product

pytestmark = pytest.mark.django_db
TakeBack = Callable[[Import], Import]


def test_whom_somebody_noted_a_thing_of_stays(
    take: Take, take_back: TakeBack, mia: User, now: datetime
) -> None:
    imported = take(CUSTOMERS)
    anna = Customer.objects.get(numbers__number="77")
    add_thing(anna, {"name": "Bicycle"}, by=mia, at=now)
    assert foresee_undo(imported).edited == 1
    undone = take_back(imported)
    assert undone.undo_result["kept_count"] == 1
    assert Thing.objects.get().customer == anna


def test_an_article_that_somebody_has_is_not_removed(
    take: Take, take_back: TakeBack, anna_elsewhere: Customer, now: datetime
) -> None:
    imported = take(ORDERS)
    pen = Product.objects.get(sku="A2")
    Thing.objects.create(customer=anna_elsewhere, product=pen, name="Pen", recorded_at=now)
    take_back(imported)
    assert list(Product.objects.all()) == [pen]


def test_what_was_taken_over_goes_with_its_customer(
    take: Take, take_back: TakeBack, now: datetime
) -> None:
    imported = take(CUSTOMERS)
    customers = Customer.objects.order_by("pk").values_list("pk", flat=True)
    things = pl.DataFrame(
        {
            "customer_id": list(customers),
            "product_id": pl.Series([None] * len(customers), dtype=pl.Int64),
            "name": "Car",
            "kind": "Vehicle",
            "mark": "G 1 AB",
            "since": pl.Series([None] * len(customers), dtype=pl.Date),
            "ended_on": pl.Series([None] * len(customers), dtype=pl.Date),
        }
    )
    source = Source.objects.first()
    assert source is not None
    assert take_over_things(things, source=source, by=THE_HOUSE, at=now) == 3
    assert Thing.objects.filter(mark_key="g1ab", version=1).count() == 3
    take_back(imported)
    assert not Thing.objects.exists()
    assert not Customer.objects.exists()


@pytest.fixture
def anna_elsewhere(firm: object, now: datetime) -> Customer:
    """Somebody of whom no import speaks."""
    return Customer.objects.create(name="Anna", created_at=now)
