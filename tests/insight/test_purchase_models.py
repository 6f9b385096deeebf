"""BG/NBD, MBG/NBD and Pareto/NBD: who is still a customer, and how often will they come."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import hyp2f1
from scipy.stats import beta as beta_distribution

from nahbar.insight.clv import fit_bg_nbd, fit_mbg_nbd, fit_pareto_nbd
from nahbar.insight.clv.beta_geometric import BetaGeometricLikelihood
from nahbar.insight.clv.histories import compress, read_histories
from nahbar.insight.clv.pareto_nbd import ParetoLikelihood
from nahbar.insight.errors import InsightError

FITS = {"bg": fit_bg_nbd, "mbg": fit_mbg_nbd, "pareto": fit_pareto_nbd}
every_model = pytest.mark.parametrize("model", FITS)


def likelihood_of(model: str, summary: pl.DataFrame):
    histories = compress(read_histories(summary))
    if model == "pareto":
        return ParetoLikelihood(histories)
    return BetaGeometricLikelihood(histories, first_chance=int(model == "mbg"))


def one(frequency: float, recency: float, age: float) -> pl.DataFrame:
    return pl.DataFrame({"frequency": [frequency], "recency": [recency], "age": [age]})


@pytest.fixture(scope="module")
def fit(customers):
    return fit_bg_nbd(customers)


@pytest.fixture(scope="module")
def few_fitted(customers):
    return {model: fit(customers.head(200)) for model, fit in FITS.items()}


def test_the_truth_lies_within_the_uncertainty_told(fit, truth):
    errors = fit.standard_errors
    for name, value in fit.parameters.items():
        assert abs(value - truth[name]) < 3 * errors[name], name
    assert fit.warnings == ()


def test_leaving_at_the_first_purchase_is_recovered_too(simulate_customers, truth):
    fit = fit_mbg_nbd(simulate_customers(4000, seed=2, first_chance=True))
    for name, value in fit.parameters.items():
        assert abs(value - truth[name]) < 3 * fit.standard_errors[name], name


def test_leaving_at_any_moment_is_recovered():
    truth = {"r": 0.9, "alpha": 6.0, "s": 0.8, "beta": 20.0}
    random = np.random.default_rng(3)
    n = 4000
    age = random.uniform(20, 80, n)
    gone = random.exponential(1, n) / random.gamma(truth["s"], 1 / truth["beta"], n)
    seen = np.minimum(age, gone)
    frequency = random.poisson(random.gamma(truth["r"], 1 / truth["alpha"], n) * seen)
    latest = seen * random.uniform(0, 1, n) ** (1 / np.maximum(frequency, 1))
    recency = np.where(frequency > 0, latest, 0.0)
    fit = fit_pareto_nbd(pl.DataFrame({"frequency": frequency, "recency": recency, "age": age}))
    for name, value in fit.parameters.items():
        assert abs(value - truth[name]) < 3 * fit.standard_errors[name], name


@every_model
def test_gradient_and_curvature_are_those_of_the_value(model, customers):
    likelihood = likelihood_of(model, customers.head(400))
    point = np.array([0.7, 9.0, 0.5, 3.0])
    here = likelihood(point)
    for at in range(4):
        step = np.zeros(4)
        step[at] = 1e-5 * point[at]
        ahead, behind = likelihood(point + step), likelihood(point - step)
        slope = (ahead.value - behind.value) / (2 * step[at])
        bend = (ahead.gradient - behind.gradient) / (2 * step[at])
        assert here.gradient[at] == pytest.approx(slope, rel=1e-6, abs=1e-5)
        assert here.hessian[at] == pytest.approx(bend, rel=1e-5, abs=1e-4)


@every_model
def test_no_direction_leads_further_up(model, customers):
    few = customers.head(1000)
    fit, likelihood = FITS[model](few), likelihood_of(model, few)
    assert likelihood(fit.point).value == pytest.approx(fit.log_likelihood, abs=1e-9)
    random = np.random.default_rng(4)
    for size in (1e-3, 1e-2, 0.1, 1.0):
        for _ in range(10):
            elsewhere = fit.point * np.exp(size * random.normal(size=4))
            assert likelihood(elsewhere).value < fit.log_likelihood


def test_standard_errors_are_the_spread_of_repeated_worlds(simulate_customers):
    fits = [fit_bg_nbd(simulate_customers(1500, seed=seed)) for seed in range(100, 150)]
    for name in ("r", "alpha"):
        spread = np.std([fit.parameters[name] for fit in fits], ddof=1)
        told = np.median([fit.standard_errors[name] for fit in fits])
        assert told == pytest.approx(spread, rel=0.3), name
    # a and b are told together by few customers: their ratio is what the data know
    ratio = [fit.parameters["a"] / (fit.parameters["a"] + fit.parameters["b"]) for fit in fits]
    slopes = [
        np.array([0, 0, f.parameters["b"], -f.parameters["a"]]) / f.point[2:].sum() ** 2
        for f in fits
    ]
    told = np.median(
        [np.sqrt(slope @ f.covariance @ slope) for slope, f in zip(slopes, fits, strict=True)]
    )
    assert told == pytest.approx(np.std(ratio, ddof=1), rel=0.3)


@every_model
@settings(max_examples=5, deadline=None)
@given(st.floats(1e-3, 1e3))
def test_the_unit_of_time_does_not_matter(model, customers, scale):
    few = customers.head(300)
    scaled = few.with_columns(pl.col("recency", "age") * scale)
    fit, other = FITS[model](few), FITS[model](scaled)
    times = {"alpha", "beta"}
    for name, value in fit.parameters.items():
        expected = value * scale if name in times else value
        assert other.parameters[name] == pytest.approx(expected, rel=1e-4), name
    assert np.allclose(fit.probability_alive(few), other.probability_alive(scaled), atol=1e-5)
    assert np.allclose(
        fit.expected_purchases(few, 10), other.expected_purchases(scaled, 10 * scale), rtol=1e-4
    )


@every_model
def test_answers_keep_the_order_of_the_summary(model, customers):
    few = customers.head(300)
    fit = FITS[model](few)
    turned = few.reverse()
    assert FITS[model](turned).parameters == pytest.approx(fit.parameters, rel=1e-9)
    alive, bought = fit.probability_alive(few), fit.expected_purchases(few, 26)
    assert alive.name == "probability_alive"
    assert bought.name == "expected_purchases"
    assert np.allclose(fit.probability_alive(turned).reverse(), alive, rtol=1e-12)
    assert np.allclose(fit.expected_purchases(turned, 26).reverse(), bought, rtol=1e-12)


def test_forecasts_of_money_and_purchases_add_up_to_what_happens(simulate_customers, truth):
    world = simulate_customers(20_000, seed=5, holdout=26)
    mean_value = truth["p"] * truth["gamma"] / (truth["q"] - 1)
    expected = fit_bg_nbd(world).expected_purchases(world, 26).sum() * mean_value
    assert world["brought"].sum() == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize(
    "point", [(0.243, 4.41, 0.79, 2.43), (2, 10, 0.05, 0.3), (1.5, 5, 1.7, 40)]
)
@pytest.mark.parametrize(
    ("x", "age", "horizon"), [(0, 0, 52), (2, 38, 39), (26, 31, 52), (26, 31, 520), (200, 300, 156)]
)
def test_expected_purchases_are_those_of_the_paper(fit, point, x, age, horizon):
    r, alpha, a, b = point
    odds = horizon / (alpha + age + horizon)
    tail = (1 - odds) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, odds)
    paper = (a + b + x - 1) / (a - 1) * (1 - tail)
    found = fit.count_if_alive(
        np.array(point), np.array([float(x)]), np.array([float(age)]), horizon
    )
    assert found[0] == pytest.approx(paper, rel=1e-8)


def test_the_pole_of_the_paper_at_a_equal_to_one_is_none(fit):
    def integrand(p):
        bought = -np.expm1(-3.5 * np.log1p(p * 52 / 40)) / p
        return bought * beta_distribution.pdf(p, 1, 6)

    found = fit.count_if_alive(
        np.array([1.5, 10.0, 1.0, 4.0]), np.array([2.0]), np.array([30.0]), 52
    )
    assert found[0] == pytest.approx(quad(integrand, 0, 1)[0], rel=1e-9)


@every_model
@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 3000),
    st.floats(0, 1),
    st.floats(1e-9, 1e5),
    st.floats(0, 1e5),
    st.integers(0, 2**32),
)
def test_no_history_leads_to_nonsense(few_fitted, model, x, share, age, horizon, seed):
    point = np.exp(np.random.default_rng(seed).uniform(-3, 3, 4))
    fit = few_fitted[model]
    fit = replace(fit, parameters=dict(zip(fit.parameters, point.tolist(), strict=True)))
    history = one(x, age * max(share, 1e-3) if x else 0.0, age)
    alive = fit.probability_alive(history)[0]
    bought, longer = (fit.expected_purchases(history, time)[0] for time in (horizon, 2 * horizon))
    assert 0 <= alive <= 1
    assert 0 <= bought <= longer * (1 + 1e-9)
    assert bought <= alive * (point[0] + x) / (point[1] + age) * horizon * (1 + 1e-9)


def test_who_never_came_again_is_still_here_by_bg_nbd_alone(customers):
    quiet = one(0, 0, 50)
    assert fit_bg_nbd(customers).probability_alive(quiet)[0] == 1
    assert fit_mbg_nbd(customers).probability_alive(quiet)[0] < 1
    assert fit_pareto_nbd(customers).probability_alive(quiet)[0] < 1


@every_model
def test_the_longer_the_silence_the_less_likely_a_customer(model, customers):
    silence = pl.DataFrame(
        {"frequency": [8] * 5, "recency": [40.0] * 5, "age": [40.0, 45, 55, 80, 200]}
    )
    alive = FITS[model](customers).probability_alive(silence)
    assert alive.is_sorted(descending=True)
    assert alive[0] > 0.8
    assert alive[4] < 0.2


@every_model
def test_a_new_customer_is_one_without_history(model, customers):
    fit = FITS[model](customers)
    nobody = one(0, 0, 0)
    assert fit.expected_purchases_new(52) == pytest.approx(fit.expected_purchases(nobody, 52)[0])
    assert fit.expected_purchases_new(0) == 0


@every_model
def test_an_empty_summary_has_empty_answers(model, customers):
    fit = FITS[model](customers.head(200))
    none = customers.clear()
    assert fit.probability_alive(none).is_empty()
    assert fit.expected_purchases(none, 10).is_empty()


@every_model
@pytest.mark.parametrize(
    ("frequency", "recency", "age", "code"),
    [
        ([], [], [], "no_customers"),
        ([0] * 100, [0] * 100, [5] * 100, "no_repeat_purchases"),
        ([1, 2], [1.0, 9.0], [5.0, 5.0], "history_impossible"),
        ([1, -1], [1.0, 0.0], [5.0, 5.0], "history_impossible"),
        ([1.0, 1.5], [1.0, 1.0], [5.0, 5.0], "history_impossible"),
        ([1, 0], [1.0, 1.0], [5.0, 5.0], "history_impossible"),
        ([1, 1], [1.0, 0.0], [5.0, 5.0], "history_impossible"),
        ([1, 1], [1.0, float("nan")], [5.0, 5.0], "history_not_finite"),
        ([1, 1], [1.0, 1.0], [5.0, float("inf")], "history_not_finite"),
        ([1, None], [1.0, 1.0], [5.0, 5.0], "value_missing"),
        (["1", "2"], [1.0, 1.0], [5.0, 5.0], "not_a_number"),
    ],
)
def test_what_cannot_be_fitted_is_refused_by_name(model, frequency, recency, age, code):
    summary = pl.DataFrame({"frequency": frequency, "recency": recency, "age": age})
    with pytest.raises(InsightError) as refused:
        FITS[model](summary)
    assert refused.value.code == code


@every_model
def test_a_horizon_is_a_finite_time_ahead(model, customers):
    fit = FITS[model](customers.head(200))
    for horizon in (-1, float("nan"), float("inf")):
        with pytest.raises(InsightError, match="horizon"):
            fit.expected_purchases(customers, horizon)


@every_model
def test_few_customers_are_answered_with_a_warning(model, customers):
    fit = FITS[model](customers.head(15))
    assert fit.n == 15
    assert "too_few_customers" in [remark.code for remark in fit.warnings]
    assert np.isfinite(fit.point).all()
    assert np.isfinite(fit.log_likelihood)


@every_model
def test_customers_all_alike_hold_a_parameter_at_its_bound(model):
    alike = pl.DataFrame({"frequency": [5] * 200, "recency": [9.0] * 200, "age": [10.0] * 200})
    fit = FITS[model](alike)
    assert "parameter_at_bound" in [remark.code for remark in fit.warnings]
    bought = fit.expected_purchases(alike, 10)
    assert (bought.is_finite() & (bought > 0)).all()
    assert fit.explanation.startswith("Fitted on 200 customers")


def test_the_same_history_ten_times_is_ten_customers(customers):
    few = customers.head(300)
    once, tenfold = fit_bg_nbd(few), fit_bg_nbd(pl.concat([few] * 10))
    assert tenfold.n == 3000
    assert tenfold.parameters == pytest.approx(once.parameters, rel=1e-6)
    assert tenfold.log_likelihood == pytest.approx(10 * once.log_likelihood)
    for name, error in once.standard_errors.items():
        assert tenfold.standard_errors[name] == pytest.approx(error / np.sqrt(10), rel=1e-5)


def test_whole_days_and_any_times_are_compressed_alike():
    random = np.random.default_rng(6)
    age = random.integers(1, 30, 5000)
    recency = random.integers(0, age + 1)
    frequency = np.where(recency > 0, random.integers(1, 4, 5000), 0)
    days = pl.DataFrame({"frequency": frequency, "recency": recency, "age": age})
    for divisor in (1.0, 7.0, np.pi):
        summary = days.with_columns(pl.col("recency", "age") / divisor)
        found = compress(read_histories(summary))
        assert len(found.weight) == days.n_unique()
        assert found.n == 5000
        assert found.weight @ found.age == pytest.approx(age.sum() / divisor)
        assert found.weight @ (found.frequency * found.recency) == pytest.approx(
            (frequency * recency).sum() / divisor
        )


def test_a_parameter_of_whom_the_data_say_little_is_named(simulate_customers):
    loyal = simulate_customers(400, seed=8).with_columns(
        recency=pl.when(pl.col("frequency") > 0).then("age").otherwise(0.0)
    )
    fit = fit_bg_nbd(loyal.filter(pl.col("age") > 0))
    told = {remark.code for remark in fit.warnings}
    assert told & {"parameter_at_bound", "parameter_uncertain"}
