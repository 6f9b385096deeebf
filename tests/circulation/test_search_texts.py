"""A plate typed in any way leads to who drives the car."""

from datetime import date, datetime

import numpy as np
import pytest

from nahbar.circulation.models import Thing
from nahbar.circulation.operations.things import end_thing
from nahbar.circulation.search_texts import read_marks, read_names
from nahbar.core.models import User
from nahbar.core.search import search_customers
from nahbar.customers.models import Customer

pytestmark = pytest.mark.django_db


def test_name_kind_and_mark_are_searched(car: Thing) -> None:
    ids = np.array([car.customer_id])
    assert read_names(ids).rows() == [(car.customer_id, "Tavaro Linea Vehicle")]
    assert read_marks(ids).rows() == [(car.customer_id, "G-412 BT g412bt 412bt")]


def test_what_they_no_longer_have_finds_them_no_longer(
    car: Thing, jonas: User, now: datetime
) -> None:
    end_thing(car, on=date(2026, 3, 2), by=jonas, at=now)
    assert read_names(np.array([car.customer_id])).is_empty()
    assert read_marks(np.array([car.customer_id])).is_empty()


@pytest.mark.parametrize("typed", ["G-412 BT", "g412bt", "g 412 bt", "412bt", "tavaro linea"])
def test_a_plate_typed_in_any_way_leads_to_them(car: Thing, bernd: Customer, typed: str) -> None:
    assert [hit.customer_id for hit in search_customers(typed)] == [car.customer_id]
