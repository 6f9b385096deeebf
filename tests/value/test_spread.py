"""Rank, classes and concentration."""

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.value.shop import MICROS

from nahbar.value.rules import Rules
from nahbar.value.spread import describe_spread, rank

RULES = Rules()
quick = settings(max_examples=20, deadline=None)
values = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=80)


def frame(numbers: list[int], doubt: int = 0, *, strangers: int = 0) -> pl.DataFrame:
    """One customer for each number; the last `strangers` of them have never bought."""
    value = pl.Series("value", numbers, dtype=pl.Int64)
    return pl.DataFrame(
        {
            "customer": range(1, len(numbers) + 1),
            "value": value,
            "low": value - doubt,
            "high": value + doubt,
            "margin_so_far": value,
            "expected": value * 0,
            "expected_low": value * 0,
            "expected_high": value * 0,
            "turnover": value,
            "has_history": pl.Series(
                [True] * (len(numbers) - strangers) + [False] * strangers, dtype=pl.Boolean
            ),
            "reckoned": pl.Series([None] * len(numbers), dtype=pl.Int64),
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


@quick
@given(values)
def test_classes_go_down_with_value_and_hold_everybody_once(drawn: list[int]) -> None:
    ranked = rank(frame(drawn), RULES)
    assert ranked.height == len(drawn)
    assert ranked["value_class"].to_list() == sorted(ranked["value_class"])
    assert ranked["factor"].is_between(0, 100).all()
    assert ranked["factor"].to_list() == sorted(ranked["factor"], reverse=True)
    assert (ranked.filter(pl.col("value") <= 0)["value_class"] == "D").all()


@quick
@given(values)
def test_shares_of_the_classes_make_up_the_whole(drawn: list[int]) -> None:
    spread = describe_spread(rank(frame(drawn), RULES))
    assert sum(part["customers"] for part in spread["classes"]) == len(drawn)
    if max(drawn) > 0:
        assert sum(part["share"] for part in spread["classes"]) == pytest.approx(1)
        assert all(0 <= part["share"] <= 1 for part in spread["classes"])
    assert sum(spread["histogram"]["counts"]) == len(drawn)
    edges = spread["histogram"]["edges"]
    assert edges == sorted(set(edges))
    assert edges[0] <= min(drawn) / MICROS
    assert max(drawn) / MICROS <= edges[-1]


@quick
@given(values)
def test_the_curve_begins_at_nothing_and_ends_at_everybody(drawn: list[int]) -> None:
    curve = describe_spread(rank(frame(drawn), RULES))["curve"]
    assert curve[0] == [0.0, 0.0]
    assert curve[-1][0] == 1.0
    assert len(curve) <= 110
    if max(drawn) > 0:
        assert curve[-1][1] == pytest.approx(1)


@quick
@given(values)
def test_the_curve_climbs_ever_less_steeply_and_never_turns_back(drawn: list[int]) -> None:
    curve = describe_spread(rank(frame(drawn), RULES))["curve"]
    steps = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(curve)]
    assert all(step >= 0 for step in steps)
    assert all(late <= early + 1e-6 for early, late in pairwise(steps))


@quick
@given(values)
def test_no_share_of_all_value_is_above_all(drawn: list[int]) -> None:
    found = describe_spread(rank(frame(drawn, doubt=10**9), RULES))["concentration"]
    if max(drawn) > 0:
        assert 0 <= found["low"] <= found["share"] <= found["high"] <= 1
        assert found["share"] >= 0.5
    else:
        assert found is None


def test_who_has_never_bought_has_no_class_no_factor_and_no_part_in_sums() -> None:
    ranked = rank(frame([5, 7, 900], strangers=1), RULES)
    assert ranked["customer"].to_list() == [2, 1, 3]
    assert ranked["value_class"].to_list() == ["A", "B", ""]
    assert ranked["factor"].to_list() == [75, 25, None]
    alone = describe_spread(rank(frame([5, 7]), RULES))
    spread = describe_spread(ranked.with_columns(margin_so_far=pl.lit(0)))
    assert (spread["customers"], spread["with_history"], spread["ranked"]) == (3, 2, 2)
    assert spread["value"] == alone["value"]
    assert spread["classes"] == alone["classes"]
    assert spread["concentration"] == alone["concentration"]
    assert spread["possible"] == {"customers": 1, "expected": "0.000000"}


def test_returns_of_who_kept_nothing_stay_in_the_sum() -> None:
    spread = describe_spread(rank(frame([5_000_000, -2_000_000], strangers=1), RULES))
    assert spread["value"] == spread["margin_so_far"] == "3.000000"


def test_whom_a_person_speaks_for_has_a_place_without_a_purchase() -> None:
    said = frame([5, 900], strangers=1).with_columns(reckoned=pl.Series([None, 0]))
    ranked = rank(said, RULES)
    assert ranked["value_class"].to_list() == ["A", "D"]
    assert describe_spread(ranked)["said"] == {"customers": 1, "change": "0.000900"}


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
    drawn = numbers + random.normal(0, doubt / 1.959963985, (20_000, 300))
    shares = drawn[:, : found["customers"]].sum(axis=1) / drawn.sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    assert found["low"] == pytest.approx(low, abs=4e-4)
    assert found["high"] == pytest.approx(high, abs=4e-4)


def test_where_all_together_brought_nothing_there_is_no_concentration() -> None:
    assert describe_spread(rank(frame([0, -9]), RULES))["concentration"] is None
    assert describe_spread(rank(frame([]), RULES))["customers"] == 0
