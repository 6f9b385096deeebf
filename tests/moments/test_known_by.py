"""Their people with us: who met them most, and whether all hangs on one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.moments.known_by import known_by
from nahbar.moments.models import Encounter
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the page in English."""
    Firm.objects.update(language="en")


def meet(customer: Customer, person: User | None, times: int, at: datetime) -> None:
    Encounter.objects.bulk_create(
        Encounter(
            customer=customer, kind="contact", channel="visit", by=person, created_at=at,
            occurred_at=at - timedelta(days=number),
        )
        for number in range(times)
    )  # fmt: skip


def page(client: Client, customer: Customer) -> str:
    return client.get(reverse("customer", args=[customer.public_id])).text


def test_who_met_them_most_comes_first(
    anna: Customer, bernd: Customer, mia: User, jonas: User, now: datetime
) -> None:
    meet(anna, mia, 2, now)
    meet(anna, jonas, 5, now)
    meet(anna, None, 9, now)
    meet(bernd, mia, 50, now)
    told = [(one.person, one.times, one.since) for one in known_by(anna)]
    assert told == [(jonas, 5, now - timedelta(days=4)), (mia, 2, now - timedelta(days=1))]


def test_it_takes_one_query_however_often_they_met(
    anna: Customer, mia: User, jonas: User, now: datetime, django_assert_num_queries: Any
) -> None:
    meet(anna, mia, 40, now)
    meet(anna, jonas, 40, now)
    with django_assert_num_queries(1):
        known_by(anna)


def test_hanging_on_one_is_said(as_petra: Client, anna: Customer, mia: User, now: datetime) -> None:
    meet(anna, mia, 3, now)
    assert "Only Mia Berger knows them." in page(as_petra, anna)


@pytest.mark.parametrize(("times", "stage"), [(2, "customer"), (9, "prospect"), (9, "former")])
def test_who_hardly_comes_is_no_warning(
    as_petra: Client, anna: Customer, mia: User, now: datetime, times: int, stage: str
) -> None:
    Customer.objects.filter(pk=anna.pk).update(stage=stage)
    meet(anna, mia, times, now)
    assert "Only Mia" not in page(as_petra, anna)


def test_two_hold(as_petra: Client, anna: Customer, mia: User, jonas: User, now: datetime) -> None:
    meet(anna, mia, 3, now)
    meet(anna, jonas, 1, now)
    assert "2 of us know them: that holds." in page(as_petra, anna)


def test_who_has_left_holds_nobody(
    as_petra: Client, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    meet(anna, mia, 3, now)
    meet(anna, jonas, 3, now)
    User.objects.filter(pk=jonas.pk).update(is_active=False)
    told = page(as_petra, anna)
    assert "Only Mia Berger knows them." in told
    assert "no longer with us" in told


def test_somebody_without_anybody_is_no_panel_for_who_only_reads(
    as_petra: Client, as_jonas: Client, anna: Customer
) -> None:
    assert "Their people with us" not in page(as_petra, anna)
    assert "Nobody cares for them by name yet." in page(as_jonas, anna)
