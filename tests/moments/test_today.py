"""Today shows who complained lately and whose day comes, and says honestly when there is nothing."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down
from tests.moments.test_timeline import met

from nahbar.core import clock
from nahbar.core.models import User
from nahbar.customers.models import Customer, ImportantDay
from nahbar.customers.operations.days import add_day
from nahbar.customers.queries import days_near
from nahbar.moments.queries import complained_since
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(firm: Firm, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """These tests read the pages in English, on the second of March."""
    Firm.objects.update(language="en")
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 2))


def complain(customer: Customer, at: datetime, by: User, **fields: Any) -> None:
    met(customer, at, by, kind="complaint", **fields)


def test_a_complaint_is_seen_by_everybody_today(
    as_petra: Client, anna: Customer, jonas: User, now: datetime
) -> None:
    complain(anna, now - timedelta(days=1), jonas, text="The parcel is late", mood=-2)
    page = as_petra.get("/").text
    assert "Who complained in the last two weeks" in page
    assert "The parcel is late" in page
    assert reverse("customer", args=[anna.public_id]) in page


def test_each_customer_stands_there_once_the_latest_first(
    anna: Customer, bernd: Customer, jonas: User, now: datetime
) -> None:
    for days, customer in ((5, anna), (4, bernd), (3, anna)):
        complain(customer, now - timedelta(days=days), jonas, text=str(days))
    found = complained_since(now - timedelta(days=14), 8)
    assert [(one.customer, one.text) for one in found] == [(anna, "3"), (bernd, "4")]


def test_old_complaints_and_what_orders_book_as_such_are_left_out(
    anna: Customer, jonas: User, now: datetime
) -> None:
    complain(anna, now - timedelta(days=15), jonas)
    complain(anna, now, jonas, channel="shop")
    met(anna, now, jonas)
    assert complained_since(now - timedelta(days=14), 8) == []


def birthday(customer: Customer, month: int, day: int, year: int | None, by: User) -> None:
    add_day(customer, "birthday", day=day, month=month, year=year, by=by, at=clock.now())


def test_birthdays_of_this_week_are_told_with_age(
    as_petra: Client, anna: Customer, bernd: Customer, mia: User
) -> None:
    birthday(anna, 3, 3, 1948, mia)
    birthday(bernd, 3, 9, None, mia)
    page = as_petra.get("/").text
    assert "Think of" in page
    assert "tomorrow" in page
    assert "turns 78" in page
    assert page.count("Birthday") == 1


def test_the_twenty_ninth_of_february_is_not_passed_over(anna: Customer, mia: User) -> None:
    birthday(anna, 2, 29, 1980, mia)
    assert [day for day, _row in days_near(date(2026, 2, 27), 7, 8)] == [date(2026, 2, 28)]
    assert [day for day, _row in days_near(date(2028, 2, 27), 7, 8)] == [date(2028, 2, 29)]


def test_a_day_two_sources_tell_or_one_that_holds_no_more_is_not_told_twice(
    anna: Customer, mia: User, now: datetime
) -> None:
    birthday(anna, 3, 4, 1948, mia)
    twice = ImportantDay.objects.get()
    twice.pk, twice.year = None, None
    twice.save()
    assert len(days_near(date(2026, 3, 2), 7, 8)) == 1
    ImportantDay.objects.update(valid_until=now)
    assert days_near(date(2026, 3, 2), 7, 8) == []


def test_a_day_with_nothing_says_what_would_stand_there(as_jonas: Client, anna: Customer) -> None:
    Customer.objects.update(created_at=clock.now() - timedelta(days=9))
    page = as_jonas.get("/").text
    assert "A quiet day" in page
    assert "what you promised and took on" in page


def test_more_complaints_and_birthdays_ask_no_more_queries(
    as_petra: Client, mia: User, now: datetime, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in range(2):
        for number in range(1 + 6 * more):
            customer = write_down(now, last_name=f"Other {more} {number}")
            complain(customer, now - timedelta(hours=number), mia, text="Late")
            birthday(customer, 3, 5, 1970, mia)
        with django_assert_max_num_queries(40) as captured:
            as_petra.get("/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
