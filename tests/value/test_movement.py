"""What moved, and why."""

from datetime import timedelta
from decimal import Decimal

import polars as pl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.value.shop import AS_OF, known_of, purchases, simulate_shop

from nahbar.value import moves
from nahbar.value.movement import CAUSES, compare, describe_movement
from nahbar.value.reckoning import reckon
from nahbar.value.rules import Rules

MOVES = [f"moved_{name}" for name in CAUSES]
money = st.integers(-(10**9), 10**9)
side = st.fixed_dictionaries(
    {
        "margin_so_far": money,
        "expected_short": st.integers(-(10**6), 10**9),
        "expected_long": st.integers(0, 10**8),
        "probability_alive": st.floats(0, 1),
        "expected_purchases": st.floats(0, 50),
        "has_history": st.booleans(),
    }
)


def frame(rows: list[dict]) -> pl.DataFrame:
    read = pl.DataFrame(rows).with_row_index("customer")
    expected = pl.col("expected_short") + pl.col("expected_long")
    return read.select(
        pl.exclude("expected_short"),
        expected.alias("expected"),
        (pl.col("margin_so_far") + expected).alias("value"),
    )


def counted(side: pl.DataFrame) -> pl.Series:
    """Of who has no history, only what they brought so far."""
    return side.select(
        pl.when("has_history").then("value").otherwise("margin_so_far").alias("counted")
    )["counted"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(side, side), min_size=1, max_size=12))
def test_the_causes_add_up_to_the_change_to_the_last_millionth(pairs: list) -> None:
    before, now = frame([pair[0] for pair in pairs]), frame([pair[1] for pair in pairs])
    moved = compare(now, before)
    change = moved.select(pl.sum_horizontal(MOVES).alias("change"))["change"]
    assert change.to_list() == (counted(now) - counted(before)).to_list()
    assert moved["value_before"].to_list() == counted(before).to_list()
    told = describe_movement(moved, AS_OF)
    causes = sum(Decimal(amount) for amount in told["causes"].values())
    assert causes == Decimal(told["now"]) - Decimal(told["before"])


@settings(max_examples=20, deadline=None)
@given(st.lists(side, min_size=1, max_size=12))
def test_where_nothing_changes_nothing_moves(rows: list) -> None:
    same = frame(rows)
    moved = compare(same, same)
    assert moved.select(pl.sum_horizontal(pl.col(MOVES).abs()).sum()).item() == 0
    told = describe_movement(moved, AS_OF)
    assert (told["up"], told["down"], told["most_up"], told["most_down"]) == (0, 0, [], [])


@pytest.fixture(scope="module")
def reckoned():
    """Thirty days in which number 1 buys, 2 comes for the first time, and 3 gives everything back."""
    shop = simulate_shop(60).filter(
        (pl.col("day") <= AS_OF - timedelta(days=31)) & ~pl.col("customer").is_in([2, 3])
    )
    late = purchases(
        [
            (1, AS_OF - timedelta(days=3), 80),
            (2, AS_OF - timedelta(days=5), 60),
            (3, AS_OF - timedelta(days=50), 40),
            (3, AS_OF - timedelta(days=2), -40, "return"),
        ]
    )
    known = known_of(pl.concat([shop, late]), range(1, 61))
    return reckon(known, rules=Rules(), as_of=AS_OF)


def causes(reckoned, customer: int) -> dict[str, int]:
    row = reckoned.figures.row(by_predicate=pl.col("customer") == customer, named=True)
    return {name: row[f"moved_{name}"] for name in CAUSES if row[f"moved_{name}"]}


def test_who_bought_gains_by_the_purchase_and_by_being_surely_here(reckoned) -> None:
    moved = causes(reckoned, 1)
    assert moved["bought"] == 24_000_000
    assert moved["alive"] > 0


def test_who_came_for_the_first_time_began(reckoned) -> None:
    assert set(causes(reckoned, 2)) == {"began"}


def test_who_gave_everything_back_loses_what_was_expected_of_them(reckoned) -> None:
    moved = causes(reckoned, 3)
    assert set(moved) == {"bought"}
    assert moved["bought"] < -12_000_000


def test_who_let_the_month_pass_is_a_little_less_surely_here(reckoned) -> None:
    still = reckoned.figures.filter(pl.col("moved_bought") == 0, pl.col("moved_began") == 0)
    assert (still.filter("has_history")["moved_alive"] <= 0).all()
    assert still.height > 40


def test_those_who_moved_most_are_told_with_their_causes(reckoned) -> None:
    told = reckoned.moved
    assert told["since"] == (AS_OF - timedelta(days=30)).isoformat()
    changes = [row["change"] for row in told["most_up"]]
    assert changes == sorted(changes, reverse=True)
    for row in (*told["most_up"], *told["most_down"]):
        assert sum(row["causes"].values()) == row["change"]


def test_reasons_are_told_in_words() -> None:
    with translation.override("en"):
        assert moves.why({"bought": 90, "alive": 60, "other": -1}) == (
            "has bought, is more surely a customer still"
        )
        assert moves.why({"bought": 10, "alive": -90}) == (
            "has been silent, and is less surely a customer still"
        )
        items = moves.waterfall({"bought": Decimal(5), "alive": Decimal(-7), "other": Decimal(0)})
        assert [item["tone"] for item in items] == ["future", "cost"]
        assert moves.total_of({"bought": Decimal(5), "alive": Decimal(-7)})["value"] == -2
    assert {name for name, _is_up in moves.WHY} == set(moves.CAUSES) == set(CAUSES)
