"""Features on scales that can be compared."""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Floats

SKEWED = 0.2  # quantile skewness from which a feature is read on a log scale
FURTHEST = 4.0  # spreads from the middle; what is further away counts as that far
TAIL = 0.01  # on each side, which does not count for the spread


@dataclass(frozen=True)
class Scale:
    """How one feature is read: asinh(x / ``unit``) where skewed, then from ``center`` in ``spread``."""

    unit: float | None
    center: float
    spread: float

    def read(self, values: Floats) -> Floats:
        """The feature in spreads from its middle."""
        folded = values if self.unit is None else np.arcsinh(values / self.unit)
        return np.clip((folded - self.center) / self.spread, -FURTHEST, FURTHEST)


def learn_scale(values: Floats) -> Scale | None:
    """The scale of a feature by its quantiles; None where it does not vary."""
    if not len(values):
        return None
    unit = _unit(values) if _is_skewed(values) else None
    folded = values if unit is None else np.arcsinh(values / unit)
    low, center, high = np.quantile(folded, [TAIL, 0.5, 1 - TAIL])
    # quartiles would be sturdier, but shrink to one group's width where the others are rare
    spread = float(np.clip(folded, low, high).std())
    if not spread > 1e-12 * max(abs(center), 1.0):
        return None
    return Scale(unit, float(center), spread)


def blur_counts(values: Floats, random: np.random.Generator) -> Floats:
    """Counts spread evenly over their unit, so that the steps between them are no gaps.

    A yes or no stays as it is: there the gap is the point.
    """
    distinct = np.unique(values)
    if len(distinct) <= 2 or (distinct != np.rint(distinct)).any():
        return values
    return values + random.random(len(values)) - 0.5


def _is_skewed(values: Floats) -> bool:
    """By Hinkley's quantile skewness; on both sides of 0 a log scale would tear a valley at 0."""
    low, center, high = np.quantile(values, [0.05, 0.5, 0.95])
    return bool(low >= 0 and high + low - 2 * center > SKEWED * (high - low))


def _unit(values: Floats) -> float:
    size = np.abs(values)
    return max(float(np.median(size[size > 0])) / 10, 1e-9) if (size > 0).any() else 1.0
