"""The models behind the figures, fitted on everything that is known as of a day."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from nahbar.insight import clv
from nahbar.insight.errors import InsightError
from nahbar.value.calibration import calibrate
from nahbar.value.spending import fit_spending

FEWEST_WHO_CAME_AGAIN = 10  # below, what the models say hangs on single customers


@dataclass(frozen=True)
class Models:
    """How customers buy and leave, and what a purchase brings; `described` as kept with the run."""

    buying: clv.PurchaseFit
    spending: clv.GammaGammaFit
    described: list[dict[str, Any]]


def fit_models(summary: pl.DataFrame, visits: pl.DataFrame, as_of: date) -> Models:
    """Fit three models of buying, let the data choose, and hold each against the last part.

    `summary` is in days; `visits` are what it was made of: `customer, day, amount`. Raises
    InsightError where too few have bought again, or amounts have no mean.
    """
    _refuse_too_few(summary)
    choice, spending = clv.choose_purchase_model(summary), fit_spending(summary)
    if not math.isfinite(spending.population_mean):
        raise InsightError("mean_not_finite", "The values of purchases vary too widely for a mean.")
    tests = calibrate(visits, as_of)
    described = [
        {
            **describe(name, fit),
            "is_chosen": name == choice.name,
            "is_clear": choice.is_clear,
            "calibration": tests.get(name),
        }
        for name, fit in choice.fits.items()
    ]
    described.sort(key=lambda fit: not fit["is_chosen"])
    return Models(choice.fit, spending, [*described, _describe_spending(spending)])


def describe(name: str, fit: clv.ModelFit) -> dict[str, Any]:
    """A fit as it is kept with the run and shown."""
    return {
        "name": name,
        "parameters": fit.parameters,
        "standard_errors": {key: _finite(error) for key, error in fit.standard_errors.items()},
        "log_likelihood": _finite(fit.log_likelihood),
        "n": fit.n,
        "warnings": [{"code": remark.code, **remark.values} for remark in fit.warnings],
        "calibration": None,
    }


def _describe_spending(fit: clv.GammaGammaFit) -> dict[str, Any]:
    seen = fit.independence
    independence = {"correlation": seen.correlation, "low": seen.low, "high": seen.high}
    return {**describe("Gamma-Gamma", fit), "independence": independence}


def _refuse_too_few(summary: pl.DataFrame) -> None:
    again = summary.filter(pl.col("frequency") > 0).height
    if 0 < again < FEWEST_WHO_CAME_AGAIN:  # of nobody at all, the model says so itself
        raise InsightError(
            "too_few_came_again",
            f"{again} customers have bought again; {FEWEST_WHO_CAME_AGAIN} are needed.",
            {"customers": again, "needed": FEWEST_WHO_CAME_AGAIN},
        )


def _finite(number: float) -> float | None:
    """JSON knows no NaN."""
    return number if math.isfinite(number) else None
