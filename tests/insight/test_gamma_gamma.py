"""What a purchase of a customer is worth."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.insight.clv import fit_gamma_gamma
from nahbar.insight.clv.gamma_gamma import GammaGammaLikelihood
from nahbar.insight.errors import InsightError


def codes(fit) -> list[str]:
    return [remark.code for remark in fit.warnings]


def test_the_truth_lies_within_the_uncertainty_told(customers, truth):
    fit = fit_gamma_gamma(customers)
    for name, value in fit.parameters.items():
        assert abs(value - truth[name]) < 3 * fit.standard_errors[name], name
    assert fit.n == (customers["frequency"] > 0).sum()
    assert fit.warnings == ()
    assert fit.population_mean == pytest.approx(35.22, rel=0.05)


def test_gradient_and_curvature_are_those_of_the_value(customers):
    repeated = customers.filter(pl.col("frequency") > 0)
    likelihood = GammaGammaLikelihood(
        repeated["frequency"].cast(pl.Float64).to_numpy(), repeated["monetary"].to_numpy()
    )
    point = np.array([5.0, 4.0, 12.0])
    here = likelihood(point)
    for at in range(3):
        step = np.zeros(3)
        step[at] = 1e-5 * point[at]
        ahead, behind = likelihood(point + step), likelihood(point - step)
        assert here.gradient[at] == pytest.approx(
            (ahead.value - behind.value) / (2 * step[at]), rel=1e-6
        )
        bend = (ahead.gradient - behind.gradient) / (2 * step[at])
        assert here.hessian[at] == pytest.approx(bend, rel=1e-5)


def test_standard_errors_are_the_spread_of_repeated_worlds(simulate_customers):
    fits = [fit_gamma_gamma(simulate_customers(1500, seed=seed)) for seed in range(200, 250)]
    for name in ("p", "q", "gamma"):
        spread = np.std([fit.parameters[name] for fit in fits], ddof=1)
        told = np.median([fit.standard_errors[name] for fit in fits])
        assert told == pytest.approx(spread, rel=0.35), name


@settings(max_examples=8, deadline=None)
@given(st.floats(1e-4, 1e6))
def test_the_currency_does_not_matter(customers, scale):
    few = customers.head(800)
    scaled = few.with_columns(pl.col("monetary") * scale)
    fit, other = fit_gamma_gamma(few), fit_gamma_gamma(scaled)
    assert other.parameters["p"] == pytest.approx(fit.parameters["p"], rel=1e-4)
    assert other.parameters["gamma"] == pytest.approx(scale * fit.parameters["gamma"], rel=1e-4)
    assert np.allclose(other.expected_value(scaled), scale * fit.expected_value(few), rtol=1e-4)


def test_the_more_purchases_the_more_a_customer_counts_for_themself(customers):
    fit = fit_gamma_gamma(customers)
    rich = pl.DataFrame({"frequency": [0, 1, 5, 1000], "monetary": [0.0, 100, 100, 100]})
    value = fit.expected_value(rich)
    assert value.is_sorted()
    assert value[0] == pytest.approx(fit.population_mean)
    assert value[3] == pytest.approx(100, rel=0.01)


def test_frequency_and_value_that_go_together_are_told(customers):
    fit = fit_gamma_gamma(customers)
    assert fit.independence.low < 0.05 < fit.independence.high + 0.1
    assert "correlate" in fit.explanation
    bound = customers.with_columns(pl.col("monetary") * (1 + pl.col("frequency")))
    dependent = fit_gamma_gamma(bound)
    assert "frequency_and_value_depend" in codes(dependent)
    assert dependent.independence.low > 0.3


def test_repeat_purchases_that_brought_nothing_are_left_out_and_told(customers):
    free = pl.DataFrame({"frequency": [3, 2], "monetary": [0.0, 0.0]})
    summary = pl.concat([customers.select("frequency", "monetary"), free])
    fit = fit_gamma_gamma(summary)
    assert fit.n == fit_gamma_gamma(customers).n
    assert codes(fit) == ["worthless_purchases"]
    assert fit.expected_value(free).to_list() == pytest.approx([fit.population_mean] * 2)


def test_values_too_wild_for_a_mean_are_told():
    random = np.random.default_rng(1)
    wild = pl.DataFrame({"frequency": [1] * 400, "monetary": random.pareto(0.5, 400) + 0.1})
    fit = fit_gamma_gamma(wild)
    assert fit.parameters["q"] < 1
    assert "mean_not_finite" in codes(fit)
    assert fit.population_mean == float("inf")


@pytest.mark.parametrize(
    ("frequency", "monetary", "code"),
    [
        ([], [], "no_repeat_purchases"),
        ([0, 0], [0.0, 0.0], "no_repeat_purchases"),
        ([1, 2], [0.0, 0.0], "no_repeat_purchases"),
        ([1, 2, 5], [9.0, 9.0, 9.0], "values_all_equal"),
        ([1, 2], [9.0, float("nan")], "history_not_finite"),
        ([1, 2], [9.0, float("inf")], "history_not_finite"),
        ([1, 2], [9.0, None], "value_missing"),
    ],
)
def test_what_cannot_be_fitted_is_refused_by_name(frequency, monetary, code):
    with pytest.raises(InsightError) as refused:
        fit_gamma_gamma(pl.DataFrame({"frequency": frequency, "monetary": monetary}))
    assert refused.value.code == code


def test_few_customers_are_answered_with_a_warning(customers):
    fit = fit_gamma_gamma(customers.filter(pl.col("frequency") > 0).head(8))
    assert "too_few_customers" in codes(fit)
    assert np.isfinite(fit.point).all()
