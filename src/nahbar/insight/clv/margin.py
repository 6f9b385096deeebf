"""Expected margin of each customer over a horizon, discounted, with its range."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from scipy.special import ndtri

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.gamma_gamma import GammaGammaFit, read_values, value_purchases
from nahbar.insight.clv.histories import find_distinct, read_histories
from nahbar.insight.clv.margin_distribution import distribute_margin
from nahbar.insight.clv.purchase_fit import PurchaseFit, require_horizon
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream, read_columns

DISCOUNT_NODES = 8
COVERAGE = 0.95
NUDGE = 1e-4  # of a parameter, to see how far an expectation follows it


@dataclass(frozen=True)
class NewcomerMargin:
    """What a customer without history is worth from their first purchase on: the group's prior."""

    mean: float
    low: float
    high: float
    explanation: str


@dataclass(frozen=True)
class Horizon:
    """A time ahead, with the rate at which money is worth less per unit of it."""

    length: float
    discount_rate: float

    def __post_init__(self) -> None:
        require_horizon(self.length)
        if not (np.isfinite(self.discount_rate) and self.discount_rate >= 0):
            raise InsightError("discount_impossible", "A discount rate is a finite number ≥ 0.")

    def discount(self, fit: PurchaseFit, x: Floats, age: Floats) -> Floats:
        """Present value of one purchase within the horizon, averaged over when it may come.

        From the expected purchases E(s) until s, by parts: ∫ v^s dE = v^t E(t) - ln v ∫ v^s E ds.
        """
        if not (self.discount_rate and self.length):
            return np.ones(len(x))
        force = np.log1p(self.discount_rate)
        node, weight = np.polynomial.legendre.leggauss(DISCOUNT_NODES)
        undiscounted = fit.count_if_alive(fit.point, x, age, self.length)
        present = np.exp(-force * self.length) * undiscounted
        for at, share in zip((node + 1) / 2 * self.length, weight / 2 * self.length, strict=True):
            bought = fit.count_if_alive(fit.point, x, age, at)
            present = present + force * share * np.exp(-force * at) * bought
        factor: Floats = present / undiscounted
        return factor


def expected_margin(
    summary: ArrowStream,
    purchases: PurchaseFit,
    values: GammaGammaFit,
    *,
    horizon: float,
    discount_rate_per_period: float = 0.0,
    margin_share: float = 1.0,
    coverage: float = COVERAGE,
) -> pl.DataFrame:
    """Margin to be expected of each customer within ``horizon`` after their ``age``.

    ``summary`` has ``customer, frequency, recency, age, monetary``; ``horizon`` and
    ``discount_rate_per_period`` are in its unit of time, and ``margin_share`` turns its money into
    margin. Returns, in its order, ``customer, probability_alive, expected_purchases,
    expected_value`` (of one purchase), ``expected_margin, low, high``.

    The range holds the margin with probability ``coverage``. It comes from the customer's own
    mixture: gone already, or here with n purchases, each n with its distribution of money, see
    :mod:`margin_distribution`; discounting enters by its mean. Where nothing at all has less than
    half of the remaining probability the range is central; else it begins at 0 and ends where
    ``coverage`` is reached, which may be 0. It always reaches up to the expectation. The
    uncertainty of the fits (standard errors by the delta method) is added to both sides in
    quadrature.

    Raises :class:`InsightError`: what reading a summary raises, ``horizon_impossible``,
    ``discount_impossible``, ``coverage_impossible``, ``mean_not_finite`` (values without mean).
    """
    ahead = Horizon(horizon, discount_rate_per_period)
    if not 0 < coverage < 1:
        raise InsightError("coverage_impossible", "A coverage lies between 0 and 1.")
    frame = read_histories(summary)
    x, mean = read_values(summary)
    valued = np.where(mean > 0, x, 0.0)
    value = value_purchases(values.point, x, mean)
    if not np.isfinite(value).all():
        raise InsightError("mean_not_finite", "The values of purchases vary too widely for a mean.")
    history = [column.to_numpy() for column in frame]
    distinct, number = find_distinct(*history, valued)
    ranges = _Ranges(purchases, values, ahead, coverage, distinct)
    margin = ranges.purchases[number] * ranges.discount[number] * value
    scale = (values.point[2] + valued * mean) * ranges.discount[number]
    unsure = ndtri((1 + coverage) / 2) * margin
    unsure *= np.sqrt(ranges.doubt[number] + _doubt_of_values(values, valued, mean))
    low = margin - np.hypot(np.maximum(margin - scale * ranges.low[number], 0.0), unsure)
    high = margin + np.hypot(np.maximum(scale * ranges.high[number] - margin, 0.0), unsure)
    return read_columns(summary, {"customer": "customer"}).with_columns(
        pl.Series("probability_alive", ranges.alive[number]),
        pl.Series("expected_purchases", ranges.purchases[number]),
        pl.Series("expected_value", value * margin_share),
        pl.Series("expected_margin", margin * margin_share),
        pl.Series("low", np.maximum(low, 0.0) * margin_share),
        pl.Series("high", high * margin_share),
    )


def newcomer_margin(
    purchases: PurchaseFit,
    values: GammaGammaFit,
    *,
    horizon: float,
    discount_rate_per_period: float = 0.0,
    margin_share: float = 1.0,
    coverage: float = COVERAGE,
) -> NewcomerMargin:
    """:func:`expected_margin` of repeat purchases for somebody who has just become a customer."""
    newcomer = pl.DataFrame(
        {"customer": [""], "frequency": [0], "recency": [0], "age": [0], "monetary": [0]}
    )
    row = expected_margin(
        newcomer,
        purchases,
        values,
        horizon=horizon,
        discount_rate_per_period=discount_rate_per_period,
        margin_share=margin_share,
        coverage=coverage,
    ).row(0, named=True)
    return NewcomerMargin(
        mean=row["expected_margin"],
        low=row["low"],
        high=row["high"],
        explanation=(
            f"Nothing is known of this customer yet. Customers like the {purchases.n} known ones "
            f"bring {row['expected_margin']:.2f} after their first purchase on average, and "
            f"{coverage:.0%} of them between {row['low']:.2f} and {row['high']:.2f}."
        ),
    )


class _Ranges:
    """What depends on the purchase history alone, once per distinct one.

    ``low`` and ``high`` are margins over the customer's scale γ + x z̄, ``doubt`` the relative
    variance of the expected purchases that the fit leaves.
    """

    def __init__(
        self,
        purchases: PurchaseFit,
        values: GammaGammaFit,
        ahead: Horizon,
        coverage: float,
        distinct: list[Floats],
    ) -> None:
        *history, valued = distinct
        x, _, age = history
        (pair_x, pair_age), pair = find_distinct(x, age)
        self.alive = purchases.alive(purchases.point, *history)
        self.purchases = purchases.count_purchases(purchases.point, history, ahead.length)
        self.discount = ahead.discount(purchases, pair_x, pair_age)[pair]
        self.doubt = _doubt_of_purchases(purchases, history, ahead.length, self.purchases)
        self.low, self.high = np.zeros((2, len(x)))
        if not ahead.length:
            return
        for start, end in _runs(x, valued):
            ages, row = np.unique(age[start:end], return_inverse=True)
            counts = purchases.distribute_purchases(x[start], ages, ahead.length)
            margins = distribute_margin(counts, values.point, valued=valued[start])
            alive = self.alive[start:end]
            nothing = 1 - alive * (1 - margins.nothing[row])
            central = nothing < (1 - coverage) / 2
            bottom = np.where(central, (1 - coverage) / 2, 0.0)
            for side, level in ((self.low, bottom), (self.high, bottom + coverage)):
                side[start:end] = margins.quantile(row, (level - (1 - alive)) / alive)


def _runs(x: Floats, valued: Floats) -> list[tuple[int, int]]:
    """Where stretches of equal purchase counts begin and end; distinct histories come sorted."""
    changes = np.flatnonzero((x[1:] != x[:-1]) | (valued[1:] != valued[:-1])) + 1
    ends = [0, *changes.tolist(), len(x)]
    return [(start, end) for start, end in pairwise(ends) if end > start]


def _doubt_of_purchases(
    fit: PurchaseFit, history: list[Floats], horizon: float, expected: Floats
) -> Floats:
    if not horizon:
        return np.zeros(len(expected))
    slopes = []
    for at in range(len(fit.point)):
        point = fit.point.copy()
        point[at] *= 1 + NUDGE
        moved = fit.count_purchases(point, history, horizon)
        slopes.append((moved / np.maximum(expected, 1e-300) - 1) / (NUDGE * fit.point[at]))
    return _quadratic(np.array(slopes), fit.covariance)


def _doubt_of_values(fit: GammaGammaFit, x: Floats, mean: Floats) -> Floats:
    p, q, gamma = fit.point
    shape = p * x + q - 1
    slopes = np.array([1 / p - x / shape, -1 / shape, 1 / (gamma + x * np.maximum(mean, 0.0))])
    return _quadratic(slopes, fit.covariance)


def _quadratic(slopes: Floats, covariance: Floats) -> Floats:
    """Variance along slopes; a parameter at a bound adds none."""
    known = np.nan_to_num(covariance)
    variance: Floats = np.einsum("in,ij,jn->n", slopes, known, slopes, optimize=True)
    return np.maximum(variance, 0.0)
