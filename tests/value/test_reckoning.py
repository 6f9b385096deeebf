"""From purchases to value: what counts, what does not, and what always holds."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.value.shop import AS_OF, MICROS, known_of, purchases, simulate_shop

from nahbar.value.reckoning import reckon
from nahbar.value.rules import Rules

DAY = date(2026, 1, 10)
RULES = Rules()
FEW = simulate_shop(30)


def figures_of(
    orders: pl.DataFrame, customers: list[int], *, as_of: date = AS_OF, rules: Rules = RULES
):
    return reckon(known_of(orders, customers), rules=rules, as_of=as_of).figures


def row_of(orders: pl.DataFrame, customer: int, **kwargs: object) -> dict:
    figures = figures_of(orders, [customer], **kwargs)  # type: ignore[arg-type]
    return figures.row(0, named=True)


def test_value_is_margin_so_far_and_margin_to_be_expected(shop: pl.DataFrame) -> None:
    figures = figures_of(shop, list(range(1, 401)))
    for total, part in (("value", "expected"), ("low", "expected_low"), ("high", "expected_high")):
        assert (figures[total] == figures["margin_so_far"] + figures[part]).all()
    assert (figures["expected"] >= 0).all()
    assert figures["expected"].median() > 0  # type: ignore[operator]  # there are customers


def test_the_value_lies_within_its_range(shop: pl.DataFrame) -> None:
    figures = figures_of(shop, list(range(1, 420)))
    assert (figures["low"] <= figures["value"]).all()
    assert (figures["value"] <= figures["high"]).all()


def test_a_purchase_is_a_day_however_many_orders_it_has() -> None:
    orders = purchases([(1, DAY, 10), (1, DAY, 20), (1, DAY + timedelta(9), 5)])
    row = row_of(orders, 1)
    assert row["purchases"] == 2
    assert (row["first_on"], row["last_on"]) == (DAY, DAY + timedelta(9))


def test_what_was_taken_back_whole_is_no_purchase_and_leaves_no_history() -> None:
    row = row_of(purchases([(1, DAY, 40), (1, DAY + timedelta(3), -40, "return")]), 1)
    assert not row["has_history"]
    assert (row["purchases"], row["turnover"], row["margin_so_far"]) == (0, 0, 0)


def test_a_returned_part_lowers_the_margin_and_is_no_visit() -> None:
    row = row_of(purchases([(1, DAY, 40), (1, DAY + timedelta(3), -10, "return")]), 1)
    assert row["purchases"] == 1
    assert row["last_on"] == DAY
    assert row["margin_so_far"] == 9 * MICROS


def test_a_complaint_without_money_is_no_visit() -> None:
    row = row_of(purchases([(1, DAY, 40), (1, DAY + timedelta(30), 0, "complaint")]), 1)
    assert row["purchases"] == 1


def test_free_goods_are_a_visit() -> None:
    row = row_of(purchases([(1, DAY, 40), (1, DAY + timedelta(30), 0)]), 1)
    assert row["purchases"] == 2


def test_later_orders_are_ignored_and_counted(shop: pl.DataFrame) -> None:
    then = AS_OF - timedelta(days=200)
    known = reckon(known_of(shop, range(1, 401)), rules=RULES, as_of=then)
    until = shop.filter(pl.col("day") <= then)
    alone = reckon(known_of(until, range(1, 401)), rules=RULES, as_of=then)
    assert known.figures.equals(alone.figures)
    assert known.later_orders == shop.filter(pl.col("day") > then).height


def test_who_has_bought_nothing_gets_what_newcomers_bring_from_nothing_up(
    shop: pl.DataFrame,
) -> None:
    known = known_of(shop, [*range(1, 401), 9999])
    fresh = pl.when(pl.col("customer") == 9999).then(pl.lit(AS_OF)).otherwise("known_on")
    people = known.people.with_columns(fresh.alias("known_on"))
    everybody = reckon(replace(known, people=people), rules=RULES, as_of=AS_OF).figures
    row = everybody.row(-1, named=True)
    assert (row["has_history"], row["factor"], row["value_class"]) == (False, None, "")
    assert row["margin_so_far"] == 0
    assert row["expected_low"] == 0 < row["expected"] < row["expected_high"]
    assert row["probability_alive"] is None
    once = row_of(pl.concat([shop, purchases([(9999, AS_OF, 100)])]), 9999)
    assert row["expected_purchases"] is None
    assert once["expected_purchases"] > 0


@pytest.mark.parametrize(
    ("orders", "code"),
    [
        (purchases([]), "no_customers"),
        (purchases([(1, DAY, 10), (2, DAY, 20)]), "no_repeat_purchases"),
        (
            purchases([(n, DAY + timedelta(d), 10) for n in range(9) for d in (0, 9)]),
            "too_few_came_again",
        ),
    ],
)
def test_with_too_few_data_value_is_the_margin_so_far_and_the_code_says_why(
    orders: pl.DataFrame, code: str
) -> None:
    reckoned = reckon(known_of(orders, [1, 2, 3]), rules=RULES, as_of=AS_OF)
    assert reckoned.missing is not None
    assert reckoned.missing["code"] == code
    assert reckoned.fits == []
    assert (reckoned.figures["value"] == reckoned.figures["margin_so_far"]).all()
    assert (reckoned.figures["expected"] == 0).all()


def test_where_everything_costs_the_same_the_price_is_what_a_purchase_brings(
    shop: pl.DataFrame,
) -> None:
    fixed = shop.with_columns(
        pl.lit(50 * MICROS).alias("amount"), pl.lit(15 * MICROS).alias("margin")
    )
    fixed = fixed.unique(["customer", "day"], maintain_order=True)
    reckoned = reckon(known_of(fixed, range(1, 401)), rules=RULES, as_of=AS_OF)
    known = reckoned.figures.filter(pl.col("purchases") > 1)
    assert reckoned.missing is None
    assert [w["code"] for w in reckoned.fits[-1]["warnings"]] == ["values_all_equal"]
    assert (known["purchase_margin"] / MICROS - 15).abs().max() < 0.01  # type: ignore[operator]
    assert (known["expected_low"] < known["expected_high"]).all()


def test_customers_who_are_all_alike_are_worth_the_same_and_share_a_class() -> None:
    orders = purchases([(n, DAY + timedelta(d), 10) for n in range(40) for d in (0, 9, 20)])
    figures = figures_of(orders, list(range(40)))
    assert figures["value"].n_unique() == 1
    assert figures["value_class"].unique().to_list() == ["A"]
    assert figures["factor"].unique().to_list() == [50]


def test_who_buys_below_cost_is_expected_to_cost_more(shop: pl.DataFrame) -> None:
    losses = shop.with_columns(
        pl.when(pl.col("customer") == 1)
        .then(-pl.col("margin") * 3)
        .otherwise("margin")
        .alias("margin")
    )
    row = row_of(losses, 1)
    assert row["expected_low"] <= row["expected"] <= row["expected_high"]
    several = simulate_shop(60, seed=3).with_columns((-pl.col("margin")).alias("margin"))
    below = figures_of(several, list(range(1, 61)))
    assert (below["expected"] <= 0).all()
    assert (below["low"] <= below["value"]).all()
    assert below["value_class"].unique().to_list() == ["D"]


def test_a_margin_share_of_few_purchases_leans_on_the_firms(shop: pl.DataFrame) -> None:
    once = row_of(pl.concat([shop, purchases([(9999, AS_OF, 100, "order", 90)])]), 9999)
    often = row_of(
        pl.concat(
            [
                shop,
                purchases(
                    [(9999, AS_OF - timedelta(d), 100, "order", 90) for d in range(0, 600, 20)]
                ),
            ]
        ),
        9999,
    )
    share_once = once["purchase_margin"] / often["purchase_margin"]
    assert 0.3 < share_once < 0.8


def test_more_discount_and_less_time_are_worth_less(shop: pl.DataFrame) -> None:
    plain, dear, short = (
        figures_of(shop, list(range(1, 401)), rules=rules)["expected"]
        for rules in (RULES, Rules(discount_rate=0.5), Rules(horizon_months=6))
    )
    assert (dear <= plain).all()
    assert dear.sum() < 0.9 * plain.sum()
    assert (short <= plain).all()
    assert short.sum() < 0.5 * plain.sum()


days = st.integers(0, 400).map(lambda back: AS_OF - timedelta(days=back))
rows = st.lists(
    st.tuples(
        st.integers(1, 12),
        days,
        st.decimals(-500, 500, places=3, allow_nan=False, allow_infinity=False).map(float),
        st.sampled_from(["order", "order", "order", "return", "cancellation"]),
    ).map(lambda row: (*row[:2], abs(row[2]) if row[3] == "order" else -abs(row[2]), row[3])),
    max_size=60,
)


@settings(max_examples=12, deadline=None)
@given(rows)
def test_the_margins_of_customers_sum_to_the_margin_of_all_orders_exactly(drawn: list) -> None:
    orders = purchases(drawn)
    figures = figures_of(orders, list(range(1, 13)))
    assert figures["margin_so_far"].sum() == orders["margin"].sum()
    assert figures["turnover"].sum() == orders["amount"].sum()


@settings(max_examples=3, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(drawn: list, random) -> None:
    shuffled = drawn.copy()
    random.shuffle(shuffled)
    one = figures_of(pl.concat([FEW, purchases(drawn)]), list(range(1, 31)))
    other = figures_of(pl.concat([purchases(shuffled), FEW.reverse()]), list(range(1, 31)))
    assert one["margin_so_far"].equals(other["margin_so_far"])
    assert one["purchases"].equals(other["purchases"])
    difference = (one["value"] - other["value"]).abs().max()
    assert difference <= 2 + 1e-6 * one["value"].abs().max()  # type: ignore[operator]


@settings(max_examples=8, deadline=None)
@given(rows, st.integers(1, 12), days, st.floats(0, 1000))
def test_one_more_purchase_never_lowers_the_margin_so_far(
    drawn: list, customer: int, day: date, amount: float
) -> None:
    before = figures_of(purchases(drawn), list(range(1, 13)))
    after = figures_of(purchases([*drawn, (customer, day, amount)]), list(range(1, 13)))
    assert (after["margin_so_far"] >= before["margin_so_far"]).all()
