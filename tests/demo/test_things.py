"""Customers of the demo firm drive the cars that its bills say they bought."""

from datetime import date

import pytest

from nahbar.circulation.models import Thing
from nahbar.core.models import LedgerEntry
from nahbar.demo.models import Demo
from nahbar.sales.models import OrderLine

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
SOLD = ("Neuwagen", "Gebrauchtwagen")


def test_every_car_that_was_sold_is_somebody_s(small_demo: Demo) -> None:
    sold = OrderLine.objects.filter(kind="order", product__group__in=SOLD)
    known = sold.exclude(order__customer=None)
    assert known.exists()
    cars = Thing.objects.select_related("product")
    pairs = sorted((car.customer_id, car.product_id) for car in cars)
    assert pairs == sorted((line.order.customer_id, line.product_id) for line in known)
    assert LedgerEntry.objects.filter(action="circulation.taken_over").count() == 1
