"""What a customer will bring, and how sure that is."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from nahbar.insight.clv import (
    expected_margin,
    fit_bg_nbd,
    fit_gamma_gamma,
    fit_mbg_nbd,
    fit_pareto_nbd,
    newcomer_margin,
)
from nahbar.insight.errors import InsightError

WEEKS = 78


def forecast(world: pl.DataFrame, **options) -> pl.DataFrame:
    models = fit_bg_nbd(world), fit_gamma_gamma(world)
    return expected_margin(world, *models, **{"horizon": WEEKS} | options)


def share_within(found: pl.DataFrame, brought: pl.Series) -> float:
    return float(((brought >= found["low"]) & (brought <= found["high"])).mean())


@pytest.mark.parametrize("discount", [0.0, 0.01])
def test_the_range_holds_nineteen_of_twenty_customers(simulate_customers, discount):
    world = simulate_customers(6000, seed=11, discount=discount, holdout=WEEKS)
    found = forecast(world, discount_rate_per_period=discount)
    assert 0.93 <= share_within(found, world["brought"]) <= 0.97
    narrower = forecast(world, discount_rate_per_period=discount, coverage=0.8)
    certain = narrower["low"] > 0
    within = share_within(narrower.filter(certain), world["brought"].filter(certain))
    assert 0.75 <= within <= 0.85
    assert found["expected_margin"].sum() == pytest.approx(world["brought"].sum(), rel=0.06)


def test_the_range_holds_nineteen_of_twenty_where_the_fit_itself_is_unsure(simulate_customers):
    shares = []
    for seed in range(300, 314):
        world = simulate_customers(120, seed=seed, holdout=WEEKS)
        shares.append(share_within(forecast(world), world["brought"]))
    assert 0.93 <= np.mean(shares) <= 0.97


@pytest.mark.parametrize("fit_model", [fit_bg_nbd, fit_mbg_nbd, fit_pareto_nbd])
def test_the_mean_of_many_lives_is_the_expectation(customers, fit_model):
    """The distribution behind the ranges and the expectation come by different ways."""
    fit = fit_model(customers)
    for x in (0.0, 3.0, 40.0):
        age = np.array([x + 1, 52.0, 60.0])
        count, chance = fit.distribute_purchases(x, age, WEEKS)
        assert chance.sum(axis=1) == pytest.approx(1, abs=1e-3)
        expected = fit.count_if_alive(fit.point, np.full(3, x), age, WEEKS)
        assert chance @ count == pytest.approx(expected, rel=0.01)


def test_every_range_holds_its_expectation(customers):
    found = forecast(customers)
    assert (found["low"] <= found["expected_margin"]).all()
    assert (found["high"] >= found["expected_margin"]).all()
    assert (found["low"] >= 0).all()
    assert found.columns == [
        "customer",
        "probability_alive",
        "expected_purchases",
        "expected_value",
        "expected_margin",
        "low",
        "high",
    ]
    assert found["customer"].equals(customers["customer"])


def test_an_unsure_fit_makes_ranges_wider(customers):
    purchases, values = fit_bg_nbd(customers), fit_gamma_gamma(customers)
    sure = expected_margin(customers, purchases, values, horizon=WEEKS)
    unsure = expected_margin(
        customers,
        replace(purchases, covariance=100 * purchases.covariance),
        values,
        horizon=WEEKS,
    )
    assert (unsure["high"] > sure["high"]).all()
    assert (unsure["low"] <= sure["low"]).all()


def test_money_later_is_worth_less(customers):
    now, later = forecast(customers), forecast(customers, discount_rate_per_period=0.01)
    assert (later["expected_margin"] < now["expected_margin"]).all()
    least = 1.01**-WEEKS
    assert (later["expected_margin"] > least * now["expected_margin"]).all()
    assert later["expected_purchases"].equals(now["expected_purchases"])


def test_discounting_is_that_of_many_short_steps(customers):
    few = customers.head(50)
    models = fit_bg_nbd(customers), fit_gamma_gamma(customers)
    step, sums = 0.25, np.zeros(50)
    until = [
        models[0].expected_purchases(few, end).to_numpy()
        for end in np.arange(0, WEEKS + step, step)
    ]
    for at, (before, after) in enumerate(pairwise(until)):
        sums += (after - before) / 1.01 ** ((at + 0.5) * step)
    found = expected_margin(few, *models, horizon=WEEKS, discount_rate_per_period=0.01)
    assert np.allclose(found["expected_margin"], sums * found["expected_value"], rtol=1e-4)


def test_a_share_of_the_money_is_margin(customers):
    money, margin = forecast(customers), forecast(customers, margin_share=0.25)
    for column in ("expected_value", "expected_margin", "low", "high"):
        assert np.allclose(margin[column], money[column] / 4)


def test_no_time_ahead_brings_nothing(customers):
    found = forecast(customers, horizon=0)
    assert (
        found.select("expected_purchases", "expected_margin", "low", "high").sum().row(0)
        == (0,) * 4
    )


def test_a_newcomer_is_worth_what_the_group_is_with_a_wide_range(simulate_customers):
    world = simulate_customers(4000, seed=12)
    models = fit_bg_nbd(world), fit_gamma_gamma(world)
    prior = newcomer_margin(*models, horizon=WEEKS)
    expected = models[0].expected_purchases_new(WEEKS) * models[1].population_mean
    assert prior.mean == pytest.approx(expected)
    assert prior.low == 0
    assert prior.high > 1.2 * prior.mean
    assert "4000" in prior.explanation


def test_leaving_at_the_first_purchase_has_its_range_too(simulate_customers):
    world = simulate_customers(5000, seed=13, first_chance=True, holdout=WEEKS)
    found = expected_margin(world, fit_mbg_nbd(world), fit_gamma_gamma(world), horizon=WEEKS)
    assert 0.93 <= share_within(found, world["brought"]) <= 0.97


def test_customers_may_be_named_by_anything_and_be_none(customers):
    models = fit_bg_nbd(customers), fit_gamma_gamma(customers)
    named = customers.with_columns(pl.col("customer").cast(pl.String))
    assert expected_margin(named, *models, horizon=9)["customer"].dtype == pl.String
    assert expected_margin(customers.clear(), *models, horizon=9).is_empty()


def test_what_makes_no_sense_is_refused_by_name(customers):
    models = fit_bg_nbd(customers), fit_gamma_gamma(customers)
    wild = replace(models[1], parameters={"p": 6.0, "q": 0.9, "gamma": 15.0})
    cases = {
        "horizon_impossible": {"horizon": -1},
        "discount_impossible": {"horizon": 9, "discount_rate_per_period": -0.1},
        "coverage_impossible": {"horizon": 9, "coverage": 1.0},
    }
    for code, options in cases.items():
        with pytest.raises(InsightError) as refused:
            expected_margin(customers, *models, **options)
        assert refused.value.code == code
    with pytest.raises(InsightError) as refused:
        expected_margin(customers, models[0], wild, horizon=9)
    assert refused.value.code == "mean_not_finite"
