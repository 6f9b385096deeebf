"""Buyers drawn from a model: its fit finds the parameters again."""

import numpy as np
import pytest

from nahbar.insight.clv import fit_bg_nbd, fit_gamma_gamma
from nahbar.insight.synth import simulate_buyers

BG = {"r": 0.8, "alpha": 8.0, "a": 0.6, "b": 4.0, "p": 6.25, "q": 3.74, "gamma": 15.44}
PARETO = {"r": 0.55, "alpha": 10.6, "s": 0.6, "beta": 11.7}


def test_bg_nbd_is_found_again() -> None:
    buyers = simulate_buyers("bg_nbd", 40_000, BG, seed=1)
    found = fit_bg_nbd(buyers.summary).parameters
    assert found["r"] / found["alpha"] == pytest.approx(BG["r"] / BG["alpha"], rel=0.05)
    assert found["a"] / (found["a"] + found["b"]) == pytest.approx(0.6 / 4.6, rel=0.1)


def test_amounts_are_found_again() -> None:
    buyers = simulate_buyers("bg_nbd", 40_000, BG, seed=2)
    found = fit_gamma_gamma(buyers.summary).parameters
    mean = found["p"] * found["gamma"] / (found["q"] - 1)
    assert mean == pytest.approx(BG["p"] * BG["gamma"] / (BG["q"] - 1), rel=0.05)


@pytest.mark.parametrize("model", ["bg_nbd", "mbg_nbd", "pareto_nbd"])
def test_nobody_buys_after_leaving(model) -> None:
    parameters = PARETO if model == "pareto_nbd" else BG
    buyers = simulate_buyers(model, 5_000, parameters, seed=3, holdout=52)
    assert (buyers.summary["recency"] <= buyers.truth["alive_until"]).all()
    assert (buyers.summary["recency"] <= buyers.summary["age"]).all()
    gone = buyers.truth["alive_until"] < buyers.summary["age"]
    assert buyers.truth.filter(gone)["later"].sum() == 0


def test_in_pareto_nbd_they_leave_as_its_distribution_says() -> None:
    truth = simulate_buyers("pareto_nbd", 50_000, PARETO, seed=4).truth
    survive = (PARETO["beta"] / (PARETO["beta"] + 26)) ** PARETO["s"]
    assert (truth["alive_until"] > 26).mean() == pytest.approx(survive, abs=0.01)


def test_in_mbg_nbd_some_leave_at_once() -> None:
    truth = simulate_buyers("mbg_nbd", 20_000, BG, seed=5).truth
    assert (truth["alive_until"] == 0).mean() == pytest.approx(0.6 / 4.6, abs=0.01)


def test_the_same_seed_gives_the_same_buyers() -> None:
    one, other = (simulate_buyers("pareto_nbd", 500, PARETO, seed=6) for _ in range(2))
    assert one.summary.equals(other.summary)
    assert one.truth.equals(other.truth)


def test_without_amounts_each_purchase_is_worth_one() -> None:
    summary = simulate_buyers("pareto_nbd", 500, PARETO, seed=7).summary
    assert np.array_equal(summary["monetary"], (summary["frequency"] > 0).cast(float))
