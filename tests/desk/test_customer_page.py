"""The page of one customer: the person first, in as few queries whatever there is to tell."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.customers.folk import write_down

from nahbar.core import clock
from nahbar.core.files import store_bytes
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.addresses import add_address
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.days import add_day
from nahbar.customers.operations.relations import relate
from nahbar.customers.operations.remarks import add_remark
from nahbar.customers.operations.tags import tag
from nahbar.moments.models import Encounter
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the page in English."""
    Firm.objects.update(language="en")


@pytest.fixture
def anna(firm: Firm, mia: User, now: datetime) -> Customer:
    """Anna Berger, of whom nothing but her name is known."""
    return write_down(now, salutation="ms", first_name="Anna", last_name="Berger")


def tell(customer: Customer, people: list[User], times: int, at: datetime) -> None:
    """So much of everything."""
    who: dict[str, Any] = {"by": people[0], "at": at}
    for number in range(times):
        add_contact_point(customer, "mobile", f"0664 12345{number:02}", **who)
        add_address(customer, {"city": "Graz", "street": f"Ring {number}"}, **who)
        add_day(customer, "other", day=number % 28 + 1, month=3, label=f"Day {number}", **who)
        add_remark(customer, "likes", f"Tea {number}", **who)
        tag(customer, f"Word {number}", **who)
        relate(customer, write_down(at, last_name=f"Moser {number}"), "influences", **who)
    Encounter.objects.bulk_create(
        Encounter(
            customer=customer,
            kind="contact",
            channel="visit",
            by=people[number % len(people)],
            mood=number % 5 - 2,
            text=f"Talk {number}",
            occurred_at=at - timedelta(days=number),
            created_at=at,
        )
        for number in range(25 * times)
    )


def queries_of(client: Client, customer: Customer) -> list[str]:
    url = reverse("customer", args=[customer.public_id])
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [one["sql"] for one in asked.captured_queries]


@pytest.mark.parametrize("who", ["as_olga", "as_jonas"])
def test_500_encounters_ask_no_more_than_25_times(
    who: str,
    request: pytest.FixtureRequest,
    anna: Customer,
    mia: User,
    jonas: User,
    now: datetime,
) -> None:
    client: Client = request.getfixturevalue(who)
    tell(anna, [mia, jonas], 2, now)
    few = queries_of(client, anna)
    tell(anna, [mia, jonas], 20, now)
    many = queries_of(client, anna)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)


def test_the_person_comes_first(
    as_jonas: Client, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    seen = {"carer_id": "", "found_us": ""}
    new = {"carer_id": str(mia.pk), "found_us": "Karin Egger"}
    change_customer(anna, new, seen=seen, by=mia, at=now)
    tell(anna, [mia, jonas], 1, now)
    page = as_jonas.get(reverse("customer", args=[anna.public_id])).text
    shown = re.sub(r"<[^>]+>", " ", page[page.index("<h1") :])
    order = ["Anna Berger", "Ms Berger.", "Can be reached by phone.", "Karin Egger", "How they feel",
             "Timeline", "Their people with us", "cares for them", "Good to know"]  # fmt: skip
    places = [shown.index(text) for text in order]
    assert places == sorted(places)
    assert page.count("<h1>") == 1


def test_one_hand_reaches_noting_a_moment(
    as_jonas: Client, as_petra: Client, anna: Customer
) -> None:
    url = reverse("customer", args=[anna.public_id])
    assert "note-here" in as_jonas.get(url).text
    assert "note-here" not in as_petra.get(url).text


def test_lists_show_pictures_in_as_many_queries(
    as_mia: Client, anna: Customer, django_assert_max_num_queries: Any
) -> None:
    picture = store_bytes(b"RIFF0000WEBP", at=clock.now())
    for number in range(30):
        one = write_down(clock.now(), last_name=f"Huber {number}")
        Customer.objects.filter(pk=one.pk).update(picture=picture)
    with django_assert_max_num_queries(22):
        page = as_mia.get(reverse("customers")).text
    assert page.count("/picture/?v=") >= 30


@pytest.mark.parametrize("undo", ["x", "-1", "9" * 40, "1", "0"])
def test_a_made_up_way_back_is_no_way(as_jonas: Client, anna: Customer, undo: str) -> None:
    answer = as_jonas.get(reverse("customer", args=[anna.public_id]), {"undo": undo})
    assert answer.status_code == 200
    assert "/undo/" not in answer.text
