"""How the margin of a customer who is still here is distributed over a horizon.

Both halves are closed forms. Of a customer here at age T, the rate is Gamma(r+x, α+T) and the
chance to leave is Beta(a, b+y), so the number of purchases n within t has

    P(n) = E[(1-p)^n] NB(n) + E[p (1-p)^(n-1)] P(NB ≥ n),

NB negative binomial with size r+x and odds t/(α+T): still here after n, or gone with the nth. The
sum of n purchases over γ + x z̄ is beta prime with shapes p n and q + p x.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv, betaln, gammaln, xlogy

from nahbar.insight.clv.arrays import Floats, Ints

COUNTED_SINGLY = 32  # beyond, purchase counts are lumped within a few per cent
LUMP = 1.06
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
    purchases: Floats,
    values: Floats,
    *,
    x: float,
    valued: float,
    age: Floats,
    horizon: float,
    first_chance: int,
) -> MarginDistribution:
    """For customers with ``x`` repeat purchases, ``valued`` of them of known value, at some ages.

    ``purchases`` is (r, α, a, b), ``values`` is (p, q, γ); ``horizon`` > 0.
    """
    p, q, _ = values
    count, chance = distribute_purchases(purchases, x, age, horizon, first_chance)
    rest = q + p * valued
    ends = np.array([[p, 0.002], [p * count[-1], 0.9995]])
    share = np.clip(betaincinv(ends[:, 0], rest, ends[:, 1]), 1e-12, 1 - 1e-12)
    low, high = np.log(share / (1 - share))
    log_margin = np.linspace(low, high, MONEY_POINTS)
    reached = betainc(p * count[1:, None], rest, 1 / (1 + np.exp(-log_margin)))
    below = chance[:, :1] + chance[:, 1:] @ reached
    return MarginDistribution(chance[:, 0], log_margin, below)


def distribute_purchases(
    point: Floats, x: float, age: Floats, horizon: float, first_chance: int
) -> tuple[Floats, Floats]:
    """Purchase counts (from 0, lumped where large) and their probabilities, one row per age."""
    r, alpha, a, b = point
    size, odds, left = r + x, horizon / (alpha + age), b + x + first_chance
    most = float(odds.max())
    highest = int(size * most + 8 * np.sqrt(size * most * (1 + most))) + 2
    n = np.arange(highest + 1)
    ways = gammaln(size + n) - gammaln(size) - gammaln(n + 1)
    times = xlogy(n, (odds / (1 + odds))[:, None]) - (size * np.log1p(odds))[:, None]
    exactly = np.exp(ways + times)
    at_least = np.maximum(1 - np.cumsum(exactly, axis=1) + exactly, 0.0)
    stayed = np.exp(betaln(a, left + n) - betaln(a, left))
    chance = stayed * exactly
    left_at = np.exp(betaln(a + 1, left + n[1:] - 1) - betaln(a, left))
    chance[:, 1:] += left_at * at_least[:, 1:]
    starts = _lump(highest)
    return np.add.reduceat(n, starts) / np.diff(np.append(starts, highest + 1)), np.add.reduceat(
        chance, starts, axis=1
    )


def _lump(highest: int) -> Ints:
    if highest <= COUNTED_SINGLY:
        return np.arange(highest + 1)
    lumps = int(np.log(highest / COUNTED_SINGLY) / np.log(LUMP)) + 1
    beyond = np.geomspace(COUNTED_SINGLY + 1, highest + 1, lumps, endpoint=False)
    return np.unique(np.append(np.arange(COUNTED_SINGLY + 1), beyond.astype(int)))
