"""Likelihood of Pareto/NBD: buying at a steady rate, until leaving at any moment.

Schmittlein, Morrison & Colombo, Management Science 33 (1987); the integral form of the likelihood
is that of Fader & Hardie, A Note on Deriving the Pareto/NBD Model (2005).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, polygamma, psi

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.histories import Histories
from nahbar.insight.clv.newton import Derivatives

NODES = 24
NEGLIGIBLE = 40.0  # the integral stops where its integrand has fallen by exp(-40)
AT_ONCE = 1 << 15


@dataclass(frozen=True)
class ParetoLikelihood:
    """Log-likelihood in (r, α, s, β).

    A customer contributes Γ(r+x)/Γ(r) α^r β^s times

    (α+T)^-(r+x) (β+T)^-s  +  ∫ s (α+t)^-(r+x) (β+t)^-(s+1) dt, t from t_x to T,

    those still here and those who left in between. The integral is summed by Gauss–Legendre in
    ln(α+t), where it decays evenly; no hypergeometric function, no difference of near equals, and
    a sum of powers whose derivatives are as plain as itself.
    """

    histories: Histories

    def __call__(self, point: Floats) -> Derivatives:
        """Value, gradient and Hessian at a point."""
        r, alpha, s, beta = point
        h = self.histories
        counts = np.bincount(h.frequency.astype(np.int64), h.weight)
        x = np.flatnonzero(counts)
        weight, n = counts[x], float(h.weight.sum())
        value = weight @ (gammaln(r + x) - gammaln(r)) + n * (r * np.log(alpha) + s * np.log(beta))
        slope = weight @ (psi(r + x) - psi(r))
        gradient = np.array(
            [slope + n * np.log(alpha), n * r / alpha, n * np.log(beta), n * s / beta]
        )
        hessian = np.zeros((4, 4))
        bend = weight @ (polygamma(1, r + x) - polygamma(1, r))
        hessian[:2, :2] = [[bend, n / alpha], [n / alpha, -n * r / alpha**2]]
        hessian[2:, 2:] = [[0, n / beta], [n / beta, -n * s / beta**2]]
        for start in range(0, len(h.weight), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            rows = Histories(h.frequency[part], h.recency[part], h.age[part], h.weight[part])
            of_times = _of_times(point, rows)
            value += of_times.value
            gradient += of_times.gradient
            hessian += of_times.hessian
        return Derivatives(float(value), gradient, hessian)


def mix_fates(point: Floats, rows: Histories) -> tuple[Floats, Floats, Floats]:
    """What became of a customer: times t, rows × (1 + nodes), and the log-weight of each.

    The first column is being here still at T, the others are having left at t.
    """
    r, alpha, s, beta = point
    shape = (r + rows.frequency)[:, None]
    began, ended = np.log(alpha + rows.recency), np.log(alpha + rows.age)
    span = np.minimum(ended - began, NEGLIGIBLE / shape[:, 0])[:, None]
    node, share = np.polynomial.legendre.leggauss(NODES)
    log_rate = np.hstack([ended[:, None], began[:, None] + span * (node + 1) / 2])
    time = np.exp(log_rate) - alpha
    log_stay = np.log(beta + time)
    weight = -shape * log_rate - s * log_stay
    with np.errstate(divide="ignore"):  # a customer of today has had no time to leave
        width = np.log(span * share / 2)
    weight[:, 1:] += np.log(s) + width + log_rate[:, 1:] - log_stay[:, 1:]
    top = weight.max(axis=1, keepdims=True)
    chance = np.exp(weight - top)
    total = chance.sum(axis=1, keepdims=True)
    return time, chance / total, (top + np.log(total))[:, 0]


def _of_times(point: Floats, rows: Histories) -> Derivatives:
    """Derivatives of the log of the sum over fates: mean slope, mean bend plus spread of slopes."""
    r, alpha, s, beta = point
    time, chance, log_total = mix_fates(point, rows)
    shape = (r + rows.frequency)[:, None]
    leaves = np.append(0.0, np.ones(NODES))
    rate, stay = alpha + time, beta + time
    slopes = (
        -np.log(rate),
        -shape / rate,
        leaves / s - np.log(stay),
        -(s + leaves) / stay,
    )
    weighted = rows.weight[:, None] * chance
    means = np.stack([(chance * slope).sum(axis=1) for slope in slopes])
    gradient = means @ rows.weight
    hessian = -(means * rows.weight) @ means.T
    for at, one in enumerate(slopes):
        scaled = weighted * one
        for other in range(at + 1):
            spread = np.vdot(scaled, slopes[other])
            hessian[at, other] += spread
            if other != at:
                hessian[other, at] += spread
    bends = {
        (0, 1): -1 / rate,
        (1, 1): shape / rate**2,
        (2, 2): np.broadcast_to(-leaves / s**2, time.shape),
        (2, 3): -1 / stay,
        (3, 3): (s + leaves) / stay**2,
    }
    for (row, column), bend in bends.items():
        amount = np.vdot(weighted, bend)
        hessian[row, column] += amount
        if row != column:
            hessian[column, row] += amount
    return Derivatives(float(rows.weight @ log_total), gradient, hessian)
