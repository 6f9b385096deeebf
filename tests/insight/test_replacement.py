"""When a thing that is kept for years will be replaced."""

import numpy as np
import pytest

from nahbar.insight.clv import fit_replacement
from nahbar.insight.errors import InsightError

SHAPE, SCALE = 3.0, 2200.0


@pytest.fixture
def garages():
    """Times that cars were kept in a firm that has known its customers for up to nine years."""
    random = np.random.default_rng(5)
    bought = random.uniform(0, 3200, 4000)
    lasts = SCALE * random.weibull(SHAPE, 4000)
    seen = 3300 - bought
    return np.minimum(lasts, seen), (lasts <= seen).astype(float)


def test_shape_and_scale_are_found_though_most_cars_are_still_driven(garages):
    fit = fit_replacement(*garages)
    for name, truth in (("shape", SHAPE), ("scale", SCALE)):
        assert abs(fit.parameters[name] - truth) < 3 * fit.standard_errors[name]
    assert fit.median == pytest.approx(SCALE * np.log(2) ** (1 / SHAPE), rel=0.03)
    assert fit.replaced == garages[1].sum()


def test_replacements_to_come_are_those_of_many_lives(garages):
    fit = fit_replacement(*garages)
    random, n, horizon = np.random.default_rng(6), 40_000, 3000.0
    elapsed = np.array([0.0, 900.0, 2500.0])
    shape, scale = fit.point
    for age, expected in zip(elapsed, fit.expected_replacements(elapsed, horizon), strict=True):
        # the first life by the conditional distribution, the others anew
        survived = np.exp(-((age / scale) ** shape))
        ends = scale * (-np.log(random.random(n) * survived)) ** (1 / shape) - age
        count = np.zeros(n)
        while (ends < horizon).any():
            count += ends < horizon
            ends = ends + np.where(ends < horizon, scale * random.weibull(shape, n), np.inf)
        assert expected == pytest.approx(count.mean(), rel=0.03)


def test_who_has_kept_it_longer_replaces_it_sooner(garages):
    fit = fit_replacement(*garages)
    coming = fit.expected_replacements(np.array([100.0, 1000.0, 2000.0]), 365.0)
    assert (np.diff(coming) > 0).all()
    assert (fit.doubt(np.array([100.0, 1000.0]), 365.0) > 0).all()


def test_money_later_is_worth_less(garages):
    fit, elapsed = fit_replacement(*garages), np.array([500.0])
    now = fit.expected_replacements(elapsed, 1095.0)
    later = fit.expected_replacements(elapsed, 1095.0, discount_rate=1.08 ** (1 / 365) - 1)
    assert 1.08**-3 < later / now < 1


def test_those_who_left_count_for_less(garages):
    kept, replaced = garages
    left = np.where(replaced == 1, 1.0, 0.3)
    assert fit_replacement(kept, replaced, left).median < fit_replacement(kept, replaced).median


def test_too_few_replacements_are_refused():
    with pytest.raises(InsightError) as refused:
        fit_replacement(np.full(50, 9.0), np.append(np.ones(9), np.zeros(41)))
    assert refused.value.code == "too_few_replaced"
    with pytest.raises(InsightError) as refused:
        fit_replacement(np.array([0.0, 3.0]), np.ones(2))
    assert refused.value.code == "time_impossible"
