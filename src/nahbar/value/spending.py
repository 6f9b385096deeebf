"""What a purchase brings: Gamma-Gamma, and its limit where every purchase costs the same."""

import math

import numpy as np
import polars as pl

from nahbar.insight import clv
from nahbar.insight.errors import InsightError

ALL_ALIKE = 1e4  # shape of a Gamma-Gamma in which purchases hardly differ


def fit_spending(summary: pl.DataFrame) -> clv.GammaGammaFit:
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
