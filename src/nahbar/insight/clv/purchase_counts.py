"""How many purchases a customer who is still here will make: the distribution, not only its mean.

Of a customer here at age T the rate is Gamma(r+x, α+T) under all models, so that the purchases
within a time e are NB(e), negative binomial with size r+x and odds e/(α+T).
"""

import numpy as np
from scipy.special import betaln, gammaln, xlogy

from nahbar.insight.clv.arrays import Floats, Ints

COUNTED_SINGLY = 32  # beyond, purchase counts are lumped within a few per cent
LUMP = 1.06
NODES = 16
AT_ONCE = 1 << 22  # numbers


def leaving_after_purchases(
    point: Floats, x: float, age: Floats, horizon: float, *, first_chance: int
) -> tuple[Floats, Floats]:
    """BG/NBD and MBG/NBD: the chance p to leave after a purchase is Beta(a, b+y).

    P(n) = E[(1-p)^n] NB(n) + E[p (1-p)^(n-1)] P(NB ≥ n): still here after n, or gone with the nth.
    """
    r, alpha, a, b = point
    size, left = r + x, b + x + first_chance
    odds = horizon / (alpha + age)
    most = _highest(size, float(odds.max()))
    n, exactly = np.arange(most + 1), _negative_binomial(size, odds, most)
    at_least = np.maximum(1 - np.cumsum(exactly, axis=1) + exactly, 0.0)
    stayed = np.exp(betaln(a, left + n) - betaln(a, left))
    left_at = np.exp(betaln(a + 1, left + n[1:] - 1) - betaln(a, left))
    chance = stayed * exactly
    chance[:, 1:] += left_at * at_least[:, 1:]
    return _lump(n, chance)


def leaving_at_any_time(
    point: Floats, x: float, age: Floats, horizon: float
) -> tuple[Floats, Floats]:
    """Pareto/NBD: the time until leaving is Lomax(s, β+T), so that the NB(e) are mixed over it.

    Leaving is summed by Gauss–Legendre in ln(β+T+e), where its density decays evenly; the rest of
    the weight stays until the end.
    """
    r, alpha, s, beta = point
    node, share = np.polynomial.legendre.leggauss(NODES)
    growth = np.log1p(horizon / (beta + age))[:, None]
    at = growth * (node + 1) / 2
    leaves = s * np.exp(-s * at) * growth * share / 2
    times = np.hstack([(beta + age)[:, None] * np.expm1(at), np.full((len(age), 1), horizon)])
    weight = np.hstack([leaves, np.exp(-s * growth)])
    weight /= weight.sum(axis=1, keepdims=True)
    odds = times / (alpha + age)[:, None]
    most = _highest(r + x, float(odds.max()))
    rows = max(AT_ONCE // ((NODES + 1) * most), 1)
    mixed = [
        _mix(r + x, odds[start : start + rows], weight[start : start + rows], most)
        for start in range(0, len(age), rows)
    ]
    return _lump(np.arange(most + 1), np.concatenate(mixed))


def _mix(size: float, odds: Floats, weight: Floats, most: int) -> Floats:
    exactly = _negative_binomial(size, odds.ravel(), most).reshape(*odds.shape, most + 1)
    mixed: Floats = np.einsum("ij,ijn->in", weight, exactly)
    return mixed


def _highest(size: float, odds: float) -> int:
    """The number of purchases beyond which hardly any chance is left."""
    return int(size * odds + 8 * np.sqrt(size * odds * (1 + odds))) + 2


def _negative_binomial(size: float, odds: Floats, most: int) -> Floats:
    """The probabilities of 0 … ``most``, one row per odds."""
    n = np.arange(most + 1)
    ways = gammaln(size + n) - gammaln(size) - gammaln(n + 1)
    times = xlogy(n, (odds / (1 + odds))[:, None]) - (size * np.log1p(odds))[:, None]
    chance: Floats = np.exp(ways + times)
    return chance


def _lump(n: Ints, chance: Floats) -> tuple[Floats, Floats]:
    starts, end = _starts(len(n) - 1), len(n)
    count = np.add.reduceat(n, starts) / np.diff(np.append(starts, end))
    return count, np.add.reduceat(chance, starts, axis=1)


def _starts(highest: int) -> Ints:
    if highest <= COUNTED_SINGLY:
        return np.arange(highest + 1)
    lumps = int(np.log(highest / COUNTED_SINGLY) / np.log(LUMP)) + 1
    beyond = np.geomspace(COUNTED_SINGLY + 1, highest + 1, lumps, endpoint=False)
    return np.unique(np.append(np.arange(COUNTED_SINGLY + 1), beyond.astype(int)))
