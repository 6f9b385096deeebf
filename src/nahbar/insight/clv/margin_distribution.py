"""How the margin of a customer who is still here is distributed over a horizon.

A mixture over the number of purchases n, see :mod:`purchase_counts`: the sum of n purchases over
γ + x z̄ is beta prime with shapes p n and q + p x.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv

from nahbar.insight.clv.arrays import Floats, Ints

MONEY_POINTS = 96


@dataclass(frozen=True)
class MarginDistribution:
    """Distribution functions of the margin over γ + x z̄, one row per age.

    ``nothing`` is the probability of no purchase; ``below[row]`` the probability of at most
    ``exp(log_margin)``.
    """

    nothing: Floats
    log_margin: Floats
    below: Floats

    def quantile(self, row: Ints, level: Floats) -> Floats:
        """The margins that are not exceeded with the given probabilities, 0 within ``nothing``."""
        at = (self.below[row] <= level[:, None]).sum(axis=1)
        high = np.clip(at, 1, len(self.log_margin) - 1)
        low = high - 1
        before, after = self.below[row, low], self.below[row, high]
        rise = np.where(after > before, after - before, 1.0)
        share = np.clip((level - before) / rise, 0.0, 1.0)
        step = self.log_margin[high] - self.log_margin[low]
        margin = np.exp(self.log_margin[low] + share * step)
        return np.where(level > self.nothing[row], margin, 0.0)


def distribute_margin(
    counts: tuple[Floats, Floats], values: Floats, *, valued: float
) -> MarginDistribution:
    """For customers of whom ``valued`` repeat purchases are of known value.

    ``counts`` are numbers of purchases, the first of them 0, and their probabilities, one row per
    age; ``values`` is (p, q, γ).
    """
    p, q, _ = values
    count, chance = counts
    rest = q + p * valued
    ends = np.array([[p, 0.002], [p * count[-1], 0.9995]])
    share = np.clip(betaincinv(ends[:, 0], rest, ends[:, 1]), 1e-12, 1 - 1e-12)
    low, high = np.log(share / (1 - share))
    log_margin = np.linspace(low, high, MONEY_POINTS)
    reached = betainc(p * count[1:, None], rest, 1 / (1 + np.exp(-log_margin)))
    below = chance[:, :1] + chance[:, 1:] @ reached
    return MarginDistribution(chance[:, 0], log_margin, below)
