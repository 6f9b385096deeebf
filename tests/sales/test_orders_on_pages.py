"""Orders in the timeline, and the page of one order."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from nahbar.core.access import ACCESS, Ability
from nahbar.core.models import Source, User
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter
from nahbar.sales.finders import find_by_order_number
from nahbar.sales.models import Order, OrderLine, Product
from nahbar.sales.queries import access_order
from nahbar.sales.timeline import about_orders
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
PRODUCTS = [("Teapot", "34.50"), ("Cup", "7.125"), ("Spoon", "2.00"), ("Tray", "12.00")]


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


def ordered(customer: Customer | None, at: datetime, number: str = "R-1", **fields: Any) -> Order:
    """An order of a teapot, two cups, a spoon and a tray."""
    shop, _made = Source.objects.get_or_create(name="Shop", defaults={"created_at": at})
    key = Order.objects.count()
    order = Order.objects.create(
        **{"source": shop, "key": key, "number": number, "customer": customer, "kind": "order",
           "ordered_at": at, "currency": "EUR", "line_count": len(PRODUCTS), **fields}
    )  # fmt: skip
    for position, (name, price) in enumerate(PRODUCTS):
        product, _made = Product.objects.get_or_create(
            source=shop, key=position, defaults={"name": name, "sku": f"S{position}"}
        )
        quantity = Decimal(2 if name == "Cup" else 1)
        amount = quantity * Decimal(price)
        OrderLine.objects.create(
            order=order, product=product, kind=order.kind, quantity=quantity,
            unit_price=Decimal(price), amount=amount, row_key=key * 10 + position,
        )  # fmt: skip
        order.amount += amount
    order.save()
    if customer:
        Encounter.objects.create(
            customer=customer, kind=order.kind, channel="shop", occurred_at=at,
            reference=f"order:{order.pk}", source=shop, created_at=at,
        )  # fmt: skip
    return order


def test_an_order_is_told_by_number_amount_and_weightiest_products(
    anna: Customer, now: datetime
) -> None:
    order = ordered(anna, now)
    about = about_orders([order.pk, 999])
    assert list(about) == [order.pk]
    assert about[order.pk].text == "Teapot, Cup, Tray und ein weiteres"
    assert about[order.pk].label.startswith("R-1 · ")
    assert about[order.pk].url == reverse("order", args=[order.public_id])


def test_orders_stand_in_the_timeline(as_jonas: Client, anna: Customer, now: datetime) -> None:
    order = ordered(anna, now)
    ordered(anna, now - timedelta(days=2), "R-2", kind="return")
    shown = as_jonas.get(reverse("customer", args=[anna.public_id])).text
    assert reverse("order", args=[order.public_id]) in shown
    assert "62.75" in shown
    assert "Return" in shown


def test_orders_in_the_timeline_cost_as_many_queries_whatever_their_number(
    as_jonas: Client, anna: Customer, now: datetime, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (1, 12):
        for days in range(more):
            ordered(anna, now - timedelta(days=days))
        with django_assert_max_num_queries(40) as captured:
            as_jonas.get(reverse("customer", args=[anna.public_id]))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_page_of_an_order_shows_its_lines(
    as_petra: Client, anna: Customer, now: datetime
) -> None:
    answer = as_petra.get(reverse("order", args=[ordered(anna, now).public_id]))
    assert answer.status_code == 200
    for text in ("Order R-1", "Anna Berger", "Teapot", "14.25", "62.75"):
        assert text in answer.text


def test_an_order_of_nobody_known_can_be_looked_at(as_petra: Client, now: datetime) -> None:
    assert as_petra.get(reverse("order", args=[ordered(None, now).public_id])).status_code == 200


def test_an_order_that_is_not_there_is_not_found(as_petra: Client, client: Client) -> None:
    url = reverse("order", args=["01890000-0000-7000-8000-000000000000"])
    assert as_petra.get(url).status_code == 404
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("is_known", [True, False])
def test_who_may_see_no_customers_finds_no_order(
    petra: User, anna: Customer, now: datetime, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ordered(anna if is_known else None, now)
    assert access_order(petra, order.public_id) == order
    monkeypatch.setitem(ACCESS, Ability.SEE_CUSTOMERS, frozenset())
    with pytest.raises(Http404):
        access_order(petra, order.public_id)


def test_scripts_in_product_names_are_never_run(
    as_petra: Client, anna: Customer, now: datetime
) -> None:
    order = ordered(anna, now)
    Product.objects.update(name="<script>alert(1)</script>")
    for url in (
        reverse("order", args=[order.public_id]),
        reverse("customer", args=[anna.public_id]),
    ):
        assert "<script>alert(1)" not in as_petra.get(url).text


def test_what_they_buy_counts_kinds_apart(as_petra: Client, anna: Customer, now: datetime) -> None:
    ordered(anna, now)
    ordered(anna, now, "R-2")
    ordered(anna, now, "R-3", kind="take_back")
    shown = as_petra.get(reverse("customer", args=[anna.public_id])).text
    assert "What they buy" in shown
    assert "2 times" in shown
    assert "Taking back" in shown


def test_an_order_number_leads_to_who_ordered(
    anna: Customer, bernd: Customer, now: datetime
) -> None:
    ordered(anna, now, "R-5")
    ordered(bernd, now + timedelta(days=1), "R-5")
    ordered(None, now, "R-5")
    assert find_by_order_number(" r-5 ", 10) == [bernd.pk, anna.pk]
    assert find_by_order_number("", 10) == []
