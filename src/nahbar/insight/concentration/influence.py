"""Figures of concentration, and how far each customer moves them."""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Floats

TINY = 1e-24  # variance that is rounding


@dataclass(frozen=True)
class Estimate:
    """A figure with the standard error that its customers' influences leave.

    ``freedom``: of the chi-square that the squared error is like (Satterthwaite 1946); few where a
    handful of customers make the figure.
    """

    figure: float
    error: float
    freedom: float


@dataclass(frozen=True)
class Ranked:
    """Values from the smallest, their running sum from 0, and their mean (> 0)."""

    values: Floats
    running: Floats
    mean: float

    @property
    def n(self) -> int:
        """Customers."""
        return len(self.values)

    def bottom(self, share: float) -> float:
        """Lorenz's curve: the part of all value that the lowest ``share`` of customers brings."""
        at = share * self.n
        whole = min(int(at), self.n - 1)
        below = self.running[whole] + (at - whole) * self.values[whole]
        return float(below / self.running[-1])


def rank(values: Floats) -> Ranked:
    """Sort values whose sum is positive."""
    values = np.sort(values)
    return Ranked(values, np.append(0.0, np.cumsum(values)), float(values.mean()))


def share_of_top(ranked: Ranked, share: float) -> Estimate:
    """What the top ``share`` of customers bring of all value (Beach & Davidson 1983)."""
    figure = 1 - ranked.bottom(1 - share)
    limit = ranked.values[min(int((1 - share) * ranked.n), ranked.n - 1)]
    over = np.maximum(ranked.values - limit, 0.0)
    influence = (over + share * limit - figure * ranked.values) / ranked.mean
    return _estimate(figure, influence)


def customers_of_half(ranked: Ranked) -> Estimate:
    """How many customers, from the most valuable on, bring half of all value together."""
    from_top = ranked.running[-1] - ranked.running[-2::-1]
    count = int(np.searchsorted(from_top, ranked.running[-1] / 2)) + 1
    count = min(count, ranked.n)
    limit = ranked.values[-count]
    top = share_of_top(ranked, count / ranked.n)
    return Estimate(float(count), top.error * ranked.mean / limit * ranked.n, top.freedom)


def gini(ranked: Ranked) -> Estimate:
    """Gini's coefficient of values that are not negative, 0 where all are equal.

    The influence of a customer is that of Davidson, Reliable Inference for the Gini Index (2009).
    """
    n = ranked.n
    place = (np.arange(n) + 0.5) / n
    half = float((place * ranked.values).mean())
    figure = 2 * half / ranked.mean - 1
    above = (ranked.running[-1] - ranked.running[1:]) / n
    moved = place * ranked.values + above - half - half * ranked.values / ranked.mean
    return _estimate(figure, 2 / ranked.mean * moved)


def _estimate(figure: float, influence: Floats, scale: float = 1.0) -> Estimate:
    n = len(influence)
    squared = influence**2
    variance = float(squared.sum()) / (n - 1)
    if variance <= TINY:
        return Estimate(figure, 0.0, float(n))
    kurtosis = float((squared**2).mean()) / variance**2
    freedom = max(2 * n / max(kurtosis - 1, 1.0), 1.0)
    return Estimate(figure, scale * float(np.sqrt(variance / n)), freedom)
