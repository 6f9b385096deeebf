"""Numbers in every form a telephone system may send them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahbar.reception.numbers import (
    MOST_DIGITS,
    is_inside,
    normal_extension,
    normal_number,
    spellings,
    stems,
)

ANNA = "+436641234567"


@pytest.mark.parametrize(
    "said",
    [
        "+436641234567",
        "00436641234567",
        "0664/1234567",
        "0664 123 45 67",
        "+43 (0)664 1234567",
        "+43 (664) 123-45-67",
        "tel:+43-664-1234567;phone-context=at",
        "tel:%2B436641234567",
        "sip:+436641234567@example.at;user=phone",
        '"Berger, Anna" <sip:06641234567@10.0.0.1:5060>',
        "\u202a+43 664 1234567\u202c",
        "436641234567",
    ],
)
def test_one_number_is_one_however_it_comes(said: str) -> None:
    assert normal_number(said, "AT") == ANNA


def test_the_country_of_the_house_decides_what_is_meant() -> None:
    assert normal_number("030 901820", "DE") == "+4930901820"
    assert normal_number("044 668 18 00", "CH") == "+41446681800"


@pytest.mark.parametrize(
    "said",
    ["", "anonymous", "sip:anonymous@anonymous.invalid", "Unavailable", "<script>", "+", "7" * 10_000,
     "1" * 21, "\x00", "\u202e", "<>"],
)  # fmt: skip
def test_what_is_suppressed_or_none_is_no_number(said: str) -> None:
    assert normal_number(said, "AT") == ""


@given(st.text(max_size=300))
def test_whatever_comes_is_a_short_number_or_none(said: str) -> None:
    found = normal_number(said, "AT")
    assert len(found) <= MOST_DIGITS + 1
    assert set(found) <= set("+0123456789")


def test_an_extension_of_the_house_is_no_caller() -> None:
    assert is_inside(normal_number("23", "AT"))
    assert is_inside("1234")
    assert not is_inside("12345")
    assert not is_inside("")


@pytest.mark.parametrize("said", ["23", "SIP/23-00a1", "sip:23@house.example", "PJSIP/23", " 23 "])
def test_one_extension_is_one_however_it_comes(said: str) -> None:
    assert normal_extension(said) == "23"


def test_a_number_may_stand_there_as_it_is_dialled_at_home() -> None:
    assert spellings(ANNA) == {"436641234567", "00436641234567", "06641234567"}


def test_only_landlines_have_extensions() -> None:
    assert stems(ANNA) == []
    assert "43316123456" in stems("+4331612345623")
    assert stems("12345678") == []
