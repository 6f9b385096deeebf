"""Would the models have been right? Fitted on the first part of the time, held against the last."""

from dataclasses import dataclass

import polars as pl

from nahbar.insight.clv.gamma_gamma import GammaGammaFit
from nahbar.insight.clv.margin import COVERAGE, expected_margin
from nahbar.insight.clv.purchase_fit import PurchaseFit
from nahbar.insight.frames import ArrowStream, read_columns

MOST_PURCHASES = 7
HELD_OUT = ("frequency", "frequency_holdout", "monetary_holdout", "duration_holdout")


@dataclass(frozen=True)
class HoldoutTest:
    """How a prediction stood against what came.

    ``predicted`` and ``actual`` count purchases of all ``customers``; ``error`` is the mean absolute
    error of one customer's count; ``bias`` what the prediction of all counts is off by, as a share
    of what came, and ``money_bias`` the same of turnover (None where nothing came). ``coverage`` is
    the share of customers whose turnover lay within their range. ``groups`` are customers by
    purchases until then: ``purchases`` (the last one: and more), ``customers``, the means
    ``predicted`` and ``actual``, and ``coverage``.
    """

    customers: int
    predicted: float
    actual: float
    error: float
    bias: float | None
    money_bias: float | None
    coverage: float
    groups: pl.DataFrame


def hold_against(
    summary: ArrowStream,
    purchases: PurchaseFit,
    values: GammaGammaFit,
    *,
    coverage: float = COVERAGE,
) -> HoldoutTest:
    """Predict the time held out and compare.

    ``summary`` is what :func:`summarize_purchases` makes with a ``calibration_end``; ``purchases``
    and ``values`` were fitted on it and know nothing of what followed. Raises what
    :func:`expected_margin` raises.
    """
    seen = read_columns(summary, {name: name for name in HELD_OUT})
    length = float(seen["duration_holdout"][0]) if len(seen) else 0.0
    expected = expected_margin(summary, purchases, values, horizon=length, coverage=coverage)
    turnover = seen["frequency_holdout"] * seen["monetary_holdout"]
    found = expected.with_columns(
        seen["frequency"], seen["frequency_holdout"], turnover=turnover
    ).select(
        pl.min_horizontal(pl.col("frequency") + 1, MOST_PURCHASES).alias("purchases"),
        pl.col("expected_purchases").alias("predicted"),
        pl.col("frequency_holdout").alias("actual"),
        pl.col("turnover").is_between("low", "high").alias("coverage"),
    )
    came, foreseen = float(found["actual"].sum()), float(found["predicted"].sum())
    spent, foreseen_money = float(turnover.sum()), float(expected["expected_margin"].sum())
    groups = found.group_by("purchases").agg(
        pl.len().alias("customers"), pl.col("predicted", "actual", "coverage").mean()
    )
    return HoldoutTest(
        customers=found.height,
        predicted=foreseen,
        actual=came,
        error=found.select((pl.col("predicted") - pl.col("actual")).abs().mean()).item(),
        bias=foreseen / came - 1 if came else None,
        money_bias=foreseen_money / spent - 1 if spent else None,
        coverage=float(found["coverage"].mean()),  # type: ignore[arg-type]  # a column of booleans
        groups=groups.sort("purchases"),
    )
