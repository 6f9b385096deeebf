"""Customers of the demo firm drive the cars that its bills say they bought."""

from datetime import date

import pytest
from tests.demo.conftest import Open

from nahbar.circulation.models import Thing
from nahbar.core.models import LedgerEntry
from nahbar.demo.things import cars_of
from nahbar.insight.synth import simulate_firm
from nahbar.sales.models import OrderLine

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
SOLD = ("Neuwagen", "Gebrauchtwagen")


def test_every_car_that_was_sold_is_somebody_s(open_small: Open) -> None:
    open_small()
    sold = OrderLine.objects.filter(kind="order", product__group__in=SOLD)
    known = sold.exclude(order__customer=None)
    assert known.exists()
    cars = Thing.objects.select_related("product")
    pairs = sorted((car.customer_id, car.product_id) for car in cars)
    assert pairs == sorted((line.order.customer_id, line.product_id) for line in known)
    assert LedgerEntry.objects.filter(action="circulation.taken_over").count() == 1


def test_each_has_a_plate_of_its_own() -> None:
    firm = simulate_firm(seed=1, as_of=DAY, customers=300)
    cars = cars_of(firm)
    assert cars["mark"].n_unique() == cars.height > 50
    assert cars["mark"].str.contains(r"^(G|LE) \d{3} [A-Z]{2}$").all()


def test_what_was_given_in_payment_is_no_longer_theirs() -> None:
    cars = cars_of(simulate_firm(seed=1, as_of=DAY, customers=1_500))
    gone = cars.drop_nulls("ended_on")
    assert 0 < gone.height < cars.height
    assert (gone["ended_on"] >= gone["since"]).all()
    newer = cars.join(gone.select("number", "ended_on"), left_on=["number", "since"], right_on=["number", "ended_on"], how="semi")  # fmt: skip
    assert newer.height >= gone["number"].n_unique()
