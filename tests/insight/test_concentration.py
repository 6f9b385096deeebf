"""On how few customers the value rests."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.insight.concentration import concentrate
from nahbar.insight.errors import InsightError


def codes(found) -> list[str]:
    return [remark.code for remark in found.remarks]


def test_the_shares_of_one_to_a_hundred_are_those_one_can_add_up():
    found = concentrate(pl.Series(np.arange(1.0, 101)))
    shares = dict(found.tops.select("top", "share").rows())
    assert shares[0.1] == pytest.approx(sum(range(91, 101)) / 5050)
    assert shares[0.5] == pytest.approx(sum(range(51, 101)) / 5050)
    assert found.half.value == 30  # 100 + … + 71 = 2565, and 29 bring 2494 of 2525
    assert found.gini.value == pytest.approx(0.33, abs=1e-9)
    assert found.total == 5050


def test_the_curve_runs_from_nothing_to_all_in_at_most_100_points():
    found = concentrate(pl.Series(np.random.default_rng(1).lognormal(size=5000)))
    assert len(found.curve) == 100
    assert found.curve.row(0) == (0, 0)
    assert found.curve.row(-1) == pytest.approx((1, 1))
    assert (found.curve["value_share"] <= found.curve["customer_share"] + 1e-12).all()


def test_ranges_hold_the_truth_in_about_95_of_100_firms():
    random = np.random.default_rng(2)
    truth = concentrate(pl.Series(random.lognormal(4, 1, 1_000_000)))
    hits, firms = np.zeros(3), 150
    for _ in range(firms):
        found = concentrate(pl.Series(random.lognormal(4, 1, 1000)))
        fifth, true_fifth = found.tops.row(3, named=True), truth.tops["share"][3]
        half = truth.half.value / truth.n * found.n
        hits += [
            fifth["low"] <= true_fifth <= fifth["high"],
            found.half.low <= half <= found.half.high,
            found.gini.low <= truth.gini.value <= found.gini.high,
        ]
    assert (hits / firms > 0.89).all()
    assert (hits / firms < 0.995).all()


def test_the_error_of_gini_is_that_of_leaving_each_customer_out():
    values = np.random.default_rng(3).gamma(0.8, 1, 300)
    left_out = [concentrate(pl.Series(np.delete(values, at))).gini.value for at in range(300)]
    error = np.std(left_out) * np.sqrt(299)
    found = concentrate(pl.Series(values)).gini
    assert np.log(found.high / found.low) / 2 * found.value / error == pytest.approx(1.97, abs=0.1)


def test_equal_customers_share_equally_and_without_doubt():
    found = concentrate(pl.Series([7.0] * 1000))
    assert found.tops["share"].to_list() == pytest.approx([0.01, 0.05, 0.1, 0.2, 0.5])
    assert found.tops["low"].to_list() == pytest.approx(found.tops["high"].to_list())
    assert found.half.value == 500
    assert found.gini.value == pytest.approx(0, abs=1e-9)
    assert codes(found) == ["values_all_equal"]


def test_costly_customers_let_the_best_bring_more_than_all():
    found = concentrate(pl.Series([10.0] * 50 + [-5.0] * 50))
    assert found.tops["share"][4] == pytest.approx(2)
    assert found.curve["value_share"].min() == pytest.approx(-1, abs=0.02)
    assert found.half.value == 13
    assert 0 <= found.gini.value <= 1
    assert "negative_values" in codes(found)


def test_the_smallest_numbers_there_are_make_figures_too():
    found = concentrate(pl.Series([0.0] * 4 + [2.225e-311]))
    assert found.gini.low <= found.gini.value <= found.gini.high


def test_a_top_of_fewer_than_five_customers_has_no_share():
    shares = concentrate(pl.Series(np.arange(1.0, 51))).tops["share"]
    assert shares.is_null().to_list() == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([], "too_few_customers"),
        ([5.0], "too_few_customers"),
        ([5.0, 1, 1, 1], "too_few_customers"),
        ([0.0] * 9, "total_not_positive"),
        ([-3.0] * 9, "total_not_positive"),
        ([3.0, -3.0] * 9, "total_not_positive"),
    ],
)
def test_where_nothing_can_be_shared_no_figure_is_shown(values, code):
    found = concentrate(pl.Series(values, dtype=pl.Float64))
    assert codes(found)[-1] == code
    assert found.curve.is_empty()
    assert found.tops["share"].null_count() == 5
    assert found.half.value is found.gini.value is None
    assert found.explanation == str(found.remarks[-1])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=60))
def test_no_figure_is_ever_no_number_and_each_lies_in_its_range(values):
    found = concentrate(pl.Series(values))
    numbers = found.tops.drop_nulls().select("share", "low", "high")
    assert numbers.select(pl.all_horizontal(pl.all().is_finite()).all()).item()
    assert (numbers["low"] <= numbers["share"]).all()
    assert (numbers["share"] <= numbers["high"]).all()
    for figure in (found.half, found.gini):
        assert figure.value is None or figure.low <= figure.value <= figure.high


@pytest.mark.parametrize(
    ("value", "code"), [(None, "value_missing"), (np.nan, "history_not_finite")]
)
def test_an_unknown_value_is_refused(value, code):
    with pytest.raises(InsightError) as refused:
        concentrate(pl.DataFrame({"value": [1.0, 2, 3, 4, 5, value]}))
    assert refused.value.code == code
