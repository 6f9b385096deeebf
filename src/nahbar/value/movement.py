"""What moved within a month, and why: the value of now against that of before, part by part.

Both are reckoned by the same models and rules, so that nothing moves but what customers did or let
be. What is to be expected from day to day is a product: still a customer × purchases if so × what
one of them brings; its change is shared out among the three by their logarithmic means (LMDI, Ang
2005), which leaves no rest.
"""

from datetime import date
from typing import Any

import polars as pl

from nahbar.core.money import from_micros

CAUSES = ("bought", "alive", "pace", "amount", "long", "began", "other")
TOP = 20
TINY = 1e-12


def compare(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Add `value_before` and one column `moved_…` for each of `CAUSES`; they add up exactly.

    `bought`: margin of purchases within the month, less returns; `alive`: likelier or less likely
    still a customer; `pace`: purchases to come if so; `amount`: what one brings; `long`: things
    kept for years; `began`: first purchase within the month; `other`: groups of those without
    history, and rounding.
    """
    earlier = before.select("customer", pl.exclude("customer").name.suffix("_was"))
    both = now.join(earlier, on="customer", how="left", maintain_order="left")
    change = pl.col("value") - pl.col("value_was")
    was_here = pl.col("has_history") & pl.col("has_history_was")
    began = pl.col("has_history") & ~pl.col("has_history_was")
    bought = pl.col("margin_so_far") - pl.col("margin_so_far_was")
    long = pl.col("expected_long") - pl.col("expected_long_was")
    factors = [_shared(was_here, weight) for weight in _factors()]
    moved = both.with_columns(
        pl.when(was_here).then(bought).otherwise(0).alias("moved_bought"),
        *(
            share.round().cast(pl.Int64).alias(f"moved_{name}")
            for name, share in zip(("alive", "pace", "amount"), factors, strict=True)
        ),
        pl.when(was_here).then(long).otherwise(0).alias("moved_long"),
        pl.when(began).then(change).otherwise(0).alias("moved_began"),
    ).with_columns(pl.col("^moved_.*$").fill_null(0))
    causes = pl.sum_horizontal(f"moved_{name}" for name in CAUSES[:-1])
    return moved.with_columns(
        pl.col("value_was").alias("value_before"), (change - causes).alias("moved_other")
    ).select(pl.exclude("^.*_was$"))


def _factors() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Logarithms of how each factor of the expectation changed."""
    alive = _ratio("probability_alive")
    purchases = _ratio("expected_purchases")
    short = (pl.col("expected") - pl.col("expected_long")).cast(pl.Float64)
    was = (pl.col("expected_was") - pl.col("expected_long_was")).cast(pl.Float64)
    each = (short.clip(TINY) / was.clip(TINY)).log() - purchases
    return alive, purchases - alive, each


def _ratio(name: str) -> pl.Expr:
    return (pl.col(name).clip(TINY) / pl.col(f"{name}_was").clip(TINY)).log()


def _shared(was_here: pl.Expr, log_change: pl.Expr) -> pl.Expr:
    """A factor's part in the change: the logarithmic mean of the products times its own change."""
    now = (pl.col("expected") - pl.col("expected_long")).cast(pl.Float64)
    was = (pl.col("expected_was") - pl.col("expected_long_was")).cast(pl.Float64)
    is_positive = (now > 0) & (was > 0)
    spread = (now.clip(TINY) / was.clip(TINY)).log()
    mean = pl.when(spread.abs() < 1e-9).then(now).otherwise((now - was) / spread)
    return pl.when(was_here & is_positive).then(mean * log_change).otherwise(0.0)


def describe_movement(figures: pl.DataFrame, since: date) -> dict[str, Any]:
    """All customers together, and those who moved most each way; kept with the run."""
    change = pl.col("value") - pl.col("value_before")
    plain = figures.filter(pl.col("reckoned").is_null()).with_columns(change.alias("change"))
    ups = plain.filter(pl.col("change") > 0).sort("change", "customer", descending=[True, False])
    downs = plain.filter(pl.col("change") < 0).sort("change", "customer")
    return {
        "since": since.isoformat(),
        "before": _written(plain, "value_before"),
        "now": _written(plain, "value"),
        "causes": {name: _written(plain, f"moved_{name}") for name in CAUSES},
        "up": ups.height,
        "down": downs.height,
        "most_up": ups["customer"].head(TOP).to_list(),
        "most_down": downs["customer"].head(TOP).to_list(),
    }


def _written(figures: pl.DataFrame, name: str) -> str:
    return format(from_micros(int(figures[name].sum())), "f")
