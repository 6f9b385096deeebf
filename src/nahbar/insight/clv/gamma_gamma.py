"""Gamma-Gamma: what a purchase of a customer is worth.

Fader & Hardie, The Gamma-Gamma Model of Monetary Value (2013).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import gammaln, polygamma, psi

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.fit import ModelFit, describe
from nahbar.insight.clv.histories import require_numbers
from nahbar.insight.clv.newton import Derivatives, maximize
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream, read_columns

NAMES = ("p", "q", "gamma")
BOUND = 1e4
DEPENDENT = 0.3  # correlation of frequency and value beyond which independence is a bold claim
TWO_SIDED_95 = 1.959964


@dataclass(frozen=True)
class Independence:
    """Pearson's correlation of frequency and mean value with its 95 % interval (Fisher's z)."""

    correlation: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class GammaGammaFit(ModelFit):
    """A fitted Gamma-Gamma; ``population_mean`` is the value of a purchase of anybody.

    ``n`` counts the customers with repeat purchases of a positive value.
    """

    independence: Independence

    @property
    def population_mean(self) -> float:
        """p γ / (q - 1), infinite where q ≤ 1."""
        p, q, gamma = self.point
        return float(p * gamma / (q - 1)) if q > 1 else float("inf")

    def expected_value(self, summary: ArrowStream) -> pl.Series:
        """The mean value of a customer's coming purchases, in the summary's order.

        A mean of the customer's own average and the population's, leaning to the former the more
        purchases stand behind it. Averages that are not positive count as no purchases.
        """
        x, mean = read_values(summary)
        return pl.Series("expected_value", value_purchases(self.point, x, mean))


def value_purchases(point: Floats, x: Floats, mean: Floats) -> Floats:
    """p (γ + x z̄) / (p x + q - 1), infinite where that expectation does not exist."""
    p, q, gamma = point
    x = np.where(mean > 0, x, 0.0)
    shape = p * x + q - 1
    value: Floats = np.where(shape > 0, p * (gamma + x * mean), np.inf) / np.where(
        shape > 0, shape, 1.0
    )
    return value


def read_values(summary: ArrowStream) -> tuple[Floats, Floats]:
    """``frequency`` and ``monetary`` of a summary, checked."""
    frame = read_columns(summary, {"frequency": "frequency", "monetary": "monetary"})
    frame = require_numbers(frame)
    return frame["frequency"].to_numpy(), frame["monetary"].to_numpy()


def fit_gamma_gamma(summary: ArrowStream) -> GammaGammaFit:
    """Fit Gamma-Gamma by maximum likelihood on ``frequency`` and ``monetary``.

    A purchase is Gamma(p, ν), ν is Gamma(q, γ) over customers, both independent of how often a
    customer buys. Customers without repeat purchases, or whose repeat purchases brought nothing,
    tell nothing of it and are left out; the latter are counted in a warning.

    Raises :class:`InsightError`: ``column_missing``, ``value_missing``, ``history_not_finite``,
    ``no_repeat_purchases``, ``values_all_equal``. Warnings: those of every fit,
    ``worthless_purchases``, ``frequency_and_value_depend`` and ``mean_not_finite`` (q ≤ 1).
    """
    x, mean = read_values(summary)
    repeated, valued = x > 0, (x > 0) & (mean > 0)
    if not valued.any():
        raise InsightError("no_repeat_purchases", "No customer has a repeat purchase with a value.")
    worthless = int(repeated.sum() - valued.sum())
    x, mean = x[valued], mean[valued]
    if mean.max() - mean.min() <= 1e-9 * mean.max():
        raise InsightError("values_all_equal", "All mean values are equal: nothing varies.")
    center = float(np.median(mean))
    maximum = maximize(
        GammaGammaLikelihood(x, mean),
        start=np.array([4.0, 3.0, center / 2]),
        lower=np.array([1 / BOUND, 1 / BOUND, center / BOUND**2]),
        upper=np.array([BOUND, BOUND, center * BOUND]),
    )
    independence = _correlate(x, mean)
    p, q, gamma = maximum.point.tolist()
    typical = f"{p * gamma / (q - 1):.2f} on average" if q > 1 else "of no finite average"
    return GammaGammaFit(
        parameters=dict(zip(NAMES, maximum.point.tolist(), strict=True)),
        covariance=maximum.covariance,
        log_likelihood=maximum.value,
        n=len(x),
        warnings=describe(NAMES, maximum, len(x)) + _remarks(worthless, q, independence),
        explanation=(
            f"Fitted on {len(x)} customers who bought again; a purchase is worth {typical}. "
            f"How often a customer buys and for how much correlate by "
            f"{independence.correlation:+.2f} ({independence.low:+.2f} to {independence.high:+.2f})."
        ),
        independence=independence,
    )


@dataclass(frozen=True)
class GammaGammaLikelihood:
    """Log-likelihood of mean values in (p, q, γ)."""

    frequency: Floats
    mean: Floats

    def __call__(self, point: Floats) -> Derivatives:
        """Value, gradient and Hessian at a point."""
        p, q, gamma = point
        x, z, n = self.frequency, self.mean, len(self.mean)
        counts, weight = np.unique(x, return_counts=True)
        shape, rest = p * counts, p * counts + q
        own, total = p * x + q, gamma + x * z
        log_total = np.log(total)
        value = (
            weight @ (gammaln(rest) - gammaln(shape))
            + n * (q * np.log(gamma) - gammaln(q))
            + p * (x @ np.log(x * z))
            - np.log(z).sum()
            - own @ log_total
        )
        gradient = np.array(
            [
                weight @ (counts * (psi(rest) - psi(shape))) + x @ (np.log(x * z) - log_total),
                weight @ psi(rest) + n * (np.log(gamma) - psi(q)) - log_total.sum(),
                n * q / gamma - own @ (1 / total),
            ]
        )
        bend, bend_shape = polygamma(1, rest), polygamma(1, shape)
        p_q, p_gamma, q_gamma = (
            weight @ (counts * bend),
            -(x @ (1 / total)),
            n / gamma - (1 / total).sum(),
        )
        p_p = weight @ (counts**2 * (bend - bend_shape))
        q_q = weight @ bend - n * polygamma(1, q)
        gamma_gamma = own @ (1 / total**2) - n * q / gamma**2
        hessian = [[p_p, p_q, p_gamma], [p_q, q_q, q_gamma], [p_gamma, q_gamma, gamma_gamma]]
        return Derivatives(float(value), gradient, np.array(hessian))


def _correlate(x: Floats, mean: Floats) -> Independence:
    n = len(x)
    if n < 4 or x.min() == x.max():
        return Independence(0.0, -1.0, 1.0)
    correlation = float(np.clip(np.corrcoef(x, mean)[0, 1], -1 + 1e-12, 1 - 1e-12))
    reach = TWO_SIDED_95 / np.sqrt(n - 3)
    middle = np.arctanh(correlation)
    return Independence(correlation, float(np.tanh(middle - reach)), float(np.tanh(middle + reach)))


def _remarks(worthless: int, q: float, independence: Independence) -> tuple[Remark, ...]:
    found = []
    if worthless:
        sentence = f"{worthless} customers bought again but brought nothing; they are left out."
        found.append(Remark("worthless_purchases", sentence, {"customers": worthless}))
    if q <= 1:
        found.append(Remark("mean_not_finite", "Values vary too widely to have a mean."))
    if abs(independence.correlation) > DEPENDENT and independence.low * independence.high > 0:
        sentence = (
            f"How often customers buy and for how much go together ({independence.correlation:+.2f}); "
            "the model takes them as independent."
        )
        values = {"correlation": independence.correlation}
        found.append(Remark("frequency_and_value_depend", sentence, values))
    return tuple(found)
