"""The model held against what came."""

from datetime import timedelta

import polars as pl
import pytest
from tests.value.shop import AS_OF, MICROS, simulate_shop

from nahbar.value.calibration import calibrate


def visits(orders: pl.DataFrame) -> pl.DataFrame:
    return orders.select("customer", "day", pl.col("amount") / MICROS)


def test_the_last_third_is_foreseen_and_counted() -> None:
    seen = visits(simulate_shop(1500))
    found = calibrate(seen, AS_OF)["BG/NBD"]
    split = AS_OF - timedelta(days=found["days"])
    known = seen.filter(pl.col("day") <= split)["customer"].unique()
    came = seen.filter((pl.col("day") > split) & pl.col("customer").is_in(known.implode()))
    assert found["days"] == 240
    assert found["customers"] == known.len()
    assert found["actual"] == came.select("customer", "day").unique().height
    assert found["predicted"] == pytest.approx(found["actual"], rel=0.1)
    assert found["bias"] == pytest.approx(found["predicted"] / found["actual"] - 1)
    assert sum(group["customers"] for group in found["groups"]) == found["customers"]
    assert abs(found["money_bias"]) < 0.15


def test_ranges_hold_what_came_for_nineteen_of_twenty_customers() -> None:
    tests = calibrate(visits(simulate_shop(1500)), AS_OF)
    assert set(tests) == {"BG/NBD", "MBG/NBD", "Pareto/NBD"}
    for test in tests.values():
        assert 0.92 <= test["coverage"] <= 0.98


def test_who_bought_more_often_is_foreseen_to_buy_more_often() -> None:
    found = calibrate(visits(simulate_shop(1500)), AS_OF)["BG/NBD"]
    assert [group["purchases"] for group in found["groups"]] == [1, 2, 3, 4, 5, 6, 7]
    predicted = [group["predicted"] for group in found["groups"]]
    assert predicted[0] < predicted[2] < predicted[-1]


def test_in_a_short_time_nothing_is_said() -> None:
    short = simulate_shop(50).filter(pl.col("day") > AS_OF - timedelta(days=80))
    assert calibrate(visits(short), AS_OF) == {}
    assert calibrate(visits(short.clear()), AS_OF) == {}
