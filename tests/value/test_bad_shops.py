"""Firms with hardly any, or with impossible, orders: no crash, no NaN, and words that fit."""

import json
import re
from datetime import date, timedelta

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from tests.value.shop import AS_OF

from nahbar.core.models import User
from nahbar.value.models import CustomerValue, ValueRun
from nahbar.value.operations.refresh import refresh_values

pytestmark = pytest.mark.django_db
PAGES = ("value", "value_rhythm", "value_moved", "value_reality")


def back(days: int) -> date:
    return AS_OF - timedelta(days=days)


def one_customer(people, sell) -> None:
    for days in (5, 60, 200):
        sell(people[0], back(days), (100,))


def one_purchase_each(people, sell) -> None:
    for number, customer in enumerate(people[:30]):
        sell(customer, back(number * 10), (100 + number,))


def all_on_one_day(people, sell) -> None:
    for customer in people[:30]:
        sell(customer, AS_OF, (100,))
        sell(customer, AS_OF, (20,))


def only_returns(people, sell) -> None:
    for number, customer in enumerate(people[:15]):
        sell(customer, back(number * 10), (-50,), kind="return")


def negative_margins(people, sell) -> None:
    for number, customer in enumerate(people[:25]):
        for step in range(1 + number % 4):
            sell(customer, back(step * 40 + number), (100 + number, "order", 150))


def three_currencies(people, sell) -> None:
    for number, customer in enumerate(people[:24]):
        for step in range(1 + number % 3):
            currency = ("EUR", "CHF", "USD")[number % 3]
            sell(customer, back(step * 50 + number), (100 + number,), currency=currency)


def half_anonymous(people, sell) -> None:
    for number, customer in enumerate(people[:20]):
        for step in range(1 + number % 4):
            sell(customer if step % 2 == 0 else None, back(step * 45 + number), (80 + number,))
            sell(customer, back(step * 45 + number + 300), (80 + number,))


def clock_of_a_century_ago(people, sell) -> None:
    for number, customer in enumerate(people[:25]):
        for step in range(1 + number % 4):
            sell(customer, back(step * 45 + number), (80 + number,))
    sell(people[0], date(1926, 3, 2), (40,))
    sell(people[1], date(2126, 3, 2), (40,))


SHOPS = [
    one_customer,
    one_purchase_each,
    all_on_one_day,
    only_returns,
    negative_margins,
    three_currencies,
    half_anonymous,
    clock_of_a_century_ago,
]


@pytest.mark.parametrize("fill", SHOPS, ids=lambda shop: shop.__name__)
def test_every_page_stands_and_no_figure_is_no_number(
    fill, people, sell, mia: User, now, as_mia: Client
) -> None:
    mia.language = "en"
    mia.save()
    fill(people, sell)
    run = refresh_values(by=mia, at=now, as_of=AS_OF)
    assert "NaN" not in json.dumps([run.totals, run.fits])
    figures = pl.DataFrame(list(CustomerValue.objects.values("low", "value", "high")))
    assert figures.height == len(people)
    assert (figures["low"] <= figures["value"]).all()
    assert (figures["value"] <= figures["high"]).all()
    concentration = run.totals["concentration"]
    assert concentration is None or 0 <= concentration["share"] <= concentration["high"] <= 1
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("value_of_customer", args=[people[n].public_id]) for n in (0, 1, 401)]
    for address in addresses:
        page = as_mia.get(address)
        assert page.status_code == 200, address
        text = page.content.decode().lower()
        assert not re.search(r"\bnan\b", text), address
        assert "none<" not in text, address


def test_a_firm_with_one_customer_says_why_nothing_is_expected(
    people, sell, mia, now, as_mia
) -> None:
    mia.language = "en"
    mia.save()
    one_customer(people, sell)
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert "Only 1 customers have bought again" in as_mia.get(reverse("value")).content.decode()


def test_a_firm_with_only_returns_has_no_class_to_show(people, sell, mia, now, as_mia) -> None:
    mia.language = "en"
    mia.save()
    only_returns(people, sell)
    run = refresh_values(by=mia, at=now, as_of=AS_OF)
    assert run.totals["ranked"] == 0
    assert run.totals["value"] == run.totals["margin_so_far"] == "-225.000000"
    assert "No figures yet" in as_mia.get(reverse("value")).content.decode()


def test_other_currencies_and_orders_of_nobody_are_counted_beside(people, sell, mia, now) -> None:
    three_currencies(people, sell)
    half_anonymous(people[30:], sell)
    left = refresh_values(by=mia, at=now, as_of=AS_OF).totals["left_out"]
    assert {part["currency"] for part in left["currencies"]} == {"CHF", "USD"}
    assert left["orders_without_customer"] > 5


def test_an_order_of_the_next_century_is_left_out_and_counted(people, sell, mia, now) -> None:
    clock_of_a_century_ago(people, sell)
    run: ValueRun = refresh_values(by=mia, at=now, as_of=AS_OF)
    assert run.totals["left_out"]["later_orders"] == 1
