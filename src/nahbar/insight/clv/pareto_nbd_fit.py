"""Pareto/NBD, fitted: who is still a customer, and how often will they come."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.beta_geometric_fit import BOUND, require_horizon, require_repeat_purchases
from nahbar.insight.clv.fit import ModelFit, describe
from nahbar.insight.clv.histories import Histories, compress, find_distinct, read_histories
from nahbar.insight.clv.newton import maximize
from nahbar.insight.clv.pareto_nbd import AT_ONCE, ParetoLikelihood, mix_fates
from nahbar.insight.frames import ArrowStream

NAMES = ("r", "alpha", "s", "beta")


@dataclass(frozen=True, kw_only=True)
class ParetoFit(ModelFit):
    """A fitted Pareto/NBD; times in the unit of the summary."""

    def probability_alive(self, summary: ArrowStream) -> pl.Series:
        """The probability of still being a customer at ``age``, in the summary's order."""
        history = [column.to_numpy() for column in read_histories(summary)]
        return pl.Series("probability_alive", self.alive(history))

    def expected_purchases(self, summary: ArrowStream, horizon: float) -> pl.Series:
        """Purchases to be expected within ``horizon`` after ``age``, in the summary's order."""
        history = [column.to_numpy() for column in read_histories(summary)]
        return pl.Series("expected_purchases", self._count(history, horizon))

    def expected_purchases_new(self, horizon: float) -> float:
        """Repeat purchases of a customer within ``horizon`` after their first purchase."""
        return float(self._count([np.zeros(1)] * 3, horizon)[0])

    def alive(self, history: list[Floats]) -> Floats:
        """The share of being here still among the fates that fit ``[frequency, recency, age]``."""
        distinct, number = find_distinct(*history)
        alive = np.empty(len(distinct[0]))
        for start in range(0, len(alive), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            x, recency, age = (column[part] for column in distinct)
            _, chance, _ = mix_fates(self.point, Histories(x, recency, age, np.ones(len(x))))
            alive[part] = chance[:, 0]
        return alive[number]

    def _count(self, history: list[Floats], horizon: float) -> Floats:
        require_horizon(horizon)
        r, alpha, s, beta = self.point
        x, _, age = history
        growth = np.log1p(horizon / (beta + age))
        # (1 - e^-(s-1)g) / (s-1), which is g where s is 1
        staying = -np.expm1(-(s - 1) * growth) / (s - 1) if abs(s - 1) > 1e-9 else growth
        count: Floats = self.alive(history) * (r + x) / (alpha + age) * (beta + age) * staying
        return count


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
