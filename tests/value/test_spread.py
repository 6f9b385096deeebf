"""Rank, classes and concentration."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.value.shop import MICROS

from nahbar.value.rules import Rules
from nahbar.value.spread import describe_spread, rank

RULES = Rules()
values = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=80)


def frame(numbers: list[int], doubt: int = 0) -> pl.DataFrame:
    value = pl.Series("value", numbers, dtype=pl.Int64)
    return pl.DataFrame(
        {
            "customer": range(1, len(numbers) + 1),
            "value": value,
            "low": value - doubt,
            "high": value + doubt,
            "margin_so_far": value,
            "expected": value * 0,
            "turnover": value,
            "has_history": value != 0,
        }
    )


def test_the_first_half_of_all_value_is_class_a() -> None:
    ranked = rank(frame([50, 30, 10, 4, 3, 2, 1]), RULES)
    assert ranked["value_class"].to_list() == ["A", "B", "C", "C", "C", "D", "D"]


def test_who_is_worth_the_same_is_in_the_same_class() -> None:
    ranked = rank(frame([10] * 9 + [1]), RULES)
    assert ranked["value_class"].to_list() == ["A"] * 9 + ["D"]


def test_the_factor_is_the_share_of_those_who_are_worth_less() -> None:
    ranked = rank(frame(list(range(200))), RULES).sort("customer")
    assert ranked["factor"][0] == 0
    assert ranked["factor"][100] == 50
    assert ranked["factor"][199] == 100
    assert rank(frame([7]), RULES)["factor"].to_list() == [50]


@given(values)
def test_classes_go_down_with_value_and_hold_everybody_once(drawn: list[int]) -> None:
    ranked = rank(frame(drawn), RULES)
    assert ranked.height == len(drawn)
    assert ranked["value_class"].to_list() == sorted(ranked["value_class"])
    assert ranked["factor"].is_between(0, 100).all()
    assert ranked["factor"].to_list() == sorted(ranked["factor"], reverse=True)
    assert (ranked.filter(pl.col("value") <= 0)["value_class"] == "D").all()


@given(values)
def test_shares_of_the_classes_make_up_the_whole(drawn: list[int]) -> None:
    spread = describe_spread(rank(frame(drawn), RULES))
    assert sum(part["customers"] for part in spread["classes"]) == len(drawn)
    if sum(drawn) > 0:
        assert sum(part["share"] for part in spread["classes"]) == pytest.approx(1)
    assert sum(spread["histogram"]["counts"]) == len(drawn)
    edges = spread["histogram"]["edges"]
    assert edges == sorted(set(edges))
    assert edges[0] <= min(drawn) / MICROS
    assert max(drawn) / MICROS <= edges[-1]


@given(values)
def test_the_curve_begins_at_nothing_and_ends_at_everybody(drawn: list[int]) -> None:
    curve = describe_spread(rank(frame(drawn), RULES))["curve"]
    assert curve[0] == [0.0, 0.0]
    assert curve[-1][0] == 1.0
    assert len(curve) <= 101
    if sum(drawn) > 0:
        assert curve[-1][1] == pytest.approx(1)


def test_half_of_all_value_is_counted_with_the_fewest_customers() -> None:
    found = describe_spread(rank(frame([40, 30, 20, 10]), RULES))["concentration"]
    assert found == {"customers": 2, "share": 0.7, "low": 0.7, "high": 0.7}


def test_the_more_uncertain_the_values_the_wider_the_range_of_the_share() -> None:
    numbers = list(range(1000, 2000))
    narrow, wide = (
        describe_spread(rank(frame(numbers, doubt), RULES))["concentration"]
        for doubt in (100, 1000)
    )
    assert narrow["share"] == wide["share"]
    assert wide["high"] - wide["low"] == pytest.approx(10 * (narrow["high"] - narrow["low"]))


def test_the_range_of_a_share_is_what_a_simulation_finds() -> None:
    random = np.random.default_rng(4)
    numbers = np.sort(random.integers(10**6, 10**8, 300))[::-1]
    doubt = 4 * 10**6
    found = describe_spread(rank(frame(numbers.tolist(), doubt), RULES))["concentration"]
    drawn = numbers + random.normal(0, doubt / 1.2815515655, (20_000, 300))
    shares = drawn[:, : found["customers"]].sum(axis=1) / drawn.sum(axis=1)
    low, high = np.quantile(shares, [0.1, 0.9])
    assert found["low"] == pytest.approx(low, abs=4e-4)
    assert found["high"] == pytest.approx(high, abs=4e-4)


def test_where_all_together_brought_nothing_there_is_no_concentration() -> None:
    assert describe_spread(rank(frame([5, -9]), RULES))["concentration"] is None
    assert describe_spread(frame([]))["customers"] == 0
