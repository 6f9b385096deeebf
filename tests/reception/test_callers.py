"""Whose number it is."""

from datetime import datetime
from typing import Any

import pytest
from tests.customers.folk import write_down

from nahbar.core.models import User
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.reception.callers import Match, who_has

pytestmark = pytest.mark.django_db


def test_the_caller_is_known_by_the_number(anna: Customer, annas_number: str) -> None:
    assert who_has([annas_number]) == {annas_number: [Match(anna.pk)]}


def test_all_who_share_a_number_may_be_meant(
    anna: Customer, bernd: Customer, annas_number: str, mia: User, now: datetime
) -> None:
    add_contact_point(bernd, "phone", annas_number, by=mia, at=now)
    assert {one.customer for one in who_has([annas_number])[annas_number]} == {anna.pk, bernd.pk}


def test_another_extension_of_a_firm_is_nearly_known(
    bernd: Customer, mia: User, now: datetime
) -> None:
    add_contact_point(bernd, "phone", "+43 316 1234560", by=mia, at=now)
    assert who_has(["+4331612345623"]) == {"+4331612345623": [Match(bernd.pk, is_near=True)]}


def test_a_number_that_holds_no_longer_names_nobody(
    anna: Customer, annas_number: str, mia: User, now: datetime
) -> None:
    end_contact_point(ContactPoint.objects.get(), by=mia, at=now)
    assert who_has([annas_number]) == {annas_number: []}


def test_a_suppressed_number_is_nobody_s() -> None:
    assert who_has([""]) == {}


def test_many_numbers_ask_two_queries(
    annas_number: str, now: datetime, django_assert_num_queries: Any
) -> None:
    write_down(now, last_name="Other")
    asked = [annas_number, *(f"+43316{number}" for number in range(100_000, 100_040))]
    with django_assert_num_queries(2):
        who_has(asked)
