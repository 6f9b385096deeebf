"""Undo removes what an import made, restores what it changed, keeps what people wrote since."""

import json
from collections.abc import Callable
from datetime import datetime
from itertools import permutations

import pytest
from tests.intake.conftest import CUSTOMERS, ORDERS, Take

from nahbar.core.models import User
from nahbar.customers.models import (
    ContactPoint,
    Customer,
    CustomerNumber,
    ImportantDay,
    PostalAddress,
    Remark,
    SourceRecord,
    Tag,
)
from nahbar.intake.models import Import
from nahbar.intake.operations import undo
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


WHO = "Kundennummer;Vorname;Nachname;E-Mail;Telefon;Straße;PLZ;Ort;Geburtstag;Mag;Stichworte\n"
ANNA = "77;Anna;Berger;anna@berger.example;0316 123456;Ring 1;8010;Graz;04.03.1980;Tee;Stamm\n"
LIST = WHO + ANNA
STORED = (Customer, SourceRecord, ContactPoint, PostalAddress, ImportantDay, Remark)


def orders_with(columns: str, said: str) -> str:
    """The orders, the first line of each customer with more columns."""
    header, *rows = ORDERS.splitlines()
    return (
        "\n".join([f"{header};{columns}", *(f"{row};{said}" for row in rows[:1]), *rows[1:]]) + "\n"
    )


def everything() -> set[str]:
    """All that the house says of anybody, but for when it heard it and the keys of rows."""
    told: set[str] = set()
    for model in (*STORED, Tag.customers.through, CustomerNumber):
        unstable = {
            "id",
            "public_id",
            "record_id",
            "customer_id",
            "tag_id",
            "created_at",
            "recorded_at",
        }
        for row in model.objects.values():
            said = {name: value for name, value in row.items() if name not in unstable}
            for ended in said.keys() & {"valid_until", "superseded_at"}:
                said[ended] = said[ended] is not None
            told.add(json.dumps([model.__name__, said], sort_keys=True, default=str))
    return told


def test_an_undone_customer_list_leaves_no_mail_of_people_that_orders_name(
    take: Take, take_back: TakeBack
) -> None:
    listed = take(LIST)
    take(ORDERS)
    undone = take_back(listed)
    anna = Customer.objects.get(numbers__number="77")
    assert (anna.name, anna.records.get().fields) == ("", {})
    assert not ContactPoint.objects.exists()
    assert not PostalAddress.objects.exists()
    assert not ImportantDay.objects.exists()
    assert not Remark.objects.exists()
    assert not anna.tags.exists()
    assert undone.undo_result["reduced"] == 1
    assert undone.undo_result["removed"]["customers"] == 0


@pytest.mark.parametrize(
    "later",
    [
        ORDERS,
        orders_with("E-Mail", "anna@berger.example"),
        orders_with("E-Mail", "other@berger.example"),
        orders_with("Nachname;Ort", "Berger;Wien"),
        WHO.replace(";Mag", ";Notiz") + ANNA.replace("Ring 1", "Dorf 3").replace("Stamm", "VIP"),
        "Kundennummer;Nachname;Mobil\n77;Berger;0664 1234567\n",
    ],
)
def test_in_whatever_order_two_imports_are_taken_back_only_the_other_is_left(
    take: Take, take_back: TakeBack, later: str
) -> None:
    take_back(take(later))
    kept = take(later, name="kept")
    without = everything()
    take_back(kept)
    assert nothing_is_left()
    listed, kept = take(LIST), take(later, name="kept")
    with_both = everything()
    take_back(listed)
    assert everything() == without
    listed = take(LIST)
    take_back(listed)
    assert everything() == without
    take_back(kept)
    assert nothing_is_left()
    assert with_both != without


def test_of_many_who_are_kept_all_are_counted_and_some_are_named(
    take: Take, take_back: TakeBack, mia: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "MOST_NAMED", 2)
    imported = take(CUSTOMERS)
    for customer in Customer.objects.all():
        Remark.objects.create(customer=customer, kind="likes", text="x", by=mia, recorded_at=now)
    result = take_back(imported).undo_result
    assert result["kept_count"] == 3
    assert [one["name"] for one in result["kept_because_edited"]] == ["Anna Berger", "Bernd Moser"]


MOVED = WHO + ANNA.replace("Ring 1", "Dorf 3").replace("Tee", "").replace("Stamm", "VIP")
THREE = (LIST, MOVED, orders_with("E-Mail;Ort", "other@berger.example;Wien"))


@pytest.mark.parametrize("come", list(permutations(range(3))))
def test_of_three_imports_that_tell_of_the_same_people_any_can_go(
    take: Take, take_back: TakeBack, come: tuple[int, ...]
) -> None:
    """Whatever came in whatever order: with one gone, all is as if only the other two had come."""
    for gone in come:
        rest = [take(THREE[number]) for number in come if number != gone]
        expected = everything()
        for import_run in rest:
            take_back(import_run)
        runs = {number: take(THREE[number]) for number in come}
        take_back(runs.pop(gone))
        assert everything() == expected, gone
        for import_run in runs.values():
            take_back(import_run)
        assert nothing_is_left()
