"""Likelihood of the beta-geometric models of buying until one leaves.

BG/NBD: Fader, Hardie & Lee, "Counting Your Customers" the Easy Way, Marketing Science 24 (2005).
MBG/NBD: Batislam, Denizel & Filiztekin, Int. J. of Research in Marketing 24 (2007); a customer may
leave already after the first purchase.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit, gammaln, polygamma, psi

from nahbar.insight.clv.arrays import Flags, Floats
from nahbar.insight.clv.histories import Histories
from nahbar.insight.clv.newton import Derivatives


@dataclass(frozen=True)
class BetaGeometricLikelihood:
    """Log-likelihood in (r, α, a, b).

    ``first_chance`` is 1 where the first purchase is a chance to leave (MBG/NBD), else 0 (BG/NBD).
    With y = x + ``first_chance`` chances survived or used, a customer contributes

    ln Γ(r+x) Γ(a+b) Γ(b+y) α^r / (Γ(r) Γ(b) Γ(a+b+y))
    + ln [(α+T)^-(r+x) + [y > 0] a/(b+y-1) (α+t_x)^-(r+x)],

    the two summands of the bracket being those still here and those gone since t_x.
    """

    histories: Histories
    first_chance: int

    @cached_property
    def _counts(self) -> tuple[Floats, Floats]:
        """The distinct purchase counts with their customers: log-gammas need no more."""
        total = np.bincount(self.histories.frequency.astype(np.int64), self.histories.weight)
        counts = np.flatnonzero(total)
        return counts.astype(np.float64), total[counts].astype(np.float64)

    def __call__(self, point: Floats) -> Derivatives:
        """Value, gradient and Hessian at a point."""
        value, gradient, hessian = self._of_counts(*point)
        times_value, times_gradient, times_hessian = self._of_times(*point)
        return Derivatives(value + times_value, gradient + times_gradient, hessian + times_hessian)

    def _of_counts(
        self, r: float, alpha: float, a: float, b: float
    ) -> tuple[float, Floats, Floats]:
        x, weight = self._counts
        y, n = x + self.first_chance, float(weight.sum())
        value = weight @ (
            gammaln(r + x) - gammaln(r) + gammaln(a + b) + gammaln(b + y) - gammaln(b)
            - gammaln(a + b + y)
        )  # fmt: skip
        of_r, of_b = weight @ (psi(r + x) - psi(r)), weight @ (psi(b + y) - psi(b))
        of_sum = weight @ (psi(a + b) - psi(a + b + y))
        bend_r = weight @ (polygamma(1, r + x) - polygamma(1, r))
        bend_b = weight @ (polygamma(1, b + y) - polygamma(1, b))
        bend_sum = weight @ (polygamma(1, a + b) - polygamma(1, a + b + y))
        gradient = np.array([of_r + n * np.log(alpha), n * r / alpha, of_sum, of_sum + of_b])
        hessian = np.zeros((4, 4))
        hessian[:2, :2] = [[bend_r, n / alpha], [n / alpha, -n * r / alpha**2]]
        hessian[2:, 2:] = [[bend_sum, bend_sum], [bend_sum, bend_sum + bend_b]]
        return float(value + n * r * np.log(alpha)), gradient, hessian

    def _of_times(self, r: float, alpha: float, a: float, b: float) -> tuple[float, Floats, Floats]:
        h = self.histories
        shape = r + h.frequency
        here, gone = alpha + h.age, alpha + h.recency
        log_here, log_gone = np.log(here), np.log(gone)
        chances = np.maximum(b + h.frequency + self.first_chance - 1, 0.0)
        can_be_gone = self._can_be_gone
        chances[~can_be_gone] = 1.0
        odds = np.log(a) - np.log(chances) + shape * (log_here - log_gone)
        odds[~can_be_gone] = -np.inf
        share = expit(odds)
        weight, weight_gone = h.weight, h.weight * share
        weight_here, weight_spread = weight - weight_gone, weight_gone * (1 - share)
        value = weight @ (np.logaddexp(0.0, odds) - shape * log_here)
        gradient = np.array(
            [
                -(weight_here @ log_here + weight_gone @ log_gone),
                -(weight_here @ (shape / here) + weight_gone @ (shape / gone)),
                weight_gone.sum() / a,
                -(weight_gone @ (1 / chances)),
            ]
        )
        slopes = np.stack(
            [
                log_here - log_gone,
                shape * (1 / here - 1 / gone),
                np.full(len(shape), 1 / a),
                -1 / chances,
            ]
        )
        hessian = (slopes * weight_spread) @ slopes.T
        cross = -(weight_here @ (1 / here) + weight_gone @ (1 / gone))
        hessian[0, 1] += cross
        hessian[1, 0] += cross
        hessian[1, 1] += weight_here @ (shape / here**2) + weight_gone @ (shape / gone**2)
        hessian[2, 2] -= weight_gone.sum() / a**2
        hessian[3, 3] += weight_gone @ (1 / chances**2)
        return float(value), gradient, hessian

    @cached_property
    def _can_be_gone(self) -> Flags:
        can: Flags = self.histories.frequency + self.first_chance > 0
        return can
