"""Keys, texts, contacts, places, moods: cells become codes and normal forms."""

import phonenumbers
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.customers.typed import UNSEEN
from nahbar.intake.mapping.contacts import read_emails, read_phones
from nahbar.intake.mapping.moods import read_moods
from nahbar.intake.mapping.order_kinds import read_order_kinds
from nahbar.intake.mapping.people import read_person_kinds, read_salutations, read_stages
from nahbar.intake.mapping.places import (
    currency_signs,
    read_countries,
    read_currencies,
    read_languages,
)
from nahbar.intake.mapping.reading import over_distinct
from nahbar.intake.mapping.texts import read_key, read_line, read_name, read_postcode, read_text


def test_a_column_of_whole_floats_becomes_the_numbers_it_was(cells):
    column = cells("13085.0", "00123", None)
    assert read_key(column, integral_floats=True)["value"].to_list() == ["13085", "00123", None]
    assert read_key(column)["value"].to_list() == ["13085.0", "00123", None]


def test_a_key_that_a_spreadsheet_damaged_is_bad(cells):
    read = read_key(cells("4,00639E+12", "k" * 200, "1E5", "'0012"))
    assert read["code"].to_list() == ["key_damaged", "key_too_long", None, None]
    assert read["value"][3] == "0012"


def test_text_that_is_only_nan_is_no_text(cells):
    assert read_text(cells("nan", "#N/V", "null", "-", "?"))["value"].to_list() == [
        None,
        None,
        None,
        "-",
        "?",
    ]


def test_null_is_a_name_and_capital_null_is_none(cells):
    assert read_name(cells("Null", "NULL", "nan", "Nan"))["value"].to_list() == [
        "Null",
        None,
        None,
        "Nan",
    ]


def test_a_name_of_ten_thousand_letters_is_bad(cells):
    read = read_name(cells("a" * 10_000, "a" * 200))
    assert read["code"].to_list() == ["name_too_long", None]
    assert read["value"][0] is None


def test_marks_that_turn_the_writing_are_removed_and_said(cells):
    read = read_name(cells("Hu\u202eber\u200f", "Huber\x00", "<script>alert(1)</script>"))
    assert read["value"].to_list() == ["Huber", "Huber", "<script>alert(1)</script>"]
    assert read["marks"].to_list() == [True, True, False]


def test_no_nul_byte_is_left_in_any_text(cells):
    assert read_text(cells("a\x00b\nc"))["value"][0] == "ab\nc"
    assert read_line(cells("a\x00b\nc"))["value"][0] == "ab c"


def test_postcodes_lose_the_sign_of_their_country(cells):
    read = read_postcode(cells("A-1010", "1010.0", "D 80331", "SW1A 1AA", "01067"))
    assert read["value"].to_list() == ["1010", "1010", "80331", "SW1A 1AA", "01067"]


def test_mail_addresses_are_taken_out_of_what_surrounds_them(cells):
    column = cells("Anna@Example.AT", "Anna <a.h@x.com>", "a@b.at; c@d.de", "mailto:q@w.org")
    assert read_emails(column)["value"].to_list() == [
        ["Anna@example.at"],
        ["a.h@x.com"],
        ["a@b.at", "c@d.de"],
        ["q@w.org"],
    ]


def test_one_bad_mail_address_makes_the_cell_bad(cells):
    read = read_emails(cells("a@b.at, nope", "xyz", "a@b", "-", None))
    assert read["code"].to_list() == ["email_unreadable"] * 3 + [None, None]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0664/1234567", "+436641234567"),
        ("+43 (0)664 1234567", "+436641234567"),
        ("0043 664 123 45 67", "+436641234567"),
        ("(01) 513 12 34-12", "+431513123412"),
        ("+1 650-253-0000", "+16502530000"),
        ("+41 44 668 18 00", "+41446681800"),
        ("'0664 1234567", "+436641234567"),
        ("6641234567.0", "+436641234567"),
    ],
)
def test_telephone_numbers_become_one_form(cells, written, meant):
    assert read_phones(cells(written), country="AT")["value"].to_list() == [[meant]]


def test_two_numbers_in_a_cell_are_two_and_a_remark_is_bad(cells):
    read = read_phones(cells("0664/123456, 01/234567", "0664 1234567 abends", "n/a"))
    assert read["value"].to_list() == [["+43664123456", "+431234567"], None, None]
    assert read["code"].to_list() == [None, "phone_unreadable", None]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["AT", "DE", "CH"]),
    st.sampled_from(["0{}", "0{} ", "{plus} {}", "{plus} (0) {}", "00{cc}{}"]),
    st.from_regex(r"[1-9][0-9]{8}", fullmatch=True),
)
def test_the_quick_way_for_numbers_agrees_with_the_library(country, form, national):
    code = {"AT": "43", "DE": "49", "CH": "41"}[country]
    written = form.format(national, plus=f"+{code}", cc=code)
    parsed = phonenumbers.parse(written.replace("(0)", ""), country)
    expected = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    read = read_phones(pl.Series("raw", [written]), country=country)
    assert read["value"].to_list() == [[expected]]


def test_digits_of_other_scripts_are_left_to_the_library(cells):
    assert read_phones(cells("010000000٠"))["value"].to_list() == [["+4310000000" + "0"]]


def test_countries_are_known_by_all_their_names(cells):
    column = cells(
        "Österreich", "austria", "AUT", "A", "EIRE", "RSA", "USA", "Großbritannien", "UK"
    )
    assert read_countries(column)["value"].to_list() == [
        *["AT"] * 4, "IE", "ZA", "US", "GB", "GB",
    ]  # fmt: skip


def test_what_is_no_country_is_said_and_nothing_is_guessed(cells):
    read = read_countries(cells("Channel Islands", "Unspecified", "NA"))
    assert read["value"].null_count() == 3
    assert read["code"].to_list() == ["country_unknown", None, None]


def test_currencies_and_languages_become_codes(cells):
    assert read_currencies(cells("€", "eur", "Franken"))["value"].to_list() == ["EUR", "EUR", "CHF"]
    assert read_languages(cells("Deutsch", "de_AT", "English"))["value"].to_list() == [
        "de",
        "de-AT",
        "en",
    ]
    assert currency_signs(cells("12,50 €", "CHF 3.-", "5")).to_list() == ["EUR", "CHF", None]


def test_salutations_kinds_and_stages_become_codes(cells):
    column = cells("Herr", "Frau Dr.", "Sehr geehrter Herr", "Familie", "Firma", "divers", "w")
    assert read_salutations(column)["value"].to_list() == [
        "mr", "ms", "mr", "family", "company", "neutral", "ms",
    ]  # fmt: skip
    assert read_person_kinds(cells("Privat", "Firma"))["value"].to_list() == [
        "person",
        "organisation",
    ]
    assert read_stages(cells("Interessent", "aktiv", "Ehemalig"))["value"].to_list() == [
        "prospect",
        "customer",
        "former",
    ]


def test_a_mood_is_a_number_a_word_or_a_face(cells):
    read = read_moods(cells("-2", "+1", "sehr gut", "😡", "7"))
    assert read["value"].to_list() == [-2, 1, 2, -2, None]
    assert read["code"][4] == "mood_unreadable"


def test_four_things_that_look_alike_are_kept_apart(cells):
    column = cells("Storno", "Retoure", "Reklamation", "Rücknahme", "Rechnung", "refunded",
                   "partially_refunded", "whatever", "Gutschrift", "voided")  # fmt: skip
    assert read_order_kinds(column)["value"].to_list() == [
        "cancellation", "return", "complaint", "take_back", "order", "return",
        "order", "order", "return", "cancellation",
    ]  # fmt: skip


def test_reading_distinct_cells_once_gives_the_same_as_reading_all(cells):
    column = cells(*["x", None, "007", "x"] * 200)
    assert over_distinct(column, read_key).equals(read_key(column))


def test_imports_and_people_at_the_keyboard_leave_the_same_marks_behind(cells):
    every = [chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000]
    read = read_name(cells(*(f"A{mark}b" for mark in every)))
    removed = {mark for mark, had in zip(every, read["marks"], strict=True) if had}
    assert removed == {mark for mark in every if UNSEEN.search(mark)}
