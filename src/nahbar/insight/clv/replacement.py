"""Things kept for years (a car, a kitchen): when will they be replaced, and how many times?

The time between two purchases of the kind is Weibull: the longer a thing is kept, the likelier its
replacement. Who has not replaced theirs yet counts with the time it has lasted (right-censored),
weighted by how likely they still are a customer at all. See Rinne, The Weibull Distribution (2009).
"""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.fit import ModelFit, describe
from nahbar.insight.clv.newton import Derivatives, maximize
from nahbar.insight.clv.purchase_fit import require_horizon
from nahbar.insight.errors import InsightError

NAMES = ("shape", "scale")
FEWEST_REPLACED = 10
BOUND = 50.0
STEPS = 48


@dataclass(frozen=True, kw_only=True)
class ReplacementFit(ModelFit):
    """A fitted Weibull of the time a thing is kept: ``shape`` without unit, ``scale`` in that of
    the times; ``replaced`` is how many ends of it were seen."""

    replaced: int

    @property
    def median(self) -> float:
        """The time after which half of the things have been replaced."""
        shape, scale = self.point
        return float(scale * np.log(2) ** (1 / shape))

    def expected_replacements(
        self, elapsed: Floats, horizon: float, *, discount_rate: float = 0.0
    ) -> Floats:
        """Replacements within ``horizon`` of things already kept for ``elapsed``, still a customer.

        A renewal process: the replacement is replaced in its turn. With a ``discount_rate`` per
        unit of time each counts with its present value.
        """
        require_horizon(horizon)
        return self._count(self.point, elapsed, horizon, discount_rate)

    def doubt(self, elapsed: Floats, horizon: float) -> Floats:
        """Standard error of :meth:`expected_replacements` from that of the parameters."""
        middle, slopes = self._count(self.point, elapsed, horizon, 0.0), []
        for at in range(2):
            point = self.point.copy()
            step = 1e-4 * point[at]
            point[at] += step
            slopes.append((self._count(point, elapsed, horizon, 0.0) - middle) / step)
        known = np.nan_to_num(self.covariance)
        variance: Floats = np.einsum("in,ij,jn->n", np.array(slopes), known, np.array(slopes))
        return np.sqrt(np.maximum(variance, 0.0))

    def _count(self, point: Floats, elapsed: Floats, horizon: float, rate: float) -> Floats:
        if not horizon:
            return np.zeros(len(elapsed))
        shape, scale = point
        ends = np.linspace(0, horizon, STEPS + 1)
        present = (1 + rate) ** -(ends[1:] - horizon / (2 * STEPS))
        # what a new thing leads to within the last j steps, from its own replacements on
        fresh = np.zeros(STEPS + 1)
        fails = np.diff(-np.expm1(-((ends / scale) ** shape)))
        for j in range(1, STEPS + 1):
            fresh[j] = np.sum(fails[:j] * present[:j] * (1 + fresh[j - 1 :: -1][:j]))
        age = ((elapsed[:, None] + ends) / scale) ** shape
        chance = np.diff(-np.expm1(age[:, :1] - age), axis=1)
        count: Floats = chance @ (present * (1 + fresh[STEPS - 1 :: -1]))
        return count


def fit_replacement(kept: Floats, replaced: Floats, weight: Floats | None = None) -> ReplacementFit:
    """Fit by maximum likelihood.

    ``kept`` are times > 0, ``replaced`` is 1 where the time ended with a replacement and 0 where it
    still lasts; ``weight`` says how much each counts (1 unless given). Raises
    :class:`InsightError`: ``too_few_replaced``, ``time_impossible``. Warnings as any fit's.
    """
    if not (np.isfinite(kept).all() and (kept > 0).all()):
        raise InsightError("time_impossible", "A time kept is a finite number > 0.")
    ends = int(np.count_nonzero(replaced))
    if ends < FEWEST_REPLACED:
        raise InsightError(
            "too_few_replaced",
            f"{ends} replacements were seen; {FEWEST_REPLACED} are needed.",
            {"replaced": ends, "needed": FEWEST_REPLACED},
        )
    counted = np.ones(len(kept)) if weight is None else weight
    typical = float(np.median(kept))
    maximum = maximize(
        _WeibullLikelihood(kept, replaced.astype(float), counted),
        start=np.array([1.5, typical * 1.5]),
        lower=np.array([1 / BOUND, typical / 1e3]),
        upper=np.array([BOUND, typical * 1e3]),
    )
    shape, scale = maximum.point.tolist()
    return ReplacementFit(
        parameters=dict(zip(NAMES, maximum.point.tolist(), strict=True)),
        covariance=maximum.covariance,
        log_likelihood=maximum.value,
        n=len(kept),
        warnings=describe(NAMES, maximum, len(kept)),
        explanation=(
            f"From {ends} replacements and {len(kept) - ends} things still kept: half are replaced "
            f"after {scale * np.log(2) ** (1 / shape):.3g} units of time."
        ),
        replaced=ends,
    )


@dataclass(frozen=True)
class _WeibullLikelihood:
    """Σ w [d (ln k - k ln λ + (k-1) ln t) - (t/λ)^k] with its derivatives in (k, λ)."""

    kept: Floats
    replaced: Floats
    weight: Floats

    def __call__(self, point: Floats) -> Derivatives:
        k, scale = point
        log_time = np.log(self.kept / scale)
        ended, passed = self.weight * self.replaced, self.weight * np.exp(k * log_time)
        n, hazard = ended.sum(), passed.sum()
        value = n * np.log(k / scale) + (k - 1) * (ended @ log_time) - hazard
        first, second = passed @ log_time, passed @ log_time**2
        gradient = np.array([n / k + ended @ log_time - first, k / scale * (hazard - n)])
        cross = (hazard - n + k * first) / scale
        bend = k / scale**2 * (n - (k + 1) * hazard)
        hessian = np.array([[-n / k**2 - second, cross], [cross, bend]])
        return Derivatives(float(value), gradient, hessian)
