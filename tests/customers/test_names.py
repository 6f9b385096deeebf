"""How customers are called, addressed and greeted."""

import pytest
from django.utils import translation

from nahbar.customers.models import Customer
from nahbar.customers.names import letter_greeting, name_of, spoken_as


@pytest.mark.parametrize(
    ("greeting", "fields"),
    [
        ("Sehr geehrte Frau Mag. Berger", {"salutation": "ms", "title": "Mag."}),
        ("Sehr geehrter Herr Berger", {"salutation": "mr", "title_behind": "MSc"}),
        ("Sehr geehrte Familie Berger", {"salutation": "family"}),
        ("Sehr geehrte Familie Berger", {"kind": "household"}),
        ("Guten Tag Kim Berger", {"given_name": "Kim"}),
        ("Guten Tag Kim Berger", {"given_name": "Kim", "salutation": "neutral", "title": "Dr."}),
        ("Sehr geehrte Damen und Herren", {"salutation": "company"}),
        ("Sehr geehrte Damen und Herren", {"family_name": ""}),
        ("Sehr geehrte Damen und Herren", {"family_name": "", "salutation": "ms"}),
        ("Guten Tag Kim", {"family_name": "", "given_name": "Kim"}),
        ("Dear Ms Berger", {"salutation": "ms", "title": "Mag.", "language": "en"}),
        ("Dear Dr Berger", {"salutation": "mr", "title": "Mag. Dr.", "language": "en"}),
        (
            "Dear Professor Berger",
            {"salutation": "ms", "title": "Univ.-Prof. Prof. Dr.", "language": "en-GB"},
        ),
        ("Dear Berger family", {"salutation": "family", "language": "en"}),
        ("Dear Sir or Madam", {"family_name": "", "language": "en"}),
        ("Sehr geehrter Herr Berger", {"salutation": "mr", "language": "fr"}),
    ],
)
def test_a_letter_begins_as_custom_has_it(greeting: str, fields: dict[str, str]) -> None:
    assert letter_greeting(Customer(**{"family_name": "Berger", **fields})) == greeting


def test_we_say_the_title_that_stands_before_the_name() -> None:
    anna = Customer(salutation="ms", title="Mag.", family_name="Berger", title_behind="MBA")
    with translation.override("en"):
        assert spoken_as(anna) == "Ms Mag. Berger"


def test_without_a_form_of_address_nothing_is_guessed() -> None:
    assert spoken_as(Customer(family_name="Berger", given_name="Kim")) == ""


def test_a_customer_without_a_name_goes_by_their_number() -> None:
    with translation.override("en"):
        assert name_of(Customer(), ["12345", "9"]) == "Customer 12345"
        assert name_of(Customer(), []) == "Customer without a name"
        assert name_of(Customer(name="\u200f \u202e"), ["7"]) == "Customer 7"


def test_marks_that_turn_the_writing_around_do_not_reach_a_page() -> None:
    assert name_of(Customer(name="Anna\u202e regreB\u202c")) == "Anna regreB"
