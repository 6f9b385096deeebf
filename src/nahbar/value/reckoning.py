"""From purchases to what each customer is worth: pure over frames, no database.

value = margin so far + margin to be expected (until references, knowledge and effort are measured,
they are no part of the sum, and the screens say so).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from nahbar.insight.errors import InsightError
from nahbar.value.evaluation import Basis, History, evaluate
from nahbar.value.fitting import fit_models
from nahbar.value.lasting import fit_lasting, read_lasting
from nahbar.value.movement import compare, describe_movement
from nahbar.value.newcomers import read_newcomers
from nahbar.value.portfolio import read_rhythm
from nahbar.value.rules import Rules
from nahbar.value.spread import rank

A_MONTH = timedelta(days=30)
MICROS = 1_000_000
NO_VISITS = pl.DataFrame(schema={"customer": pl.Int64, "day": pl.Date})
NO_OVERRIDES = pl.DataFrame(schema={"customer": pl.Int64, "override": pl.Int64})


@dataclass(frozen=True)
class Known:
    """All that is known when reckoning begins.

    `orders`: one row an order or its counterpart: `customer, kind, day, amount, margin,
    long_amount, long_margin` (millionths). `people`: every customer, `customer, group, known_on`.
    `visits`: days on which somebody came, purchase or not: `customer, day`. `overrides`: what
    people say customers are worth: `customer, override` (millionths).
    """

    orders: pl.DataFrame
    people: pl.DataFrame
    visits: pl.DataFrame = field(default_factory=lambda: NO_VISITS)
    overrides: pl.DataFrame = field(default_factory=lambda: NO_OVERRIDES)


@dataclass(frozen=True)
class Reckoned:
    """`figures`: one row a customer, by id, as `CustomerValue` has it, money in millionths.

    `fits`: the models; `missing`: why nothing can be expected, where that is so; `priors`: what is
    taken of those without history, by group; `moved`: what changed within a month, and why.
    """

    figures: pl.DataFrame
    fits: list[dict[str, Any]]
    missing: dict[str, Any] | None
    margin_share: float
    later_orders: int
    priors: list[dict[str, Any]]
    moved: dict[str, Any]
    rhythm: dict[str, Any]


def reckon(known: Known, *, rules: Rules, as_of: date) -> Reckoned:
    """What each customer is worth as of a day; later orders are ignored and counted.

    Visits and their rhythm come from the amounts, returns netted; expected margin is expected
    turnover times the customer's margin share, which leans on the firm's where purchases are few,
    and what replacing things kept for years will bring. Who has not bought gets what others of
    their group brought, as likely as a first purchase still is after so long a time: it stands
    beside, without a class and in no sum. Overrides are no part of what moved.

    The month before is looked at through the same models, so that what moved is the customers'.
    """
    history = History(known.orders, known.visits if rules.counts_visits else NO_VISITS)
    basis, missing = _fit(history, known.people, rules, as_of)
    now = evaluate(history, known.people, basis, rules, as_of)
    before = evaluate(history, known.people, basis, rules, as_of - A_MONTH)
    moved = compare(now, before)
    here = now.filter("has_history").select("customer")
    rhythm = read_rhythm(known.orders, known.visits, here, as_of)
    figures = (
        _override(moved, known.overrides)
        .join(rhythm.frame, on="customer", how="left", maintain_order="left")
        .pipe(rank, rules)
        .sort("customer")
    )
    until = known.orders.filter(pl.col("day") <= as_of)
    return Reckoned(
        figures,
        basis.fits,
        missing,
        basis.share,
        known.orders.height - until.height,
        basis.newcomers.told(),
        describe_movement(figures, as_of - A_MONTH),
        rhythm.described,
    )


def _fit(
    history: History, people: pl.DataFrame, rules: Rules, as_of: date
) -> tuple[Basis, dict[str, Any] | None]:
    summary, orders = history.summarize(as_of), history.until(as_of)
    share = _firm_share(orders, rules)
    daily = pl.col("amount") - pl.col("long_amount")
    spent = orders.group_by("customer").agg(daily.sum().alias("turnover"))
    bought = summary.select(
        "customer", (pl.col("frequency") + 1).alias("purchases"), _first_on(as_of)
    )
    newcomers = read_newcomers(people, bought.join(spent, on="customer", how="left"), as_of)
    try:
        models = fit_models(summary, history.days(as_of), as_of)
    except InsightError as error:
        return Basis(newcomers, share), {"code": error.code, **error.values}
    lasting_days = read_lasting(history.orders, as_of)
    alive = summary.select(
        "customer",
        _first_on(as_of),
        models.buying.probability_alive(summary),
    )
    lasting = fit_lasting(lasting_days, alive, as_of) if lasting_days.height else None
    fits = [*models.described, *([lasting.described] if lasting else [])]
    return Basis(newcomers, share, models, lasting, fits), None


def _first_on(as_of: date) -> pl.Expr:
    return (pl.lit(as_of) - pl.duration(days=pl.col("age"))).cast(pl.Date).alias("first_on")


def _firm_share(orders: pl.DataFrame, rules: Rules) -> float:
    """Of what is bought from day to day; things kept for years have a margin of their own."""
    turnover = int(orders["amount"].sum()) - int(orders["long_amount"].sum())
    margin = int(orders["margin"].sum()) - int(orders["long_margin"].sum())
    return margin / turnover if turnover > 0 else rules.margin_share


def _override(figures: pl.DataFrame, overrides: pl.DataFrame) -> pl.DataFrame:
    """What a person says stands for the value and both ends of its range."""
    said = figures.join(overrides, on="customer", how="left", maintain_order="left")
    is_said = pl.col("override").is_not_null()
    return said.with_columns(
        pl.when(is_said).then(pl.col("value")).alias("reckoned"),
        *(pl.coalesce("override", name).alias(name) for name in ("value", "low", "high")),
    ).drop("override")
