"""What customers may be expected to bring: the models, and what is said where there are none."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from nahbar.insight import clv
from nahbar.insight.errors import InsightError
from nahbar.value.rules import Rules

DAYS_PER_MONTH = 365.25 / 12
FEWEST_WHO_CAME_AGAIN = 10  # below, what the models say hangs on single customers
ALL_ALIKE = 1e4  # shape of a Gamma-Gamma in which purchases hardly differ

EXPECTED = {
    "customer": pl.Int64,
    "probability_alive": pl.Float64,
    "expected_purchases": pl.Float64,
    "purchase_amount": pl.Float64,
    "expected": pl.Float64,
    "expected_low": pl.Float64,
    "expected_high": pl.Float64,
}


@dataclass(frozen=True)
class Expectation:
    """Turnover to be expected of each customer (`EXPECTED`), and of a newcomer (mean, low, high).

    `missing` is the code and the facts of why nothing can be expected, where that is so.
    """

    customers: pl.DataFrame
    newcomer: tuple[float, float, float] = (0.0, 0.0, 0.0)
    fits: list[dict[str, Any]] = field(default_factory=list)
    missing: dict[str, Any] | None = None


def expect(summary: pl.DataFrame, rules: Rules) -> Expectation:
    """Fit BG/NBD and Gamma-Gamma on a summary in days, and look ahead as far as the rules say."""
    ahead = {
        "horizon": rules.horizon_months * DAYS_PER_MONTH,
        "discount_rate_per_period": (1 + rules.discount_rate) ** (1 / 365.25) - 1,
    }
    try:
        _refuse_too_few(summary)
        buying, spending = clv.fit_bg_nbd(summary), _fit_spending(summary)
        expected = clv.expected_margin(summary, buying, spending, **ahead)
        newcomer = clv.newcomer_margin(buying, spending, **ahead)
    except InsightError as error:
        missing = {"code": error.code, **error.values}
        return Expectation(pl.DataFrame(schema=EXPECTED), missing=missing)
    return Expectation(
        expected.rename(
            {
                "expected_value": "purchase_amount",
                "expected_margin": "expected",
                "low": "expected_low",
                "high": "expected_high",
            }
        ),
        (newcomer.mean, newcomer.low, newcomer.high),
        [_describe("BG/NBD", buying), _describe("Gamma-Gamma", spending)],
    )


def _refuse_too_few(summary: pl.DataFrame) -> None:
    again = summary.filter(pl.col("frequency") > 0).height
    if 0 < again < FEWEST_WHO_CAME_AGAIN:  # of nobody at all, the model says so itself
        raise InsightError(
            "too_few_came_again",
            f"{again} customers have bought again; {FEWEST_WHO_CAME_AGAIN} are needed.",
            {"customers": again, "needed": FEWEST_WHO_CAME_AGAIN},
        )


def _fit_spending(summary: pl.DataFrame) -> clv.GammaGammaFit:
    """Gamma-Gamma, or where every purchase costs the same, its limit for a fixed price."""
    try:
        return clv.fit_gamma_gamma(summary)
    except InsightError as error:
        if error.code != "values_all_equal":
            raise
    valued = summary.filter((pl.col("frequency") > 0) & (pl.col("monetary") > 0))
    price = float(valued["monetary"].median())  # type: ignore[arg-type]  # a column of numbers has one
    remark = clv.Remark("values_all_equal", "All purchases are worth the same.", {"price": price})
    return clv.GammaGammaFit(
        parameters={"p": ALL_ALIKE, "q": ALL_ALIKE + 1, "gamma": price},
        covariance=np.zeros((3, 3)),
        log_likelihood=math.nan,
        n=valued.height,
        warnings=(remark,),
        explanation=remark.sentence,
        independence=clv.Independence(0.0, -1.0, 1.0),
    )


def _describe(name: str, fit: clv.ModelFit) -> dict[str, Any]:
    described = {
        "name": name,
        "parameters": fit.parameters,
        "standard_errors": {key: _finite(error) for key, error in fit.standard_errors.items()},
        "log_likelihood": _finite(fit.log_likelihood),
        "n": fit.n,
        "warnings": [{"code": remark.code, **remark.values} for remark in fit.warnings],
        "calibration": None,
    }
    if isinstance(fit, clv.GammaGammaFit):
        seen = fit.independence
        described["independence"] = {
            "correlation": seen.correlation,
            "low": seen.low,
            "high": seen.high,
        }
    return described


def _finite(number: float) -> float | None:
    """JSON knows no NaN."""
    return number if math.isfinite(number) else None
