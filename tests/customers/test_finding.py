"""Finding customers by name, number, mail and phone."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.customers.folk import known_from_shop, write_down

from nahbar.core.folding import fold
from nahbar.core.models import User
from nahbar.customers.finders import find_customers
from nahbar.customers.models import Customer
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.paging import Page, page_by_name, words_of
from nahbar.team.models import Firm

NAMES = [
    ("Anna", "Berger"), ("Annabell", "Zwettler"), ("Bernd", "Anger"), ("Maria Anna", "Huber"),
    ("Jörg", "Müller"), ("Joerg", "Mueller"), ("Jose", "Muñoz"), ("Eva", "Herz"), ("Ida", "Herzog"),
    ("Otto", "Strauß"), ("Uwe", "Berger-Herz"),
]  # fmt: skip


@pytest.fixture
def town(firm: Firm, now: datetime) -> None:
    """Eleven people."""
    for first, last in NAMES:
        write_down(now, first_name=first, last_name=last)


def found(text: str) -> list[str]:
    return [one.name for one in page_by_name(Customer.objects.all(), text).customers]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("berger", ["Anna Berger", "Uwe Berger-Herz"]),
        ("ber", ["Anna Berger", "Uwe Berger-Herz", "Bernd Anger"]),
        ("anna berger", ["Anna Berger"]),
        ("Berger, Anna", ["Anna Berger"]),
        ("be an", ["Anna Berger", "Bernd Anger"]),
        ("anna", ["Anna Berger", "Maria Anna Huber", "Annabell Zwettler"]),
        ("MÜLLER", ["Joerg Mueller", "Jörg Müller"]),
        ("mueller jörg", ["Joerg Mueller", "Jörg Müller"]),
        ("munoz", ["Jose Muñoz"]),
        ("strauss", ["Otto Strauß"]),
        ("herz", ["Eva Herz", "Ida Herzog", "Uwe Berger-Herz"]),
        ("nobody", []),
        ("anna nobody", []),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE customers_customer; --", []),
    ],
)
def test_every_word_may_be_a_beginning_in_any_order(
    town: None, text: str, names: list[str]
) -> None:
    assert sorted(found(text)) == sorted(names)


def test_who_is_called_so_comes_before_who_is_called_so_inside(town: None) -> None:
    assert found("herz")[-1] == "Uwe Berger-Herz"


@pytest.mark.parametrize("text", ["", "e", "an", "ber her", "m j"])
def test_pages_by_key_show_everyone_once_forwards_and_backwards(town: None, text: str) -> None:
    everybody = Customer.objects.all()
    whole = [one.pk for one in page_by_name(everybody, text, limit=100).customers]
    forwards, page = [], page_by_name(everybody, text, limit=2)
    forwards.append(page)
    while page.after:
        page = page_by_name(everybody, text, after=page.customers[-1], limit=2)
        forwards.append(page)
    assert _ids(forwards) == whole
    backwards = [page]
    while page.before:
        page = page_by_name(everybody, text, before=page.customers[0], limit=2)
        backwards.insert(0, page)
    assert _ids(backwards) == whole


def _ids(pages: list[Page]) -> list[int]:
    return [one.pk for page in pages for one in page.customers]


def test_many_without_a_name_are_paged_through_too(firm: Firm, now: datetime) -> None:
    customers = [known_from_shop(now, str(number)) for number in range(7)]
    page = page_by_name(Customer.objects.all(), limit=3)
    seen = _ids([page])
    while page.after:
        page = page_by_name(Customer.objects.all(), after=page.customers[-1], limit=3)
        seen += _ids([page])
    assert seen == [one.pk for one in customers]


@given(st.text(max_size=40))
def test_folding_folds_once_and_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_what_is_looked_for_is_words_of_letters_and_digits(text: str) -> None:
    words = words_of(text)
    assert len(words) <= 4
    assert all(word.isalnum() and word == fold(word) for word in words)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=1))
def test_letter_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper().lower()) == fold(text.lower().upper().lower())


def test_a_customer_number_leads_to_its_customer(firm: Firm, now: datetime) -> None:
    customer = known_from_shop(now, "K-1017")
    known_from_shop(now, "K-10170")
    [found, longer] = find_customers(Customer.objects.all(), " k-1017 ")
    assert (found.customer, found.score, found.why) == (customer, 1.0, "Kundennummer")
    assert longer.score < 1


def test_the_beginning_of_a_mail_leads_there(anna: Customer, mia: User, now: datetime) -> None:
    add_contact_point(anna, "email", "Anna.Zz@example.at", by=mia, at=now)
    assert [one.customer for one in find_customers(Customer.objects.all(), "anna.zz@")] == [anna]
    assert find_customers(Customer.objects.all(), "bnna.zz@") == []


@pytest.mark.parametrize(
    "text", ["0664 1234567", "+43 664 12345", "0043664123", "06641234", "436641234567"]
)
def test_the_beginning_of_a_number_leads_there_however_dialled(
    anna: Customer, mia: User, now: datetime, text: str
) -> None:
    add_contact_point(anna, "phone", "0664 / 123 45 67", by=mia, at=now)
    assert [one.customer for one in find_customers(Customer.objects.all(), text)] == [anna]


def test_what_no_longer_holds_leads_nowhere(anna: Customer, mia: User, now: datetime) -> None:
    point = add_contact_point(anna, "email", "anna@example.at", by=mia, at=now)
    end_contact_point(point, by=mia, at=now)
    assert find_customers(Customer.objects.all(), "anna@example.at") == []


def test_who_fits_by_number_and_name_is_found_once(firm: Firm, now: datetime) -> None:
    named = known_from_shop(now, "4711", name="4711 GmbH", sort_key="4711 gmbh")
    results = find_customers(Customer.objects.all(), "4711")
    assert [(one.customer, one.score) for one in results] == [(named, 1.0)]


def test_nothing_asked_is_nothing_found(anna: Customer) -> None:
    assert find_customers(Customer.objects.all(), "  ") == []
