"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahbar.measures.numbers import read_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("120.000", "120000"),
        ("120,000", "120000"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1 200,5", "1200.5"),
        ("1\N{NO-BREAK SPACE}200", "1200"),
        ("1'200.50", "1200.50"),
        ("1.200.000 EUR", "1200000"),
        ("2.5", "2.5"),
        ("2,25", "2.25"),
        ("0,125", "0.125"),
        ("€ 90", "90"),
        ("+5 %", "5"),
        ("−5", "-5"),
        ("1200,500", "1200.5"),
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["", "viel", "1,2,3", "1.2.3", "nan", "Infinity", "12e3e", "--1", "12.00.000", "1.20,5.0"],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


@given(st.integers(-(10**9), 10**9), st.sampled_from([",", ".", "'", " ", ""]))
def test_whole_numbers_come_back(number: int, mark: str) -> None:
    assert read_number(f"{number:,}".replace(",", mark)) == number


@given(st.text(max_size=20))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    found = read_number(typed)
    assert found is None or found.is_finite()
