"""Would the model have been right? Fitted on the first part of the time, held against the last."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from nahbar.insight import clv
from nahbar.insight.errors import InsightError

SHORTEST = 90  # days; in less, the last third says little
LONGEST_LOOK = 365
MOST_PURCHASES = 7


def calibrate(visits: pl.DataFrame, as_of: date) -> dict[str, Any] | None:
    """Predicted and actual purchases in the last third of the time (at most a year).

    `visits`: `customer, day, amount`. Nothing where the time is too short or nothing can be
    fitted. `error` is the mean absolute error of a customer's count, `bias` what the prediction of
    all counts is off by, as a share of what came; `groups` are customers by purchases until then.
    """
    first = visits["day"].min()
    if not isinstance(first, date) or (as_of - first).days < SHORTEST:
        return None
    held_out = min((as_of - first).days // 3, LONGEST_LOOK)
    split = as_of - timedelta(days=held_out)
    try:
        summary = clv.summarize_purchases(
            visits,
            customer="customer",
            occurred_on="day",
            amount="amount",
            as_of=as_of,
            calibration_end=split,
        )
        predicted = clv.fit_bg_nbd(summary).expected_purchases(summary, held_out)
    except InsightError:
        return None
    seen = summary.select(
        "frequency", pl.col("frequency_holdout").alias("actual"), predicted.alias("predicted")
    )
    came, foreseen = float(seen["actual"].sum()), float(seen["predicted"].sum())
    return {
        "split_on": split.isoformat(),
        "days": held_out,
        "customers": seen.height,
        "predicted": foreseen,
        "actual": came,
        "error": seen.select((pl.col("predicted") - pl.col("actual")).abs().mean()).item(),
        "bias": foreseen / came - 1 if came else None,
        "groups": _by_purchases(seen),
    }


def _by_purchases(seen: pl.DataFrame) -> list[dict[str, Any]]:
    purchases = pl.min_horizontal(pl.col("frequency") + 1, MOST_PURCHASES)
    groups = seen.group_by(purchases.alias("purchases")).agg(
        pl.len().alias("customers"), pl.col("predicted").mean(), pl.col("actual").mean()
    )
    return groups.sort("purchases").to_dicts()
