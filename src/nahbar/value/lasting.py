"""Things kept for years: what replacing them will bring, for each customer who is still one.

A car that has lasted six years does not mark its owner as lost: whether they are still a customer
is told by all their visits, the workshop's too; when they replace it, by how long such things are
kept here. Who owns none yet buys a first one at the rate at which customers did so far.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import poisson

from nahbar.insight import clv
from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.netting import PurchaseDays, net_returns
from nahbar.insight.errors import InsightError
from nahbar.value.fitting import describe

MICROS = 1_000_000
BEYOND = 1.959964  # standard deviations that a range of 95 % reaches to a side
TAIL = 0.025
OWN_WEIGHT = 1.0  # what things bring on average counts like so many of the customer's own
NAME = "Weibull"


@dataclass(frozen=True)
class Lasting:
    """How long things are kept here (days), how fast others come to their first, what each brings.

    `began_with` is the share of customers whose first purchase was one; `mean` and `spread` are the
    margin of one and its standard deviation, in money.
    """

    kept: clv.ReplacementFit
    first_rate: float
    began_with: float
    mean: float
    spread: float

    def of_newcomer(self, horizon: float, discount_rate: float) -> float:
        """What such things bring of somebody who becomes a customer now, within the horizon."""
        again = self.kept.expected_replacements(np.zeros(1), horizon, discount_rate=discount_rate)
        later = -np.expm1(-self.first_rate * horizon) * (1 + discount_rate) ** (-horizon / 2)
        count = self.began_with * (1 + again[0]) + (1 - self.began_with) * later
        return float(count * self.mean)

    @property
    def described(self) -> dict[str, Any]:
        """As kept with the run and shown."""
        return {
            **describe(NAME, self.kept),
            "replaced": self.kept.replaced,
            "median_days": self.kept.median,
            "first_rate": self.first_rate,
            "mean": self.mean,
        }


def read_lasting(orders: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Days on which each customer bought such a thing: `customer, day, margin` (money), sorted.

    What was given back takes from the latest purchase before, as with all purchases.
    """
    rows = orders.filter((pl.col("long_amount") != 0) & (pl.col("day") <= as_of))
    days = (
        rows.group_by("customer", "day")
        .agg(
            pl.col("long_amount", "long_margin").sum(),
            (pl.col("long_amount") < 0).any().alias("has_return"),
        )
        .sort("customer", "day")
        .with_columns(pl.col("customer").rank("dense").sub(1).cast(pl.Int64).alias("code"))
    )
    left = net_returns(
        PurchaseDays(
            days["code"].to_numpy(),
            days["day"].to_physical().cast(pl.Int64).to_numpy(),
            days["long_amount"].to_numpy() / MICROS,
            days["has_return"].to_numpy(),
        )
    ).visits
    stayed = pl.DataFrame({"code": left.customer, "left": left.amount}).with_columns(
        pl.Series("day", left.day).cast(pl.Int32).cast(pl.Date)
    )
    part = pl.col("left") / (pl.col("long_amount") / MICROS)
    return (
        days.join(stayed.filter(pl.col("left") > 0), on=["code", "day"], maintain_order="left")
        .filter(pl.col("long_amount") > 0)
        .select("customer", "day", (pl.col("long_margin") / MICROS * part).alias("margin"))
    )


def fit_lasting(bought: pl.DataFrame, known: pl.DataFrame, as_of: date) -> Lasting | None:
    """Fit on all that were bought; None where too few were replaced to say anything.

    `known`: `customer, first_on, probability_alive` of customers with a history.
    """
    kept = bought.with_columns(pl.col("day").shift(-1).over("customer").alias("next")).join(
        known, on="customer", how="left", maintain_order="left"
    )
    times = kept.select(
        (pl.col("next").fill_null(as_of) - pl.col("day")).dt.total_days().alias("kept"),
        pl.col("next").is_not_null().cast(pl.Float64).alias("replaced"),
        pl.when(pl.col("next").is_null())
        .then(pl.col("probability_alive").fill_null(1.0))
        .otherwise(1.0)
        .alias("weight"),
    ).filter(pl.col("kept") > 0)
    try:
        fit = clv.fit_replacement(*(times[name].to_numpy() for name in times.columns))
    except InsightError:
        return None
    margins = bought["margin"]
    return Lasting(
        fit,
        _first_rate(bought, known, as_of),
        _began_with(bought, known),
        float(margins.mean()),  # type: ignore[arg-type]  # enough were replaced
        float(margins.std()),  # type: ignore[arg-type]
    )


def _began_with(bought: pl.DataFrame, known: pl.DataFrame) -> float:
    """The share of customers whose first purchase was such a thing."""
    began = known.join(
        bought, left_on=["customer", "first_on"], right_on=["customer", "day"], how="semi"
    )
    return began.height / max(known.height, 1)


def _first_rate(bought: pl.DataFrame, known: pl.DataFrame, as_of: date) -> float:
    """First things bought per customer and day of being here without one."""
    firsts = bought.group_by("customer").agg(pl.col("day").min().alias("first"))
    waited = known.join(firsts, on="customer", how="left").select(
        pl.col("first").is_not_null().alias("came"),
        (pl.col("first").fill_null(as_of) - pl.col("first_on")).dt.total_days().alias("days"),
        pl.when(pl.col("first").is_null())
        .then(pl.col("probability_alive").fill_null(1.0))
        .otherwise(1.0)
        .alias("weight"),
    )
    waited = waited.filter(pl.col("days") > 0)
    exposure = float((waited["days"] * waited["weight"]).sum())
    return int(waited["came"].sum()) / exposure if exposure else 0.0


def expect_lasting(
    lasting: Lasting,
    bought: pl.DataFrame,
    known: pl.DataFrame,
    *,
    as_of: date,
    horizon: float,
    discount_rate: float,
) -> pl.DataFrame:
    """What replacing will bring: `customer, replacements, long, long_low, long_high` (money, 95 %).

    `known`: `customer, probability_alive`; times in days, the discount rate per day.
    """
    own = bought.group_by("customer").agg(
        pl.col("day").max().alias("last"), pl.len().alias("n"), pl.col("margin").sum()
    )
    rows = known.join(own, on="customer", how="left", maintain_order="left").with_columns(
        pl.col("n", "margin").fill_null(0)
    )
    alive = rows["probability_alive"].fill_null(0.0).to_numpy()
    owns = rows["last"].is_not_null().to_numpy()
    elapsed = (pl.lit(as_of) - pl.col("last")).dt.total_days().fill_null(0).cast(pl.Float64)
    days, number = np.unique(
        rows.select(elapsed.alias("days"))["days"].to_numpy(), return_inverse=True
    )
    worth = (rows["margin"].to_numpy() + OWN_WEIGHT * lasting.mean) / (
        rows["n"].to_numpy() + OWN_WEIGHT
    )
    first = -np.expm1(-lasting.first_rate * horizon)
    count = alive * np.where(owns, lasting.kept.expected_replacements(days, horizon)[number], first)
    present = lasting.kept.expected_replacements(days, horizon, discount_rate=discount_rate)[number]
    later = (1 + discount_rate) ** (-horizon / 2)
    expected = alive * np.where(owns, present, first * later) * worth
    doubt = alive * np.where(owns, lasting.kept.doubt(days, horizon)[number], 0.0) * np.abs(worth)
    low, high = _range(count, expected, worth, lasting.spread, doubt)
    return pl.DataFrame(
        {
            "customer": rows["customer"],
            "replacements": count,
            "long": expected,
            "long_low": low,
            "long_high": high,
        }
    )


def _range(
    count: Floats, expected: Floats, worth: Floats, spread: float, doubt: Floats
) -> tuple[Floats, Floats]:
    """Few things at most: their number is Poisson, what they bring varies, the fit is unsure."""
    fewest, most = poisson.ppf(TAIL, count), poisson.ppf(1 - TAIL, count)
    some = np.maximum(count, 1e-12)
    least = expected * fewest / some - BEYOND * spread * np.sqrt(fewest)
    best = expected * most / some + BEYOND * spread * np.sqrt(most)
    reach = BEYOND * doubt
    low = expected - np.hypot(expected - np.minimum(least, expected), reach)
    high = expected + np.hypot(np.maximum(best, expected) - expected, reach)
    bound = np.where(worth >= 0, 0.0, -np.inf)
    return np.maximum(low, np.minimum(bound, expected)), high
