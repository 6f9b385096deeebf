"""A customer list becomes customers; what sources say is kept beside what people know."""

import pytest
from tests.intake.conftest import CUSTOMERS, ORDERS, Take

from nahbar.customers.models import (
    ContactPoint,
    Customer,
    ImportantDay,
    PostalAddress,
    Remark,
    SourceRecord,
)
from nahbar.intake.models import RejectedRow
from nahbar.sales.models import Order

pytestmark = pytest.mark.django_db


def by_number(number: str) -> Customer:
    return Customer.objects.get(numbers__number=number, numbers__valid_until=None)


def test_a_row_becomes_a_customer_with_all_that_it_says(take: Take) -> None:
    done = take(CUSTOMERS)
    assert (done.rows_stored, done.customers_created) == (3, 3)
    anna = by_number("77")
    assert (anna.name, anna.title, anna.salutation, anna.kind) == (
        "Anna Berger",
        "Mag.",
        "ms",
        "person",
    )
    assert ContactPoint.objects.get(customer=anna, kind="email").value == "anna@berger.example"
    assert ContactPoint.objects.get(customer=anna, kind="phone").normal == "43316123456"
    address = PostalAddress.objects.get(customer=anna)
    assert (address.street, address.postcode, address.city) == ("Hauptplatz 5", "8010", "Graz")
    birthday = ImportantDay.objects.get(customer=anna)
    assert (birthday.day, birthday.month, birthday.year) == (4, 3, 1980)
    assert Remark.objects.get(customer=anna, kind="likes").text == "Tee"


@pytest.mark.parametrize("year", ["", "1980"])
def test_a_birthday_is_kept_with_and_without_its_year(take: Take, year: str) -> None:
    take(f"Kundennummer;Nachname;Geburtstag;Geburtsmonat;Geburtsjahr\n77;Berger;29;2;{year}\n")
    birthday = ImportantDay.objects.get(customer=by_number("77"))
    assert (birthday.day, birthday.month, birthday.year) == (29, 2, int(year) if year else None)


def test_a_family_is_a_household(take: Take) -> None:
    take(CUSTOMERS)
    assert by_number("79").kind == "household"


def test_orders_and_customers_dropped_in_together_find_each_other(take: Take) -> None:
    done = take(ORDERS, CUSTOMERS)
    assert Customer.objects.count() == 3
    assert Order.objects.get(number="1001").customer == by_number("77")
    assert by_number("77").name == "Anna Berger"
    assert done.rows_read == 8


def test_the_list_may_come_after_the_orders(take: Take) -> None:
    take(ORDERS)
    assert by_number("77").name == ""
    later = take(CUSTOMERS)
    assert (later.customers_created, later.customers_updated) == (1, 2)
    assert by_number("77").name == "Anna Berger"


def test_the_same_list_twice_changes_nothing(take: Take) -> None:
    take(CUSTOMERS)
    again = take(CUSTOMERS)
    assert (again.rows_stored, again.rows_unchanged) == (0, 3)
    assert SourceRecord.objects.count() == 3
    assert ContactPoint.objects.count() == 4


def test_a_changed_row_follows_the_old_one_which_is_kept(take: Take) -> None:
    take(CUSTOMERS)
    take(CUSTOMERS.replace("Hauptplatz 5;8010;Graz", "Lindenweg 2;8020;Graz"))
    anna = by_number("77")
    assert [r.superseded_at is None for r in anna.records.order_by("pk")] == [False, True]
    valid = PostalAddress.objects.get(customer=anna, valid_until=None)
    assert valid.street == "Lindenweg 2"
    assert PostalAddress.objects.filter(customer=anna).count() == 2


def test_what_a_later_list_leaves_out_stays_said(take: Take) -> None:
    take(CUSTOMERS)
    take("Kundennummer;Vorname;Nachname;Telefon\n77;Anna;Berger;0664 1234567\n")
    anna = by_number("77")
    assert anna.title == "Mag."
    assert ContactPoint.objects.filter(customer=anna, valid_until=None, kind="email").exists()


def test_an_order_export_fills_gaps_and_overwrites_nothing(take: Take) -> None:
    take(CUSTOMERS)
    header, row = ORDERS.splitlines()[:2]
    take(f"{header};Ort;Land\n{row};Wien;AT\n")
    anna = by_number("77")
    assert PostalAddress.objects.get(customer=anna, valid_until=None).city == "Graz"


def test_two_people_with_one_mail_stay_two(take: Take) -> None:
    take(
        "Vorname;Nachname;E-Mail\nAnna;Berger;haus@berger.example\nKarl;Huber;haus@berger.example\n"
    )
    assert set(Customer.objects.values_list("name", flat=True)) == {"Anna Berger", "Karl Huber"}


def test_an_order_that_names_only_a_shared_mail_is_asked_about(take: Take) -> None:
    take(
        "Vorname;Nachname;E-Mail\nAnna;Berger;haus@berger.example\nKarl;Huber;haus@berger.example\n"
    )
    done = take(
        "Order Number;Date;Amount;E-Mail\n1;03.01.2026;10,00;haus@berger.example\n"
        "2;17.01.2026;20,00;neu@example.at\n",
        kind="orders",
    )
    assert (done.rows_stored, done.rows_rejected) == (1, 1)
    rejected = RejectedRow.objects.get()
    assert (rejected.row, rejected.code) == (1, "mail_of_several")


def test_orders_by_mail_find_the_customer_of_the_list(take: Take) -> None:
    take(CUSTOMERS)
    take("Order Number;Date;Amount;E-Mail\n1;13.01.2026;10,00;ANNA@berger.example\n", kind="orders")
    assert Order.objects.get(number="1").customer == by_number("77")


def test_a_list_with_numbers_adopts_who_was_known_by_mail(take: Take) -> None:
    take("Order Number;Date;Amount;E-Mail\n1;13.01.2026;10,00;anna@berger.example\n", kind="orders")
    take(CUSTOMERS)
    assert Customer.objects.count() == 3
    assert Order.objects.get(number="1").customer == by_number("77")


def test_a_number_given_to_somebody_else_is_refused_and_named(take: Take) -> None:
    take(CUSTOMERS)
    done = take("Kundennummer;Vorname;Nachname\n77;Karl;Huber\n80;Eva;Fuchs\n")
    assert (done.rows_stored, done.rows_rejected) == (1, 1)
    rejected = RejectedRow.objects.get()
    assert rejected.code == "number_reused"
    assert rejected.details["customer"] == str(by_number("77").public_id)
    assert by_number("77").name == "Anna Berger"


def test_a_number_used_twice_in_one_file_belongs_to_the_first(take: Take) -> None:
    done = take("Kundennummer;Vorname;Nachname\n77;Anna;Berger\n77;Karl;Huber\n")
    assert (done.rows_stored, done.rows_rejected) == (1, 1)
    assert by_number("77").name == "Anna Berger"


def test_a_new_name_after_a_wedding_is_no_other_person(take: Take) -> None:
    take(CUSTOMERS)
    take("Kundennummer;Vorname;Nachname\n77;Anna;Novak\n")
    assert by_number("77").name == "Anna Novak"


def test_rows_read_are_stored_unchanged_or_rejected(take: Take) -> None:
    done = take(
        "Kundennummer;Vorname;Nachname\n1;Anna;Berger\n1;Anna;Berger\n1;Anna;Bergler\n"
        "2;Karl;Huber\n2;Eva;Fuchs\n"
    )
    assert done.rows_read == done.rows_stored + done.rows_unchanged + done.rows_rejected
