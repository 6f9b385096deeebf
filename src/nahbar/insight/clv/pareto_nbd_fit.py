"""Pareto/NBD, fitted: who is still a customer, and how often will they come."""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.beta_geometric_fit import BOUND
from nahbar.insight.clv.fit import describe
from nahbar.insight.clv.histories import Histories, compress, find_distinct, read_histories
from nahbar.insight.clv.newton import maximize
from nahbar.insight.clv.pareto_nbd import AT_ONCE, ParetoLikelihood, mix_fates
from nahbar.insight.clv.purchase_counts import leaving_at_any_time
from nahbar.insight.clv.purchase_fit import PurchaseFit, require_repeat_purchases
from nahbar.insight.frames import ArrowStream

NAMES = ("r", "alpha", "s", "beta")


@dataclass(frozen=True, kw_only=True)
class ParetoFit(PurchaseFit):
    """A fitted Pareto/NBD."""

    def alive(self, point: Floats, x: Floats, recency: Floats, age: Floats) -> Floats:
        """The share of being here still among the fates that fit the history."""
        distinct, number = find_distinct(x, recency, age)
        alive = np.empty(len(distinct[0]))
        for start in range(0, len(alive), AT_ONCE):
            bought, last, end = (column[start : start + AT_ONCE] for column in distinct)
            _, chance, _ = mix_fates(point, Histories(bought, last, end, np.ones(len(end))))
            alive[start : start + AT_ONCE] = chance[:, 0]
        return alive[number]

    def count_if_alive(self, point: Floats, x: Floats, age: Floats, horizon: float) -> Floats:
        r, alpha, s, beta = point
        growth = np.log1p(horizon / (beta + age))
        # (1 - e^-(s-1)g) / (s-1), which is g where s is 1
        staying = -np.expm1(-(s - 1) * growth) / (s - 1) if abs(s - 1) > 1e-9 else growth
        count: Floats = (r + x) / (alpha + age) * (beta + age) * staying
        return count

    def distribute_purchases(self, x: float, age: Floats, horizon: float) -> tuple[Floats, Floats]:
        return leaving_at_any_time(self.point, x, age, horizon)


def fit_pareto_nbd(summary: ArrowStream) -> ParetoFit:
    """Fit Pareto/NBD by maximum likelihood (Schmittlein, Morrison & Colombo 1987).

    As :func:`fit_bg_nbd`, but a customer may leave at any moment, at a rate that is Gamma(s, β)
    over customers. The same errors and warnings.
    """
    histories = compress(require_repeat_purchases(read_histories(summary)))
    mean_age = float(histories.weight @ histories.age) / histories.n
    rate = float(histories.weight @ histories.frequency) / histories.n / mean_age
    maximum = maximize(
        ParetoLikelihood(histories),
        start=np.array([0.5, 0.5 / rate, 0.5, mean_age / 2]),
        lower=np.array([1 / BOUND, mean_age / BOUND, 1 / BOUND, mean_age / BOUND]),
        upper=np.array([BOUND, BOUND / rate, BOUND, BOUND * mean_age]),
    )
    r, alpha, s, beta = maximum.point.tolist()
    return ParetoFit(
        parameters=dict(zip(NAMES, maximum.point.tolist(), strict=True)),
        covariance=maximum.covariance,
        log_likelihood=maximum.value,
        n=histories.n,
        warnings=describe(NAMES, maximum, histories.n),
        explanation=(
            f"Fitted on {histories.n} customers. While here, a customer makes {r / alpha:.3g} repeat "
            f"purchases per unit of time on average; {_tell_leaving(s, beta, mean_age)}."
        ),
    )


def _tell_leaving(s: float, beta: float, mean_age: float) -> str:
    half_left = beta * float(np.expm1(min(np.log(2) / s, 700.0)))
    if half_left > 1000 * mean_age:
        return "hardly anybody leaves"
    return f"half of them have left after {half_left:.3g} units of time"
