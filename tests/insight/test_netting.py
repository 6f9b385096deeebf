"""Returns are netted: what was given back was no purchase."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.insight.clv import account_for_purchases

START = dt.date(2024, 1, 1)


def account(*rows: tuple[int, float]):
    frame = pl.DataFrame(
        {
            "who": ["Anna"] * len(rows),
            "day": [START + dt.timedelta(days=day) for day, _ in rows],
            "amount": [float(amount) for _, amount in rows],
        }
    )
    return account_for_purchases(
        frame,
        customer="who",
        occurred_on="day",
        amount="amount",
        as_of=START + dt.timedelta(days=100),
    )


def summary(*rows: tuple[int, float]) -> dict:
    return account(*rows).frame.row(0, named=True)


def test_a_return_is_no_visit():
    assert summary((0, 10), (5, 20), (9, -5))["frequency"] == 1


def test_a_returned_purchase_is_no_visit():
    found = summary((0, 10), (5, 20), (9, 30), (12, -30))
    assert (found["frequency"], found["recency"], found["monetary"]) == (1, 5, 20)


def test_a_purchase_returned_in_part_is_worth_what_is_left():
    assert summary((0, 10), (5, 20), (9, -5))["monetary"] == 15


def test_the_latest_purchase_gives_back_first():
    found = summary((0, 10), (5, 20), (6, 30), (9, -40))
    assert (found["frequency"], found["recency"], found["monetary"]) == (1, 5, 10)


def test_a_return_does_not_touch_later_purchases():
    assert summary((0, 10), (5, 20), (6, -20), (9, 40))["monetary"] == 40


def test_a_first_purchase_returned_makes_the_second_the_first():
    found = summary((0, 10), (1, -10), (30, 20), (50, 30))
    assert (found["frequency"], found["recency"], found["age"]) == (1, 20, 70)


def test_a_day_whose_purchase_came_back_at_once_is_no_visit():
    assert summary((0, 10), (5, 20), (5, -20))["frequency"] == 0


def test_a_day_of_free_goods_is_a_visit():
    assert summary((0, 10), (5, 0))["frequency"] == 1


def test_free_goods_stay_a_visit_when_money_is_given_back():
    found = summary((0, 10), (5, 0), (9, -4))
    assert (found["frequency"], found["monetary"]) == (1, 0)


def test_cents_that_binary_cannot_hold_cancel_exactly():
    assert summary((0, 10), (5, 0.1), (5, 0.2), (9, -0.3))["frequency"] == 0


def test_refunds_beyond_all_purchases_are_dropped_and_told():
    found = account((0, 10), (5, 20), (9, -45), (20, 7))
    assert found.frame["frequency"].to_list() == [0]
    assert found.frame["age"].to_list() == [80]
    (remark,) = found.warnings
    assert remark.code == "refunds_without_purchase"
    assert remark.values == {"amount": 15, "customers": 1}


def test_who_returned_everything_is_not_in_the_summary_but_counted():
    found = account((0, 10), (5, -10))
    assert found.frame.is_empty()
    assert [remark.code for remark in found.warnings] == ["customers_without_purchase"]


def net_one_by_one(rows: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """The rule in words, on cents: a stack of purchases from which returns take."""
    days: dict[int, list[int]] = {}
    for day, amount in sorted(rows):
        days.setdefault(day, []).append(amount)
    bought: list[list[int]] = []
    free, missing = [], 0
    for day, amounts in days.items():
        net = sum(amounts)
        if net > 0:
            bought.append([day, net])
        elif net == 0 and min(amounts) >= 0:
            free.append((day, 0))
        while net < 0 and bought:
            taken = min(bought[-1][1], -net)
            bought[-1][1] -= taken
            net += taken
            if not bought[-1][1]:
                bought.pop()
        missing += max(-net, 0)
    return sorted([(day, left) for day, left in bought] + free), missing


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(-900, 900)), min_size=1, max_size=30))
def test_all_at_once_is_the_same_as_one_by_one(rows):
    visits, missing = net_one_by_one(rows)
    found = account(*((day, amount / 100) for day, amount in rows))
    refunds = [r for r in found.warnings if r.code == "refunds_without_purchase"]
    assert round(sum(100 * remark.values["amount"] for remark in refunds)) == missing
    if not visits:
        assert found.frame.is_empty()
        return
    row = found.frame.row(0, named=True)
    assert row["frequency"] == len(visits) - 1
    assert row["recency"] == visits[-1][0] - visits[0][0]
    repeats = [left / 100 for _, left in visits[1:]]
    assert row["monetary"] == pytest.approx(np.mean(repeats) if repeats else 0)
