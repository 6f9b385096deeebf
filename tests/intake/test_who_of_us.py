"""The person of the house that a table names is linked to orders and moments, and shown."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.intake.conftest import Take

from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.intake.models import Import
from nahbar.moments.models import Encounter
from nahbar.moments.timeline import page
from nahbar.sales.models import Order

pytestmark = pytest.mark.django_db
HEADER = "Rechnungsnr;Belegdatum;Kundennr;Menge;Einzelpreis;Verkäufer\n"


def orders(*sellers: str) -> str:
    rows = [f"{n};{13 + n}.01.2026;77;1;4,50;{one}\n" for n, one in enumerate(sellers, start=1)]
    return HEADER + "".join(rows)


def sellers() -> dict[str, str]:
    """By order number, the person's first name or the text that was kept."""
    found = Order.objects.select_related("by")
    return {one.number: one.by.name.split()[0] if one.by else one.by_name for one in found}


def test_people_are_known_by_mail_and_by_name_either_way_round(take: Take, jonas: User) -> None:
    take(orders("Mia Berger", "Berger, Mia", "MIA@lind.example", "Jonas  FALK", "Karl Huber", ""))
    assert sellers() == {
        "1": "Mia", "2": "Mia", "3": "Mia", "4": "Jonas", "5": "Karl Huber", "6": "",
    }  # fmt: skip


@pytest.mark.parametrize("written", ["Jörg Weiß", "Joerg Weiss", "WEISS, JÖRG"])
def test_umlauts_may_be_spelled_out(take: Take, written: str) -> None:
    person = User.objects.create(email="jw@lind.example", name="Jörg Weiß")
    take(orders(written))
    assert Order.objects.get().by == person


def test_a_name_that_two_people_have_is_nobodys(take: Take) -> None:
    for number in (1, 2):
        User.objects.create(email=f"anna{number}@lind.example", name="Anna Huber")
    take(orders("Anna Huber", "anna2@lind.example"))
    assert sellers() == {"1": "Anna Huber", "2": "Anna"}
    assert Order.objects.get(number="1").by is None


def test_an_order_has_the_first_person_whom_a_line_names(take: Take, mia: User) -> None:
    take(
        f"{HEADER}1;13.01.2026;77;1;4,50;Aushilfe\n1;13.01.2026;77;2;4,50;Mia Berger\n"
        "2;14.01.2026;77;1;4,50;\n2;14.01.2026;77;1;1,20;Aushilfe\n"
    )
    assert sellers() == {"1": "Mia", "2": "Aushilfe"}


def test_who_it_was_stands_in_the_timeline_and_on_the_order(take: Take, as_mia: Client) -> None:
    take(orders("Berger, Mia", "Aushilfe Karl"))
    customer = Customer.objects.get()
    assert [entry.who for entry in page(customer).entries] == ["Aushilfe Karl", "Mia Berger"]
    for number, name in (("1", "Mia Berger"), ("2", "Aushilfe Karl")):
        address = f"/orders/{Order.objects.get(number=number).public_id}/"
        assert name in as_mia.get(address).content.decode()


def test_moments_know_who_it_was(take: Take, jonas: User) -> None:
    take(
        "Datum;Kundennummer;Kanal;Betreff;Mitarbeiter\n13.01.2026 10:00;77;Telefon;Frage;Falk Jonas\n"
        "14.01.2026 10:00;77;Telefon;Antwort;Lehrling\n",
        kind="encounters",
    )
    later, first = Encounter.objects.order_by("-occurred_at")
    assert (first.by, first.by_name) == (jonas, "")
    assert (later.by, later.by_name) == (None, "Lehrling")
    assert page(later.customer).entries[0].who.startswith("Lehrling")


def test_undone_nothing_of_it_is_left_and_nobody_counts_as_written_on(
    take: Take, take_back: Callable[[Import], Import]
) -> None:
    undone = take_back(take(orders("Mia Berger")))
    assert undone.undo_result["kept_because_edited"] == []
    assert not Order.objects.exists()
    assert not Encounter.objects.exists()


def test_people_are_looked_up_once_however_many_rows_name_them(take: Take) -> None:
    def asked(content: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take(content)
        return sum('FROM "core_user"' in query["sql"] for query in queries)

    few = asked(orders("Mia Berger"))
    assert asked(orders(*["Mia Berger", "Karl", "Jonas"] * 5)) == few
