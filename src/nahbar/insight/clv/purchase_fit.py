"""What every fitted model of buying answers: still a customer, and how many purchases to come."""

from abc import abstractmethod
from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.fit import ModelFit
from nahbar.insight.clv.histories import find_distinct, read_histories
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream


@dataclass(frozen=True, kw_only=True)
class PurchaseFit(ModelFit):
    """A fitted model of buying and leaving; times in the unit of the summary.

    Those methods that take a ``point`` answer under any parameters, so that uncertainty can be
    followed through them.
    """

    def probability_alive(self, summary: ArrowStream) -> pl.Series:
        """The probability of still being a customer at ``age``, in the summary's order."""
        history = [column.to_numpy() for column in read_histories(summary)]
        return pl.Series("probability_alive", self.alive(self.point, *history))

    def expected_purchases(self, summary: ArrowStream, horizon: float) -> pl.Series:
        """Purchases to be expected within ``horizon`` after ``age``, in the summary's order."""
        history = [column.to_numpy() for column in read_histories(summary)]
        return pl.Series("expected_purchases", self.count_purchases(self.point, history, horizon))

    def expected_purchases_new(self, horizon: float) -> float:
        """Repeat purchases of a customer within ``horizon`` after their first purchase."""
        return float(self.count_purchases(self.point, [np.zeros(1)] * 3, horizon)[0])

    def count_purchases(self, point: Floats, history: list[Floats], horizon: float) -> Floats:
        """:meth:`expected_purchases` of ``[frequency, recency, age]``."""
        require_horizon(horizon)
        frequency, _, age = history
        (x, end), number = find_distinct(frequency, age)
        return self.alive(point, *history) * self.count_if_alive(point, x, end, horizon)[number]

    @abstractmethod
    def alive(self, point: Floats, x: Floats, recency: Floats, age: Floats) -> Floats:
        """The probability of being here still at ``age``."""

    @abstractmethod
    def count_if_alive(self, point: Floats, x: Floats, age: Floats, horizon: float) -> Floats:
        """Expected purchases within ``horizon`` of customers known to be here at ``age``."""

    @abstractmethod
    def distribute_purchases(self, x: float, age: Floats, horizon: float) -> tuple[Floats, Floats]:
        """How the number of purchases of customers known to be here at ``age`` is distributed.

        Counts from 0, lumped where large, and their probabilities, one row per age.
        """


def require_horizon(horizon: float) -> None:
    """A horizon is a finite time, not negative."""
    if not (np.isfinite(horizon) and horizon >= 0):
        raise InsightError("horizon_impossible", f"A horizon of {horizon} is no finite time ≥ 0.")


def require_repeat_purchases(frame: pl.DataFrame) -> pl.DataFrame:
    """Without customers, or without one who came again, nothing can be fitted."""
    if frame.is_empty():
        raise InsightError("no_customers", "There are no customers to fit on.")
    if frame["frequency"].max() == 0:
        raise InsightError(
            "no_repeat_purchases",
            f"None of the {len(frame)} customers has bought again yet.",
            {"customers": len(frame)},
        )
    return frame
