"""Would the models have been right? Fitted on the first part of the time, held against the last."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from nahbar.insight import clv
from nahbar.insight.errors import InsightError
from nahbar.value.spending import fit_spending

SHORTEST = 90  # days; in less, the last third says little
LONGEST_LOOK = 365


def calibrate(visits: pl.DataFrame, as_of: date) -> dict[str, dict[str, Any]]:
    """How each model of buying foresaw the last third of the time (at most a year), by its name.

    `visits`: `customer, day, amount`. Empty where the time is too short or nothing can be fitted.
    See `clv.HoldoutTest` for what the figures mean.
    """
    first = visits["day"].min()
    if not isinstance(first, date) or (as_of - first).days < SHORTEST:
        return {}
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
        spending, choice = fit_spending(summary), clv.choose_purchase_model(summary)
        tests = {
            name: clv.hold_against(summary, fit, spending) for name, fit in choice.fits.items()
        }
    except InsightError:
        return {}
    about = {"split_on": split.isoformat(), "days": held_out}
    return {name: {**about, **_described(test)} for name, test in tests.items()}


def _described(test: clv.HoldoutTest) -> dict[str, Any]:
    return {
        "customers": test.customers,
        "predicted": test.predicted,
        "actual": test.actual,
        "error": test.error,
        "bias": test.bias,
        "money_bias": test.money_bias,
        "coverage": test.coverage,
        "groups": test.groups.to_dicts(),
    }
