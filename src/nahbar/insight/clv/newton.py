"""The maximum of a smooth log-likelihood of few positive parameters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Flags, Floats

STEPS = 200
LONGEST_STEP = 2.0  # in logarithms: no parameter more than seven-folds in one step
GAIN = 1e-12  # relative gain in log-likelihood that is not worth another step


@dataclass(frozen=True)
class Derivatives:
    """A log-likelihood with gradient and Hessian in the parameters themselves."""

    value: float
    gradient: Floats
    hessian: Floats

    def in_logarithms(self, point: Floats) -> tuple[Floats, Floats]:
        """Gradient and Hessian in the logarithms of the parameters."""
        gradient = self.gradient * point
        return gradient, self.hessian * np.outer(point, point) + np.diag(gradient)


@dataclass(frozen=True)
class Maximum:
    """Where the climb ended; ``free`` are the parameters that lie at no bound."""

    point: Floats
    value: float
    covariance: Floats
    free: Flags
    converged: bool
    steps: int


def maximize(
    derivatives: Callable[[Floats], Derivatives], start: Floats, lower: Floats, upper: Floats
) -> Maximum:
    """Newton's method in logarithms, with curvature made negative and steps kept short.

    Steps along directions of wrong curvature go uphill by the size of that curvature; a step that
    does not climb is cut to a quarter, one that would leave the bounds ends at the first of them.
    Parameters that push against a bound are held there.
    """
    point, here = start, derivatives(start)
    reach, converged, steps = LONGEST_STEP, False, 0
    free = np.ones(len(start), dtype=bool)
    for steps in range(1, STEPS + 1):  # noqa: B007  # how many were needed is part of the answer
        gradient, hessian = here.in_logarithms(point)
        free = ~(((point <= lower) & (gradient < 0)) | ((point >= upper) & (gradient > 0)))
        step = np.zeros(len(start))
        step[free] = _uphill(gradient[free], hessian[np.ix_(free, free)])
        tolerance = GAIN * max(1.0, abs(here.value))
        if gradient @ step < tolerance:
            converged = True
            break
        step *= min(1.0, reach / np.abs(step).max(), _way_to_bound(point, step, lower, upper))
        candidate = np.clip(point * np.exp(step), lower, upper)
        there = derivatives(candidate)
        if np.isfinite(there.value) and there.value >= here.value - tolerance:
            point, here, reach = candidate, there, min(LONGEST_STEP, 2 * reach)
        else:
            reach = np.abs(step).max() / 4
            if reach < 1e-12:
                break
    return Maximum(point, here.value, _covariance(here.hessian, free), free, converged, steps)


def _way_to_bound(point: Floats, step: Floats, lower: Floats, upper: Floats) -> float:
    """The share of the step until the first bound not yet reached: cut there, it keeps its direction."""
    bound = np.where(step > 0, upper, lower)
    moving = (step != 0) & (point != bound)
    return float((np.log(bound[moving] / point[moving]) / step[moving]).min(initial=np.inf))


def _uphill(gradient: Floats, hessian: Floats) -> Floats:
    curvature, directions = np.linalg.eigh(-hessian)
    size = np.abs(curvature)
    size = np.maximum(size, 1e-12 * size.max(initial=1e-300))
    step: Floats = directions @ ((directions.T @ gradient) / size)
    return step


def _covariance(hessian: Floats, free: Flags) -> Floats:
    """Inverse of the observed information over the free parameters, NaN elsewhere.

    All NaN where the likelihood has no proper peak.
    """
    covariance = np.full(hessian.shape, np.nan)
    information = -hessian[np.ix_(free, free)]
    scale = np.sqrt(np.abs(np.diag(information)))
    if not scale.all():
        return covariance
    scaled = information / np.outer(scale, scale)
    if np.linalg.eigvalsh(scaled).min(initial=1.0) > 1e-10:
        covariance[np.ix_(free, free)] = np.linalg.inv(scaled) / np.outer(scale, scale)
    return covariance
