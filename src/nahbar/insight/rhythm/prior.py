"""Log gaps of customers, each normal about a centre of their own: the group is the prior.

A customer's log gaps are N(μ, σ²), 1/σ² is Gamma(a, b) and μ is N(m, σ²/κ) over the group: the
conjugate normal–inverse-gamma model (Murphy, Conjugate Bayesian Analysis of the Gaussian
Distribution, 2007), its four parameters by the marginal likelihood of the group (empirical Bayes).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, psi

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.rhythm.gaps import GapSums

WHOLE_DAYS = 1 / 12  # variance in days² that a gap told in whole days leaves unknown
# Weak normal beliefs on ln κ, ln a and ln(b/a), so that one customer, or equal gaps, are no problem
USUAL = np.log([1.0, 3.0, 0.3])
BREADTH = np.array([2.0, 2.0, 1.0])
BOUNDS = ((-1.0, 10.5), (-7.0, 7.0), (-0.5, 6.0), (-12.0, 6.0))


@dataclass(frozen=True)
class GapPrior:
    """``mean`` m and ``strength`` κ (in gaps) of the centre, ``shape`` a and ``scale`` b of 1/σ²."""

    mean: float
    strength: float
    shape: float
    scale: float

    def predict(self, known: GapSums) -> tuple[Floats, Floats, Floats]:
        """Centre, scale and degrees of freedom of Student's t for each customer's next log gap."""
        n, strength = known.count, self.strength + known.count
        center = (self.strength * self.mean + n * known.mean) / strength
        shape = self.shape + n / 2
        apart = self.strength * n / strength * (known.mean - self.mean) ** 2
        scale = self.scale + (_with_rounding(known) + apart) / 2
        return center, np.sqrt(scale * (strength + 1) / (shape * strength)), 2 * shape


def fit_prior(known: GapSums) -> GapPrior:
    """The prior under which the gaps of customers with at least one are likeliest."""
    count, mean, squares = known.count.astype(float), known.mean, _with_rounding(known)
    counts, place = np.unique(count, return_inverse=True)

    def lose(point: Floats) -> tuple[float, Floats]:
        center, (strength, shape, scale) = point[0], np.exp(point[1:])
        weight = count / (strength + count)
        apart = mean - center
        rest = scale + (squares + strength * weight * apart**2) / 2
        order = shape + count / 2
        pull = order / rest
        gamma = (gammaln(shape + counts / 2) - gammaln(shape))[place]
        slope = (psi(shape + counts / 2) - psi(shape))[place]
        value = gamma + shape * point[3] - order * np.log(rest)
        value += (point[1] - np.log(strength + count)) / 2
        by_strength = weight / 2 - pull * apart**2 * weight**2 * strength / 2
        gradient = [
            (pull * strength * weight * apart).sum(),
            by_strength.sum(),
            shape * (slope + point[3] - np.log(rest)).sum(),
            (shape - scale * pull).sum(),
        ]
        belief = (np.array([point[1], point[2], point[3] - point[2]]) - USUAL) / BREADTH
        pulled = belief / BREADTH
        penalty = np.array([0.0, pulled[0], pulled[1] - pulled[2], pulled[2]])
        return float((belief**2).sum() / 2 - value.sum()), penalty - np.array(gradient)

    start = np.array([float(np.average(mean, weights=count)), *np.log([1.0, 3.0, 0.9])])
    best = minimize(lose, start, jac=True, method="L-BFGS-B", bounds=BOUNDS)
    center, strength, shape, scale = best.x
    return GapPrior(float(center), *np.exp([strength, shape, scale]).tolist())


def _with_rounding(known: GapSums) -> Floats:
    widened: Floats = known.squares + known.count * WHOLE_DAYS * np.exp(-2 * known.mean)
    return widened
