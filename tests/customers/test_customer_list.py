"""The list of customers: search, filters, pages, and what it costs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.customers.folk import known_from_shop

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import Source
from nahbar.core.search import changed
from nahbar.customers.finders import find_customers
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.operations.addresses import add_address
from nahbar.sales.models import Order
from nahbar.team.models import Firm
from nahbar.value.models import CustomerValue, ValueRun

pytestmark = pytest.mark.django_db
LIST = "/customers/"


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


def many(count: int, at: datetime) -> list[Customer]:
    """Customers whose names stand in the order of their numbers."""
    named = [
        Customer(name=f"Person {number:03}", sort_key=f"person {number:03}", created_at=at)
        for number in range(count)
    ]
    with transaction.atomic():
        customers = Customer.objects.bulk_create(named)
        changed(one.pk for one in customers)
    return customers


def test_the_list_leads_to_each_customer(as_petra: Client, anna: Customer, bernd: Customer) -> None:
    answer = as_petra.get(LIST)
    assert answer.status_code == 200
    assert answer.text.index("Anna Berger") < answer.text.index("Bernd Moser")
    assert reverse("customer", args=[anna.public_id]) in answer.text


def test_who_is_not_signed_in_sees_no_list(client: Client, db: None) -> None:
    assert client.get(LIST).status_code == 302


def test_an_empty_house_says_what_to_do(as_mia: Client) -> None:
    assert "Nobody is here yet." in as_mia.get(LIST).text


def test_nobody_found_is_said(as_mia: Client, anna: Customer) -> None:
    answer = as_mia.get(LIST, {"q": "xyz"}).text
    assert "Nobody is found by this." in answer
    assert "Anna Berger" not in answer


def test_a_customer_without_a_name_has_no_empty_row(as_mia: Client, now: datetime) -> None:
    known_from_shop(now, "12345")
    assert "Customer 12345" in as_mia.get(LIST).text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"q": "ann ber"}, ["Anna"]),
        ({"stage": "prospect"}, ["Bernd"]),
        ({"stage": "customer"}, ["Anna"]),
        ({"kind": "organisation"}, []),
        ({"stage": "nonsense", "after": "nonsense", "class": "Z"}, ["Anna", "Bernd"]),
    ],
)
def test_search_and_filters_leave_out_the_others(
    as_mia: Client, anna: Customer, bernd: Customer, query: dict[str, str], shown: list[str]
) -> None:
    answer = as_mia.get(LIST, query).text
    assert [name for name in ("Anna", "Bernd") if f"{name} " in answer] == shown


def test_an_order_number_leads_to_who_ordered(
    as_mia: Client, anna: Customer, now: datetime
) -> None:
    source = Source.objects.create(name="Shop", created_at=now)
    Order.objects.create(
        source=source,
        key=1,
        number="R-77",
        customer=anna,
        kind="order",
        ordered_at=now,
        currency="EUR",
    )
    answer = as_mia.get(LIST, {"q": "r-77"}).text
    assert "Anna Berger" in answer
    assert "Order number" in answer


def test_pages_follow_each_other_by_key(as_mia: Client, now: datetime) -> None:
    customers = many(120, now)
    first = as_mia.get(LIST)
    assert "Person 049" in first.text
    assert "Person 050" not in first.text
    second = as_mia.get(LIST, {"after": customers[49].public_id})
    assert "Person 050" in second.text
    assert "Person 099" in second.text
    back = as_mia.get(LIST, {"before": customers[50].public_id})
    assert "Person 000" in back.text
    assert "Person 049" in back.text


@pytest.mark.parametrize("query", [{}, {"q": "person"}, {"order": "value"}])
def test_fifty_rows_cost_as_many_queries_as_five(
    as_mia: Client, now: datetime, django_assert_max_num_queries: Any, query: dict[str, str]
) -> None:
    counts = []
    for count in (5, 50):
        Customer.objects.all().delete()
        customers = many(count, now)
        worth(customers)
        for customer in customers[:count:2]:
            add_address(customer, {"city": "Graz"}, by=THE_HOUSE, at=now)
        as_mia.get(LIST, query)  # a search reads once who was changed just now
        with django_assert_max_num_queries(25) as captured:
            answer = as_mia.get(LIST, query)
        assert answer.text.count('class="row-name"') == count
        counts.append(len(captured))
    assert counts[0] == counts[1]


def worth(customers: list[Customer]) -> None:
    """The later a customer stands in the list, the more they are worth."""
    ValueRun.objects.all().delete()
    run = ValueRun.objects.create(
        as_of=date(2026, 3, 1),
        state=ValueRun.State.CURRENT,
        started_at=datetime(2026, 3, 1, tzinfo=UTC),
        currency="EUR",
        totals={"classes": []},
    )
    figures = dict.fromkeys(
        ("low", "high", "margin_so_far", "expected", "expected_low", "expected_high", "turnover"), 1
    )
    CustomerValue.objects.bulk_create(
        CustomerValue(
            run=run,
            customer=customer,
            value=Decimal(position),
            factor=1,
            value_class="A" if position else "D",
            expected_purchases=1,
            purchases=1,
            has_history=True,
            **figures,
        )
        for position, customer in enumerate(customers)
    )


def test_leaders_may_order_by_value(as_mia: Client, now: datetime) -> None:
    worth(many(3, now))
    answer = as_mia.get(LIST, {"order": "value"}).text
    assert answer.index("Person 002") < answer.index("Person 001") < answer.index("Person 000")


def test_pages_by_value_go_on_where_the_last_one_ended(as_mia: Client, now: datetime) -> None:
    customers = many(60, now)
    worth(customers)
    answer = as_mia.get(LIST, {"order": "value", "after": customers[10].public_id}).text
    assert "Person 009" in answer
    assert "Person 010" not in answer


def test_staff_see_no_value(as_jonas: Client, now: datetime) -> None:
    worth(many(3, now))
    answer = as_jonas.get(LIST, {"order": "value"}).text
    assert "By value" not in answer
    assert "€" not in answer
    assert answer.index("Person 000") < answer.index("Person 002")


UNKEEPABLE = ["\0", "a@\0b.example", "a@\U0010ffff", "a@\ud7ff", "0664 1\x0023", "\u202eanna"]


@pytest.mark.parametrize("text", UNKEEPABLE)
def test_whatever_is_typed_into_the_search_is_answered(as_mia: Client, text: str) -> None:
    assert as_mia.get(LIST, {"q": text}).status_code == 200


@pytest.mark.parametrize("text", [*UNKEEPABLE, "a@\udcff"])
def test_whatever_is_asked_at_the_command_line_is_answered(firm: Firm, text: str) -> None:
    assert find_customers(Customer.objects.all(), text) == []


@pytest.mark.parametrize("letter", ["\ud7ff", "\ue000", "\U0010ffff", "z"])
def test_a_beginning_ends_where_the_next_letter_begins(
    anna: Customer, now: datetime, letter: str
) -> None:
    ContactPoint.objects.create(
        customer=anna, kind="email", value="x", normal=f"a@{letter}b", recorded_at=now
    )
    found = find_customers(Customer.objects.all(), f"a@{letter}")
    assert [one.customer for one in found] == [anna]
