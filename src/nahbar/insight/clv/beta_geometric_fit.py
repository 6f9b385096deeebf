"""BG/NBD and MBG/NBD, fitted: who is still a customer, and how often will they come."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.beta_geometric import BetaGeometricLikelihood
from nahbar.insight.clv.beta_quadrature import beta_quadrature
from nahbar.insight.clv.fit import describe
from nahbar.insight.clv.histories import compress, read_histories
from nahbar.insight.clv.newton import maximize
from nahbar.insight.clv.purchase_counts import leaving_after_purchases
from nahbar.insight.clv.purchase_fit import PurchaseFit, require_repeat_purchases
from nahbar.insight.frames import ArrowStream

NAMES = ("r", "alpha", "a", "b")
BOUND = 1e4  # a shape beyond it means: all customers alike; below its inverse: hardly anybody
AT_ONCE = 1 << 16


@dataclass(frozen=True, kw_only=True)
class BetaGeometricFit(PurchaseFit):
    """A fitted BG/NBD (``first_chance`` 0) or MBG/NBD (1)."""

    first_chance: int

    def count_if_alive(self, point: Floats, x: Floats, age: Floats, horizon: float) -> Floats:
        """Expected purchases of customers known to be here at ``age``.

        Of those here, the rate is Gamma(r+x, α+T) and the chance to leave p is Beta(a, b+y),
        independent, so that E = E_p[(1 - (1 + p t/(α+T))^-(r+x)) / p]: the integral behind the
        hypergeometric function of the paper, without its poles at a = 1 and its cancellation.
        """
        r, alpha, a, b = point
        distinct, number = np.unique(x, return_inverse=True)
        nodes, weights = beta_quadrature(a, b + distinct + self.first_chance)
        expected = np.empty(len(x))
        for start in range(0, len(x), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            p = nodes[number[part]]
            growth = np.log1p(p * (horizon / (alpha + age[part]))[:, None])
            bought = -np.expm1(-(r + x[part])[:, None] * growth) / p
            expected[part] = np.einsum("ij,ij->i", bought, weights[number[part]])
        return expected

    def alive(self, point: Floats, x: Floats, recency: Floats, age: Floats) -> Floats:
        r, alpha, a, b = point
        chances = np.where(x + self.first_chance > 0, b + x + self.first_chance - 1, 1.0)
        odds = np.log(a / chances) + (r + x) * np.log1p((age - recency) / (alpha + recency))
        alive: Floats = np.where(x + self.first_chance > 0, expit(-odds), 1.0)
        return alive

    def distribute_purchases(self, x: float, age: Floats, horizon: float) -> tuple[Floats, Floats]:
        return leaving_after_purchases(self.point, x, age, horizon, first_chance=self.first_chance)


def fit_bg_nbd(summary: ArrowStream) -> BetaGeometricFit:
    """Fit BG/NBD by maximum likelihood (Fader, Hardie & Lee 2005).

    ``summary`` has one row per customer with ``frequency``, ``recency``, ``age`` as
    :func:`summarize_purchases` makes them. While a customer is here they buy at a steady rate,
    Gamma(r, α) over customers; after each repeat purchase they leave with a chance that is
    Beta(a, b) over customers. Standard errors come from the observed information.

    Raises :class:`InsightError`: what :func:`read_histories` raises, ``no_customers``,
    ``no_repeat_purchases``. Warnings: ``not_converged``, ``too_few_customers``,
    ``parameter_at_bound``, ``parameter_uncertain``, ``no_standard_errors``.
    """
    return _fit(summary, first_chance=0)


def fit_mbg_nbd(summary: ArrowStream) -> BetaGeometricFit:
    """Fit MBG/NBD: as :func:`fit_bg_nbd`, but a customer may leave after the first purchase too."""
    return _fit(summary, first_chance=1)


def _fit(summary: ArrowStream, *, first_chance: int) -> BetaGeometricFit:
    histories = compress(require_repeat_purchases(read_histories(summary)))
    mean_age = float(histories.weight @ histories.age) / histories.n
    rate = float(histories.weight @ histories.frequency) / histories.n / mean_age
    maximum = maximize(
        BetaGeometricLikelihood(histories, first_chance),
        start=np.array([0.5, 0.5 / rate, 1.0, 3.0]),
        lower=np.array([1 / BOUND, mean_age / BOUND, 1 / BOUND, 1 / BOUND]),
        upper=np.array([BOUND, BOUND / rate, BOUND, BOUND]),
    )
    r, alpha, a, b = maximum.point.tolist()
    return BetaGeometricFit(
        parameters=dict(zip(NAMES, maximum.point.tolist(), strict=True)),
        covariance=maximum.covariance,
        log_likelihood=maximum.value,
        n=histories.n,
        warnings=describe(NAMES, maximum, histories.n),
        explanation=(
            f"Fitted on {histories.n} customers. While here, a customer makes {r / alpha:.3g} repeat "
            f"purchases per unit of time on average; after each "
            f"{'purchase' if first_chance else 'repeat purchase'} {100 * a / (a + b):.2g} % leave for good."
        ),
        first_chance=first_chance,
    )
