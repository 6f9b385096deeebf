"""What of the orders is reckoned with."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.value.conftest import Sell
from tests.value.shop import MICROS

from nahbar.customers.models import Customer
from nahbar.sales.models import Order
from nahbar.team.models import Firm
from nahbar.value.purchases import Purchases, read_purchases
from nahbar.value.rules import Rules

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 10)
RULES = Rules(margin_share=0.3)


@pytest.fixture
def anna(db: None) -> Customer:
    return Customer.objects.create(name="Anna", created_at=datetime(2026, 1, 1, tzinfo=UTC))


def margin_of(read: Purchases) -> Decimal:
    return Decimal(int(read.orders["margin"].sum())) / MICROS


def amount_of(read: Purchases) -> Decimal:
    return Decimal(int(read.orders["amount"].sum())) / MICROS


def test_without_costs_the_margin_is_the_firms_rate(anna: Customer, sell: Sell) -> None:
    sell(anna, DAY, (100,), ("33.333",))
    read = read_purchases(RULES)
    assert amount_of(read) == Decimal("133.333")
    assert margin_of(read) == Decimal("39.9999")
    assert read.lines_with_cost == 0


def test_a_line_with_a_cost_uses_it_and_the_others_their_groups_rate(
    anna: Customer, sell: Sell
) -> None:
    sell(anna, DAY, (100, "order", 60), (50, "order", None, "Tee"), (10, "order", None, "Brot"))
    read = read_purchases(Rules(margin_share=0.3, group_margins={"Tee": 0.8, "Leer": 0.1}))
    assert margin_of(read) == 100 - 60 + Decimal(40) + Decimal(3)
    assert read.lines_with_cost == 1


@pytest.mark.parametrize("cost", [60, -60])
def test_a_returned_piece_gives_back_its_margin_whatever_the_sign_of_its_cost(
    cost: int, anna: Customer, sell: Sell
) -> None:
    sell(anna, DAY, (100, "order", 60))
    sell(anna, DAY, (-100, "return", cost), kind="return")
    assert margin_of(read_purchases(RULES)) == 0


def test_goods_given_away_cost_what_they_cost(anna: Customer, sell: Sell) -> None:
    sell(anna, DAY, (0, "order", 7))
    assert margin_of(read_purchases(RULES)) == -7


def test_taking_back_is_no_loss(anna: Customer, sell: Sell) -> None:
    sell(anna, DAY, (100,))
    sell(anna, DAY, (-40, "take_back"), kind="take_back")
    read = read_purchases(RULES)
    assert amount_of(read) == 100
    assert read.orders.height == 1


def test_a_line_of_taking_back_in_an_order_is_no_part_of_it(anna: Customer, sell: Sell) -> None:
    sell(anna, DAY, (100, "order"), (-40, "take_back"))
    sell(anna, DAY, (-40, "take_back"), (20, "order"), kind="take_back")
    read = read_purchases(RULES)
    assert read.orders["amount"].to_list() == [100 * MICROS, 20 * MICROS]
    assert read.orders["kind"].to_list() == ["order", "order"]
    assert margin_of(read) == 36


def test_the_same_with_costs_known(anna: Customer, sell: Sell) -> None:
    sell(anna, DAY, (100, "order", 70), (-40, "take_back", 10))
    read = read_purchases(RULES)
    assert (amount_of(read), margin_of(read)) == (100, 30)


def test_the_currency_most_orders_are_in_is_reckoned_with_and_the_others_are_counted(
    anna: Customer, sell: Sell
) -> None:
    for _ in range(2):
        sell(anna, DAY, (100,), currency="CHF")
    sell(anna, DAY, (900,), currency="EUR")
    read = read_purchases(RULES)
    assert read.currency == "CHF"
    assert amount_of(read) == 200
    assert read.left_out["currencies"] == [{"currency": "EUR", "orders": 1}]


def test_without_orders_the_currency_is_the_firms(firm: Firm) -> None:
    firm.currency = "CHF"
    firm.save()
    read = read_purchases(RULES)
    assert (read.currency, read.orders.height) == ("CHF", 0)


def test_orders_without_a_customer_are_counted(anna: Customer, sell: Sell) -> None:
    sell(anna, DAY, (100,))
    sell(None, DAY, (55,))
    sell(None, DAY, (5,), kind="take_back")
    read = read_purchases(RULES)
    assert amount_of(read) == 100
    assert read.left_out["orders_without_customer"] == 1


@pytest.mark.parametrize("kind", ["cancellation", "return", "complaint"])
def test_a_return_of_a_positive_amount_is_neither_bought_nor_taken_back(
    kind: str, anna: Customer, sell: Sell
) -> None:
    sell(anna, DAY, (100,))
    sell(anna, DAY, (60,), kind=kind)
    read = read_purchases(RULES)
    assert amount_of(read) == 100
    assert read.left_out["unclear_returns"] == 1


def test_the_day_of_an_order_is_the_houses(anna: Customer, sell: Sell) -> None:
    order = sell(anna, DAY, (100,))
    Order.objects.filter(pk=order.pk).update(ordered_at=datetime(2026, 1, 10, 23, 30, tzinfo=UTC))
    assert read_purchases(RULES).orders["day"].to_list() == [date(2026, 1, 11)]
