"""Codes in words."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

import nahbar.insight.clv
from nahbar.value import words

SUMMARY_CODES = {"rows_without_customer", "customers_without_purchase", "refunds_without_purchase"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def codes_in(call: str) -> set[str]:
    """The codes that `nahbar.insight.clv` gives to `call`."""
    folder = Path(nahbar.insight.clv.__file__).parent
    found = set()
    for source in folder.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == call:
                found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    return found


def test_every_warning_of_a_model_has_its_words() -> None:
    assert codes_in("Remark") - SUMMARY_CODES <= set(words.WARNINGS)


def test_a_warning_is_filled_with_its_facts() -> None:
    told = words.warning("BG/NBD", {"code": "too_few_customers", "customers": 1234, "needed": 50})
    assert told.startswith("1.234 customers are few; from 50 on")


def test_a_parameter_is_called_by_what_it_means() -> None:
    told = words.warning("BG/NBD", {"code": "parameter_uncertain", "parameter": "a", "value": 5.0})
    assert told == "The data say little about how readily customers leave after a purchase."


def test_an_unknown_code_is_shown_and_does_not_break_the_page() -> None:
    assert "something_new" in words.missing({"code": "something_new"})


@pytest.mark.parametrize(
    ("amount", "rough"),
    [
        ("4237.12", 4200),
        ("87.6", 88),
        ("7.4", 7),
        ("0", 0),
        ("-1250", -1200),
        ("1951", 2000),
        ("0.3", 0),
    ],
)
def test_an_expectation_is_rounded_to_what_it_can_tell(amount: str, rough: int) -> None:
    assert words.roughly(Decimal(amount)) == rough


@pytest.mark.parametrize(("share", "said"), [(0.5, "50"), (0.999, "over 99"), (0.001, "under 1")])
def test_nothing_is_certain(share: float, said: str) -> None:
    assert words.probability(share).startswith(said)


def test_the_time_ahead_is_told_in_years_where_it_is_years() -> None:
    assert words.horizon(36) == "the next three years"
    assert words.horizon(18) == "the next 18 months"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.878452, "0,8785"), (72.91095, "72,91"), (5226.7, "5.227"), (0.0, "0")]
)
def test_a_parameter_is_shown_to_four_digits(value: float, shown: str) -> None:
    assert words.parameter(value, 4) == shown
