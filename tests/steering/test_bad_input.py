"""Firms of which little or nothing can be said: the report says what it can and never breaks."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from tests.steering.conftest import AS_OF

from nahbar.customers.models import Customer
from nahbar.sales.models import Order
from nahbar.steering.parts import Section
from nahbar.steering.queries import what_was_said
from nahbar.steering.telling import tell, three_sentences

pytestmark = pytest.mark.django_db

Firm = Callable[..., None]


def folk(count: int) -> list[Customer]:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    Customer.objects.bulk_create(Customer(name="K", created_at=moment) for _ in range(count))
    return list(Customer.objects.order_by("pk"))


def nobody_at_all(sell) -> None:
    folk(0)


def no_orders(sell) -> None:
    folk(40)


def one_customer(sell) -> None:
    sell(folk(1)[0], AS_OF - timedelta(days=20), (50,))


def four_customers(sell) -> None:
    for at, person in enumerate(folk(4)):
        for step in range(4):
            sell(person, AS_OF - timedelta(days=30 * step + at), (50 + at,))


def one_purchase_each(sell) -> None:
    for at, person in enumerate(folk(40)):
        sell(person, AS_OF - timedelta(days=at * 10), (20 + at,))


def all_on_one_day(sell) -> None:
    for person in folk(40):
        sell(person, AS_OF, (20,))


def only_returns(sell) -> None:
    for at, person in enumerate(folk(40)):
        sell(person, AS_OF - timedelta(days=at), (-20,), kind="return")


def more_back_than_sold(sell) -> None:
    for at, person in enumerate(folk(40)):
        sell(person, AS_OF - timedelta(days=at + 50), (10,))
        sell(person, AS_OF - timedelta(days=at), (-30,), kind="return")


def negative_margins(sell) -> None:
    for at, person in enumerate(folk(40)):
        for step in range(3):
            sell(person, AS_OF - timedelta(days=40 * step + at), (20, "order", 35))


def three_currencies(sell) -> None:
    for at, person in enumerate(folk(45)):
        for step in range(3):
            day = AS_OF - timedelta(days=40 * step + at)
            sell(person, day, (20,), currency=("EUR", "CHF", "USD")[at % 3])


def half_anonymous(sell) -> None:
    for at, person in enumerate(folk(40)):
        sell(person, AS_OF - timedelta(days=at), (20,))
        sell(None, AS_OF - timedelta(days=at), (20,))


def a_clock_error_of_a_century(sell) -> None:
    for at, person in enumerate(folk(40)):
        sell(person, AS_OF - timedelta(days=at), (20,))
        sell(person, AS_OF - timedelta(days=at + 60), (20,))
    sell(Customer.objects.first(), date(1926, 3, 2), (20,))
    sell(Customer.objects.first(), date(2126, 3, 2), (20,))


FIRMS: list[Firm] = [
    nobody_at_all,
    no_orders,
    one_customer,
    four_customers,
    one_purchase_each,
    all_on_one_day,
    only_returns,
    more_back_than_sold,
    negative_margins,
    three_currencies,
    half_anonymous,
    a_clock_error_of_a_century,
]


@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm.__name__)
def test_whatever_the_firm_the_report_is_told_without_nonsense(firm: Firm, sell, look) -> None:
    firm(sell)
    run = look()
    json.dumps(run.content, allow_nan=False)
    with translation.override("en"):
        sections = tell(run, what_was_said())
    assert len(sections) >= 10
    assert three_sentences(sections, run.content)
    told = "\n".join(texts_of(sections))
    for nonsense in ("nan", "NaN", "inf", "None", "%("):
        assert nonsense not in told.replace("information", "")


def texts_of(sections: list[Section]) -> list[str]:
    told = []
    for part in sections:
        told += [part.heading, *part.paragraphs, *part.computed]
        told += [text for one in part.figures for text in (one.label, one.value, one.low, one.high)]
        tables = [*part.tables, *(picture.table for picture in part.pictures)]
        told += [cell for table in tables for row in table.rows for cell in row]
        told += [text for item in part.items for text in (item.lead, item.text)]
    return told


def test_no_figure_is_made_of_four_people(sell, look) -> None:
    four_customers(sell)
    content = look().content
    assert content["weight"] is None
    assert content["staying"]["kept"] is None
    assert content["rhythm"]["again"] is None
    assert content["returns"]["money"] is None
    assert content["kinds"]["groups"] == []
    assert set(content["quality"]["known"].values()) == {None}
    assert "steering.kept" not in content["figures"]


def test_orders_of_another_age_are_left_out_and_said(sell, look) -> None:
    a_clock_error_of_a_century(sell)
    run = look()
    assert run.content["quality"]["unbelievable"] == 2
    assert run.since is not None
    assert run.since.year == 2025
    with translation.override("en"):
        told = "\n".join(texts_of(tell(run, what_was_said())))
    assert "Dated in the future or more than 60 years back: 2 orders" in told


def test_half_of_the_orders_name_no_customer(sell, look) -> None:
    half_anonymous(sell)
    content = look().content
    assert content["figures"]["steering.named"]["value"] == pytest.approx(0.5)
    assert content["quality"]["nameless"] == {"orders": 40, "amount": 800.0}
    assert "name_orders" in [step["code"] for step in content["steps"]]


def test_other_currencies_are_no_part_of_the_money(sell, look) -> None:
    three_currencies(sell)
    run = look()
    assert run.currency == "CHF"
    assert run.content["turnover"] == 15 * 3 * 20
    assert run.content["quality"]["other_currencies"] == [["EUR", 45], ["USD", 45]]


def test_where_more_came_back_than_was_bought_that_is_the_finding(sell, look) -> None:
    more_back_than_sold(sell)
    run = look()
    assert run.content["returns"]["money"]["is_more_than_all"]
    with translation.override("en"):
        headings = {part.slug: part.heading for part in tell(run, what_was_said())}
    assert headings["returns"] == "More came back than was bought"


def test_stored_kinds_of_orders_are_those_the_report_counts(sell, look) -> None:
    half_anonymous(sell)
    kinds = dict(map(tuple, look().content["returns"]["by_kind"]))
    assert kinds == {"order": Order.objects.count()}
