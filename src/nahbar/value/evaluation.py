"""What each customer is worth as of a day, by models that were fitted before."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from nahbar.insight import clv
from nahbar.value.fitting import Models
from nahbar.value.lasting import Lasting, expect_lasting, read_lasting
from nahbar.value.newcomers import Arrival, Newcomers, value_newcomers
from nahbar.value.rules import Rules

MICROS = 1_000_000
DAYS_PER_MONTH = 365.25 / 12
# The firm's margin share counts like this many purchases of the customer's own.
PRIOR_PURCHASES = 3.0
# A first purchase may come in any of so many parts of the horizon, and leaves the rest of it.
ARRIVALS = 6
SHORT = {
    "customer": pl.Int64,
    "probability_alive": pl.Float64,
    "expected_purchases": pl.Float64,
    "expected_value": pl.Float64,
    "expected_margin": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
LONG = ("replacements", "long", "long_low", "long_high")


@dataclass(frozen=True)
class History:
    """Orders, and visits that count without one, as the models read them."""

    orders: pl.DataFrame
    visits: pl.DataFrame

    def until(self, as_of: date) -> pl.DataFrame:
        """The orders as of a day."""
        return self.orders.filter(pl.col("day") <= as_of)

    def days(self, as_of: date) -> pl.DataFrame:
        """Days that count, `customer, day, amount` (money): free ones too, long things as free."""
        orders = self.until(as_of)
        amount = pl.col("amount") - pl.col("long_amount")
        bought = orders.filter((pl.col("kind") == "order") | (amount < 0)).select(
            "customer", "day", amount / MICROS
        )
        return pl.concat([bought, self._came(bought, as_of)])

    def _came(self, bought: pl.DataFrame, as_of: date) -> pl.DataFrame:
        """Visits without a purchase, from the first purchase on: before, nobody is a customer."""
        began = bought.group_by("customer").agg(pl.col("day").min().alias("began"))
        came = self.visits.filter(pl.col("day") <= as_of).join(began, on="customer")
        came = came.filter(pl.col("day") > pl.col("began"))
        return came.select("customer", "day", pl.lit(0.0).alias("amount"))

    def summarize(self, as_of: date) -> pl.DataFrame:
        """Purchase summaries in days."""
        return clv.summarize_purchases(
            self.days(as_of), customer="customer", occurred_on="day", amount="amount", as_of=as_of
        )


@dataclass(frozen=True)
class Basis:
    """What a run reckons with: how people become customers, the firm's margin share, the models."""

    newcomers: Newcomers
    share: float
    models: Models | None = None
    lasting: Lasting | None = None
    fits: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Ahead:
    """How far the rules look, in days, and what money is worth less per day."""

    horizon: float
    discount_rate: float

    @classmethod
    def of(cls, rules: Rules) -> "Ahead":
        """As the rules say."""
        return cls(
            rules.horizon_months * DAYS_PER_MONTH, (1 + rules.discount_rate) ** (1 / 365.25) - 1
        )


def evaluate(
    history: History, people: pl.DataFrame, basis: Basis, rules: Rules, as_of: date
) -> pl.DataFrame:
    """One row a customer of `people`: value with its range, parts and inputs, money in millionths."""
    ahead, summary, orders = Ahead.of(rules), history.summarize(as_of), history.until(as_of)
    known = (
        people.join(_so_far(orders), on="customer", how="left", maintain_order="left")
        .join(_visits(summary, as_of), on="customer", how="left", maintain_order="left")
        .join(_short(summary, basis, ahead), on="customer", how="left", maintain_order="left")
        .with_columns(
            pl.col(
                "margin_so_far", "turnover", "purchases", "long_margin", "long_amount"
            ).fill_null(0)
        )
        .with_columns(_own_share(basis.share).alias("share"))
    )
    known = _with_lasting(known, history, basis, ahead, as_of)
    priors = _priors(people, basis, ahead, as_of)
    return _value(known.join(priors, on="customer", how="left", maintain_order="left"))


def _so_far(orders: pl.DataFrame) -> pl.DataFrame:
    return orders.group_by("customer").agg(
        pl.col("margin").sum().alias("margin_so_far"),
        pl.col("amount").sum().alias("turnover"),
        pl.col("long_amount", "long_margin").sum(),
    )


def _visits(summary: pl.DataFrame, as_of: date) -> pl.DataFrame:
    day = pl.duration(days=1)
    first_on = pl.lit(as_of) - pl.col("age").cast(pl.Int64) * day
    return summary.select(
        "customer",
        (pl.col("frequency") + 1).alias("purchases"),
        first_on.cast(pl.Date).alias("first_on"),
        (first_on + pl.col("recency").cast(pl.Int64) * day).cast(pl.Date).alias("last_on"),
    )


def _short(summary: pl.DataFrame, basis: Basis, ahead: Ahead) -> pl.DataFrame:
    """Turnover to be expected from day to day."""
    if basis.models is None:
        return pl.DataFrame(schema=SHORT)
    return clv.expected_margin(
        summary,
        basis.models.buying,
        basis.models.spending,
        horizon=ahead.horizon,
        discount_rate_per_period=ahead.discount_rate,
    )


def _own_share(firm_share: float) -> pl.Expr:
    """The customer's margin share, drawn towards the firm's by as much as a few purchases weigh."""
    turnover = pl.col("turnover") - pl.col("long_amount")
    margin = pl.col("margin_so_far") - pl.col("long_margin")
    lean = PRIOR_PURCHASES * turnover / pl.col("purchases").clip(1)
    own = (margin + lean * firm_share) / (turnover + lean)
    return pl.when(turnover > 0).then(own).otherwise(firm_share)


def _with_lasting(
    known: pl.DataFrame, history: History, basis: Basis, ahead: Ahead, as_of: date
) -> pl.DataFrame:
    if basis.lasting is None:
        return known.with_columns(
            pl.lit(None, dtype=pl.Float64).alias("replacements"),
            *(pl.lit(0.0).alias(name) for name in LONG[1:]),
        )
    here = known.filter(pl.col("purchases") > 0).select("customer", "probability_alive")
    coming = expect_lasting(
        basis.lasting,
        read_lasting(history.orders, as_of),
        here,
        as_of=as_of,
        horizon=ahead.horizon,
        discount_rate=ahead.discount_rate,
    )
    return known.join(coming, on="customer", how="left", maintain_order="left").with_columns(
        pl.col(LONG[1:]).fill_null(0.0)
    )


def _priors(people: pl.DataFrame, basis: Basis, ahead: Ahead, as_of: date) -> pl.DataFrame:
    """What is taken of customers without history."""
    if basis.models is None:
        return people.select(
            "customer",
            pl.lit(None, dtype=pl.Int64).alias("prior"),
            pl.lit(0.0).alias("prior_mean"),
            pl.lit(0.0).alias("prior_high"),
        )
    length = ahead.horizon / ARRIVALS
    arrivals = [
        _arrival(basis, basis.models, ahead, (step + 0.5) * length) for step in range(ARRIVALS)
    ]
    return value_newcomers(
        basis.newcomers,
        people,
        as_of=as_of,
        horizon=ahead.horizon,
        arrivals=arrivals,
        share=basis.share,
    )


def _arrival(basis: Basis, models: Models, ahead: Ahead, after: float) -> Arrival:
    """What somebody brings who becomes a customer after so many days, in the rest of the horizon."""
    left = ahead.horizon - after
    newcomer = clv.newcomer_margin(
        models.buying,
        models.spending,
        horizon=left,
        discount_rate_per_period=ahead.discount_rate,
    )
    first = models.spending.population_mean
    later = (1 + ahead.discount_rate) ** -after
    long = basis.lasting.of_newcomer(left, ahead.discount_rate) if basis.lasting else 0.0
    return Arrival(later * (first + newcomer.mean), later * (first + newcomer.high), later * long)


def _value(known: pl.DataFrame) -> pl.DataFrame:
    """The sum; below cost, the most turnover brings the least margin."""
    has_history = pl.col("purchases") > 0
    share = pl.col("share")
    short, ends = pl.col("expected_margin") * share, (pl.col("low") * share, pl.col("high") * share)
    low, high = pl.min_horizontal(ends), pl.max_horizontal(ends)
    long = pl.col("long")
    below = ((short - low) ** 2 + (long - pl.col("long_low")) ** 2).sqrt()
    above = ((high - short) ** 2 + (pl.col("long_high") - long) ** 2).sqrt()
    mean = short + long
    ranges = {
        "expected": pl.when(has_history).then(mean).otherwise(pl.col("prior_mean")),
        "expected_low": pl.when(has_history)
        .then(pl.max_horizontal(mean - below, low + pl.col("long_low")))
        .otherwise(pl.min_horizontal("prior_high", 0.0)),
        "expected_high": pl.when(has_history)
        .then(mean + above)
        .otherwise(pl.max_horizontal("prior_high", 0.0)),
        "expected_long": pl.when(has_history).then(long).otherwise(0.0),
        "purchase_margin": pl.col("expected_value") * share,
    }
    figures = known.with_columns(
        has_history.alias("has_history"),
        pl.when(~has_history).then(pl.col("prior")).alias("prior"),
        *(_in_micros(amount).alias(name) for name, amount in ranges.items()),
    ).with_columns(
        pl.col("expected", "expected_low", "expected_high", "expected_long").fill_null(0)
    )
    so_far = pl.col("margin_so_far")
    return figures.select(
        "customer",
        (so_far + pl.col("expected")).alias("value"),
        (so_far + pl.col("expected_low")).alias("low"),
        (so_far + pl.col("expected_high")).alias("high"),
        "margin_so_far",
        *("expected", "expected_low", "expected_high", "expected_long", "replacements"),
        *("turnover", "purchase_margin", "probability_alive", "expected_purchases", "purchases"),
        *("first_on", "last_on", "has_history", "prior"),
    )


def _in_micros(amount: pl.Expr) -> pl.Expr:
    return (amount * MICROS).round().cast(pl.Int64)
