"""Undo removes what an import made, restores what it changed, keeps what people wrote since."""

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.intake.conftest import CUSTOMERS, ORDERS, Take

from nahbar.core.models import User
from nahbar.customers.models import ContactPoint, Customer, PostalAddress, Remark, SourceRecord
from nahbar.intake.models import Import
from nahbar.moments.models import Encounter
from nahbar.sales.models import Order, OrderLine, Product

pytestmark = pytest.mark.django_db
TakeBack = Callable[[Import], Import]


def nothing_is_left() -> bool:
    models = (Customer, SourceRecord, ContactPoint, Order, OrderLine, Product, Encounter)
    return not any(model.objects.exists() for model in models)


def test_an_undone_import_leaves_nothing(take: Take, take_back: TakeBack) -> None:
    undone = take_back(take(ORDERS, CUSTOMERS))
    assert undone.state == Import.State.UNDONE
    assert undone.undo_result["removed"] == {
        "customers": 3,
        "orders": 4,
        "lines": 5,
        "encounters": 0,
    }
    assert nothing_is_left()


def test_what_a_later_import_says_as_well_stays_until_that_is_undone(
    take: Take, take_back: TakeBack
) -> None:
    first, second = take(ORDERS), take(ORDERS)
    take_back(first)
    assert OrderLine.objects.count() == 5
    assert Customer.objects.count() == 2
    take_back(second)
    assert nothing_is_left()


def test_undoing_the_later_one_first_ends_the_same(take: Take, take_back: TakeBack) -> None:
    first, second = take(ORDERS), take(ORDERS + "1005;A2;Pen;4;02.02.2026 10:00;1,20;79\n")
    take_back(second)
    assert OrderLine.objects.count() == 5
    take_back(first)
    assert nothing_is_left()


def test_what_an_import_changed_is_as_it_was(take: Take, take_back: TakeBack) -> None:
    take(CUSTOMERS)
    changed = take(CUSTOMERS.replace("Hauptplatz 5;8010;Graz", "Lindenweg 2;8020;Graz"))
    undone = take_back(changed)
    assert undone.undo_result["restored"] == 1
    anna = Customer.objects.get(numbers__number="77")
    address = PostalAddress.objects.get(customer=anna)
    assert (address.street, address.valid_until) == ("Hauptplatz 5", None)


def test_a_name_that_came_with_a_list_goes_with_it(take: Take, take_back: TakeBack) -> None:
    take(ORDERS)
    take_back(take(CUSTOMERS))
    assert Customer.objects.count() == 2
    assert Customer.objects.get(numbers__number="77").name == ""


def test_whom_people_have_written_on_is_kept_and_named(
    take: Take, take_back: TakeBack, mia: User, now: datetime
) -> None:
    imported = take(CUSTOMERS)
    anna = Customer.objects.get(numbers__number="77")
    Remark.objects.create(customer=anna, kind="likes", text="kurze Wege", by=mia, recorded_at=now)
    undone = take_back(imported)
    kept = undone.undo_result["kept_because_edited"]
    assert kept == [{"id": str(anna.public_id), "name": "Anna Berger"}]
    assert list(Customer.objects.all()) == [anna]


def test_an_order_keeps_its_sum_when_a_late_line_is_taken_back(
    take: Take, take_back: TakeBack
) -> None:
    take(ORDERS)
    late = take(f"{ORDERS.splitlines()[0]}\n1001;A3;Ink;1;03.01.2026 10:00;2,25;77\n")
    take_back(late)
    order = Order.objects.get(number="1001")
    assert (str(order.amount), order.line_count) == ("10.200000", 2)


def test_after_an_undo_the_file_can_come_again(take: Take, take_back: TakeBack) -> None:
    take_back(take(ORDERS))
    again = take(ORDERS)
    assert again.rows_stored == 5
