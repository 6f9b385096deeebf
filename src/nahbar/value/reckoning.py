"""From purchases to what each customer is worth: pure over frames, no database.

value = margin so far + margin to be expected (until references, knowledge and effort are measured,
they are no part of the sum, and the screens say so).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from nahbar.insight import clv
from nahbar.value.calibration import calibrate
from nahbar.value.expectation import Expectation, expect
from nahbar.value.rules import Rules
from nahbar.value.spread import rank

PRIOR_PURCHASES = (
    3.0  # the firm's margin share counts like this many purchases of the customer's own
)
MICROS = 1_000_000
RANGES = ("expected", "expected_low", "expected_high")


@dataclass(frozen=True)
class Reckoned:
    """`figures`: one row a customer, by id, as `CustomerValue` has it, money in millionths.

    `fits`: the models; `missing`: why nothing can be expected, where that is so.
    """

    figures: pl.DataFrame
    fits: list[dict[str, Any]]
    missing: dict[str, Any] | None
    margin_share: float
    later_orders: int


def reckon(orders: pl.DataFrame, customers: pl.Series, *, rules: Rules, as_of: date) -> Reckoned:
    """What each of `customers` is worth as of a day; later orders are ignored and counted.

    `orders`: one row an order or its counterpart: `customer, kind, day, amount, margin`
    (millionths). Visits and their rhythm come from the amounts, returns netted; expected margin is
    expected turnover times the customer's margin share, which leans on the firm's where purchases
    are few. Customers without purchases get the group's prior: what a newcomer brings, and a range
    from nothing, for nobody knows whether they will come at all.
    """
    until = orders.filter(pl.col("day") <= as_of)
    visits = until.filter((pl.col("kind") == "order") | (pl.col("amount") < 0)).select(
        "customer", "day", pl.col("amount") / MICROS
    )
    summary = clv.summarize_purchases(
        visits, customer="customer", occurred_on="day", amount="amount", as_of=as_of
    )
    expectation = expect(summary, rules)
    if expectation.fits:
        expectation.fits[0]["calibration"] = calibrate(visits, as_of)
    firm_share = _firm_share(until, rules)
    known = (
        pl.DataFrame({"customer": customers}, schema={"customer": pl.Int64})
        .join(_so_far(until), on="customer", how="left", maintain_order="left")
        .join(_visits(summary, as_of), on="customer", how="left", maintain_order="left")
        .join(expectation.customers, on="customer", how="left", maintain_order="left")
        .with_columns(pl.col("margin_so_far", "turnover", "purchases").fill_null(0))
        .with_columns(_own_share(firm_share).alias("share"))
    )
    figures = rank(_value(known, expectation), rules).sort("customer")
    later = orders.height - until.height
    return Reckoned(figures, expectation.fits, expectation.missing, firm_share, later)


def _so_far(orders: pl.DataFrame) -> pl.DataFrame:
    return orders.group_by("customer").agg(
        pl.col("margin").sum().alias("margin_so_far"), pl.col("amount").sum().alias("turnover")
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


def _firm_share(orders: pl.DataFrame, rules: Rules) -> float:
    turnover, margin = int(orders["amount"].sum()), int(orders["margin"].sum())
    return margin / turnover if turnover > 0 else rules.margin_share


def _own_share(firm_share: float) -> pl.Expr:
    """The customer's margin share, drawn towards the firm's by as much as a few purchases weigh."""
    lean = PRIOR_PURCHASES * pl.col("turnover") / pl.col("purchases").clip(1)
    own = (pl.col("margin_so_far") + lean * firm_share) / (pl.col("turnover") + lean)
    return pl.when(pl.col("turnover") > 0).then(own).otherwise(firm_share)


def _value(known: pl.DataFrame, expectation: Expectation) -> pl.DataFrame:
    has_history = pl.col("purchases") > 0
    mean, _, high = expectation.newcomer
    in_margin = [
        (pl.when(has_history).then(pl.col(name).fill_null(0.0)).otherwise(prior) * pl.col("share"))
        .mul(MICROS)
        .round()
        .cast(pl.Int64)
        .alias(name)
        for name, prior in zip(RANGES, (mean, 0.0, high), strict=True)
    ]
    purchase_margin = (pl.col("purchase_amount") * pl.col("share") * MICROS).round().cast(pl.Int64)
    figures = known.with_columns(
        has_history.alias("has_history"), purchase_margin.alias("purchase_margin"), *in_margin
    ).with_columns(
        # Sold below cost, the most turnover brings the least margin.
        pl.min_horizontal("expected_low", "expected_high").alias("expected_low"),
        pl.max_horizontal("expected_low", "expected_high").alias("expected_high"),
    )
    so_far = pl.col("margin_so_far")
    return figures.select(
        "customer",
        (so_far + pl.col("expected")).alias("value"),
        (so_far + pl.col("expected_low")).alias("low"),
        (so_far + pl.col("expected_high")).alias("high"),
        "margin_so_far",
        *RANGES,
        *("turnover", "purchase_margin", "probability_alive", "expected_purchases", "purchases"),
        *("first_on", "last_on", "has_history"),
    )
