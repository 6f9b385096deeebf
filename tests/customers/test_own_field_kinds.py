"""What is typed into a field is read by its kind, in German and in English, or refused in words."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahbar.core.refusals import Refused
from nahbar.customers.models import OwnField
from nahbar.customers.models.own_fields import OwnKind
from nahbar.customers.own_fields.days import read_day
from nahbar.customers.own_fields.kinds import Manner, check, read, show, url_of
from nahbar.customers.own_fields.numbers import plain_number, read_number
from nahbar.customers.own_fields.patterns import PATTERNS
from nahbar.customers.own_fields.words import Known

GERMAN, ENGLISH = Manner("AT", comma=True), Manner("AT", comma=False)
NOBODY = Known({})


def said(kind: str, raw: object, manner: Manner = GERMAN, **more: object) -> object:
    return read(OwnField(kind=kind, **more), raw, words=NOBODY, manner=manner)


def code_of(kind: str, raw: object, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        said(kind, raw, **more)
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize(
    ("typed", "german", "english"),
    [
        ("12", "12", "12"),
        ("1.234,56", "1234.56", "1234.56"),
        ("1,234.56", "1234.56", "1234.56"),
        ("1.234", "1234", "1.234"),
        ("1,234", "1.234", "1234"),
        ("0,125", "0.125", "0.125"),
        ("1'234.50", "1234.5", "1234.5"),
        ("1 234,5", "1234.5", "1234.5"),
        ("€ 12,-", "12", "12"),
        ("12,50 EUR", "12.5", "12.5"),
        ("−3,5", "-3.5", "-3.5"),
        ("-0", "0", "0"),
        ("+7", "7", "7"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, german: str, english: str) -> None:
    assert said("decimal", typed) == german
    assert said("decimal", typed, ENGLISH) == english


@pytest.mark.parametrize(
    "typed",
    ["twelve", "1,2,3", "12-3", "1.23.456", "--3", "NaN", "Infinity", "1e9", "٣", "0x10", "1.2.3,4,5",
     "12 %", "=1+1", "1" * 19, "0,1234567", "1 2"],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    assert code_of("decimal", typed) in {"no_number", "number_too_large"}


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_a_number_is_kept_to_the_last_digit(number: Decimal) -> None:
    assert Decimal(said("decimal", number)) == number  # type: ignore[arg-type]  # one value is text
    assert read_number(plain_number(number), comma=False) == number


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for kind in OwnKind:
        with suppress(Refused):
            read(OwnField(kind=kind), text, words=NOBODY, manner=GERMAN)


def test_a_whole_number_has_no_fraction() -> None:
    assert said("whole", "1.234") == "1234"
    assert code_of("whole", "12,5") == "no_whole_number"


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-03-02", "2026-03-02"), ("2.3.2026", "2026-03-02"), ("02/03/26", "2026-03-02"),
     ("2. 3. 2026", "2026-03-02"), ("1.1.79", "1979-01-01"), ("29.2.2024", "2024-02-29")],
)  # fmt: skip
def test_days_are_read_day_first(typed: str, day: str) -> None:
    assert said("date", typed) == day


@pytest.mark.parametrize("typed", ["31.2.2026", "29.2.2025", "2026-13-01", "1.1.0001", "tomorrow", "9999-99-99"])  # fmt: skip
def test_days_that_no_calendar_has_are_refused(typed: str) -> None:
    assert code_of("date", typed) == "no_date"
    assert read_day(typed) is None


@pytest.mark.parametrize(("typed", "truth"), [("Ja", "yes"), ("nein", "no"), ("x", "yes"), ("FALSE", "no"), (True, "yes"), (False, "no")])  # fmt: skip
def test_yes_and_no_have_many_words(typed: object, truth: str) -> None:
    assert said("yes_no", typed) == truth


def test_maybe_is_neither_yes_nor_no() -> None:
    assert code_of("yes_no", "maybe") == "no_yes_or_no"


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "JaVaScRiPt://x.y/%0aalert(1)", "data:text/html,x", "ftp://a.b", "http://",
     "https://user:pass@evil.example", 'https://a.b/"onmouseover=', "no link", "http://[::1", "//"],
)  # fmt: skip
def test_a_link_leads_to_a_page_and_nowhere_else(typed: str) -> None:
    assert code_of("link", typed) == "no_link"


def test_a_link_gets_its_scheme() -> None:
    field = OwnField(kind="link")
    assert said("link", "lind.example/a?b=c") == "https://lind.example/a?b=c"
    assert url_of(field, "https://lind.example") == "https://lind.example"
    assert url_of(field, "javascript:alert(1)") == ""


def test_mails_and_telephone_numbers_become_normal() -> None:
    assert said("mail", "Anna@BERGER.example") == "Anna@berger.example"
    assert said("phone", "0316 123456") == "+43316123456"
    assert code_of("mail", "anna at berger") == "no_mail_address"
    assert code_of("phone", "call me") == "no_phone"


def test_invisible_marks_and_control_characters_go() -> None:
    assert said("text", "A\u202enna\u200b \x00Berger\n") == "Anna Berger"
    assert said("long_text", "one\r\n two \r\nthree\u2066") == "one\n two\nthree"


def test_scripts_and_formulas_are_texts_like_others() -> None:
    for text in ("<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{ 7*7 }}", "%s%n", "😀"):
        assert said("text", text) == text


def test_what_is_too_long_is_refused() -> None:
    assert code_of("text", "a" * 10_000) == "too_long"
    assert code_of("long_text", "a" * 10_001) == "too_long"
    assert code_of("text", "four", longest=3) == "too_long"


@pytest.mark.parametrize("raw", [["a", "b"], {"a": 1}, ("a",)])
def test_several_values_do_not_fit_one_field(raw: object) -> None:
    assert code_of("text", raw) == "one_value"


def test_a_binary_fraction_is_no_exact_number() -> None:
    assert code_of("decimal", 0.1) == "no_exact_number"


def test_machines_write_a_point_whoever_speaks() -> None:
    assert said("decimal", Decimal("1.234")) == "1.234"
    assert said("whole", 1234) == "1234"
    assert said("date", date(2026, 3, 2)) == "2026-03-02"


@pytest.mark.parametrize(("kind", "good", "low", "high"), [("whole", "5", "2", "11"), ("date", "2026-05-01", "2025-12-31", "2027-01-01")])  # fmt: skip
def test_bounds_hold_on_both_sides(kind: str, good: str, low: str, high: str) -> None:
    least, most = ("3", "10") if kind == "whole" else ("2026-01-01", "2026-12-31")
    field = OwnField(kind=kind, least=least, most=most)
    check(field, good)
    for wrong, code in ((low, "too_small"), (high, "too_large")):
        with pytest.raises(Refused) as refused:
            check(field, wrong)
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [("digits", "0123", "12a"), ("letters", "Äbc", "a1"), ("postcode", "8010", "801"),
     ("iban", "AT61 1904 3002 3457 3201", "AT61 1904 3002 3457 3202"),
     ("vat_number", "atu12345678", "12345678"), ("vehicle_number", "WVWZZZ1JZ3W386752", "WVWZZZ1JZ3W38675O")],
)  # fmt: skip
def test_ready_patterns_tell_good_from_bad(pattern: str, good: str, bad: str) -> None:
    assert PATTERNS[pattern].fits(good)
    assert not PATTERNS[pattern].fits(bad)
    assert code_of("text", bad, pattern=pattern) == "not_of_this_form"


def test_what_was_said_of_another_kind_is_shown_as_it_was_said() -> None:
    assert show(OwnField(kind="date"), "soon") == "soon"
    assert show(OwnField(kind="whole"), "many") == "many"
