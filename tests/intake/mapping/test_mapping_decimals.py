"""Numbers as people write them become exact millionths."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.intake.mapping.decimals import MICROS, read_decimals, read_integers, style_evidence
from nahbar.intake.mapping.fields import ValueType
from nahbar.intake.mapping.values import READERS

WRITTEN = [
    ("1.234,56", "1234.56"),
    ("1,234.56", "1234.56"),
    ("1'234.50", "1234.5"),
    ("CHF 1’234.50", "1234.5"),
    ("1 234,5", "1234.5"),
    ("12,00-", "-12"),
    ("(5.5)", "-5.5"),
    ("−3", "-3"),
    ("€ 12.50", "12.5"),
    ("12,50 EUR", "12.5"),
    ("-€5", "-5"),
    ("£9539.63", "9539.63"),
    ("12,-", "12"),
    ("12.–", "12"),
    ("0,125", "0.125"),
    ("1.234.567", "1234567"),
    ("1e5", "100000"),
    ("1,5E-3", "0.0015"),
    (".5", "0.5"),
    ("2.1000000000000001", "2.1"),
    ("0.0000005", "0.000001"),
    ("+7", "7"),
]


@pytest.mark.parametrize(("written", "meant"), WRITTEN)
def test_every_way_of_writing_a_number_is_read_exactly(cells, written, meant):
    read = read_decimals(cells(written))
    assert read["value"][0] == int(Decimal(meant) * MICROS)
    assert read["code"][0] is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("5%", "number_percent"),
        ("abc", "number_unreadable"),
        ("1.2.3", "number_unreadable"),
        ("--5", "number_unreadable"),
        ("1 2", "number_unreadable"),
        ("-(3)", "number_unreadable"),
        ("9" * 14, "number_out_of_range"),
        ("1E400", "number_unreadable"),
        ("1.234", "number_ambiguous"),
        ("1.٠", "number_unreadable"),
    ],
)
def test_what_is_no_number_says_why(cells, written, code):
    read = read_decimals(cells(written))
    assert read.row(0) == (None, code)


def test_the_style_of_the_column_decides_what_could_be_read_twice(cells):
    column = cells("1.234", "1,234")
    assert read_decimals(column, style="comma")["value"].to_list() == [1_234_000_000, 1_234_000]
    assert read_decimals(column, style="point")["value"].to_list() == [1_234_000, 1_234_000_000]


def test_evidence_of_style_leaves_out_what_could_be_read_twice(cells):
    found = style_evidence(cells("12,5", "1.234", "1.234,00", "7", "x", None))
    assert found == {"comma": 2, "point": 0, "ambiguous": 1}


def test_words_for_nothing_are_null_and_not_bad(cells):
    read = read_decimals(cells("nan", "-", "n/a", "#NV", "k.A.", None))
    assert read.rows() == [(None, None)] * 6


def test_absurd_quantities_and_amounts_are_bad(cells):
    quantity = READERS[ValueType.DECIMAL](cells("1000000001", "-1000000000"))
    amount = READERS[ValueType.MONEY](cells("999999999999"))
    assert quantity["code"].to_list() == ["quantity_absurd", None]
    assert amount["code"][0] == "amount_absurd"


def test_a_fraction_is_no_whole_number(cells):
    assert read_integers(cells("2.0", "2.5", "-3")).rows() == [
        (2, None),
        (None, "number_not_whole"),
        (-3, None),
    ]


STYLES = {
    "comma": lambda text: text.replace(",", "_").replace(".", ",").replace("_", "."),
    "point": lambda text: text,
    "swiss": lambda text: text.replace(",", "'"),
    "blank": lambda text: text.replace(",", " ").replace(".", ","),
}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.decimals(min_value=-(10**10), max_value=10**10, places=2),
            st.sampled_from(["{}", "{} €", "EUR {}", "trailing", "brackets"]),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(sorted(STYLES)),
)
def test_a_number_written_in_any_style_comes_back(numbers, style):
    def write(number: Decimal, frame: str) -> str:
        text = STYLES[style](f"{abs(number):,.2f}")
        if frame == "trailing":
            return text + "-" if number < 0 else text
        if frame == "brackets":
            return f"({text})" if number < 0 else text
        return frame.format(("-" if number < 0 else "") + text)

    column = pl.Series("raw", [write(number, frame) for number, frame in numbers])
    read = read_decimals(column)
    assert read["code"].null_count() == len(numbers)
    assert read["value"].to_list() == [int(number * MICROS) for number, _ in numbers]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_text_makes_reading_fail(texts):
    column = pl.Series("raw", texts, dtype=pl.String)
    for style in (None, "comma", "point"):
        read = read_decimals(column, style=style)
        assert read.height == len(texts)
        assert not (read["value"].is_not_null() & read["code"].is_not_null()).any()
