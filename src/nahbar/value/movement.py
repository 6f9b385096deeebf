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
    kept for years; `began`: first purchase within the month; `other`: expectations below nothing,
    and rounding. Of who has no history, only what they brought so far counts.
    """
    earlier = before.select("customer", pl.exclude("customer").name.suffix("_was"))
    both = now.join(earlier, on="customer", how="left", maintain_order="left")
    was = _counted("_was")
    change = _counted() - was
    was_here = pl.col("has_history") & pl.col("has_history_was")
    began = pl.col("has_history") & ~pl.col("has_history_was")
    bought = pl.col("margin_so_far") - pl.col("margin_so_far_was")
    long = pl.col("expected_long") - pl.col("expected_long_was")
    factors = [_shared(was_here, weight) for weight in _factors()]
    moved = both.with_columns(
        pl.when(was_here).then(bought).when(began).then(0).otherwise(change).alias("moved_bought"),
        *(
            share.round().cast(pl.Int64).alias(f"moved_{name}")
            for name, share in zip(("alive", "pace", "amount"), factors, strict=True)
        ),
        pl.when(was_here).then(long).otherwise(0).alias("moved_long"),
        pl.when(began).then(change).otherwise(0).alias("moved_began"),
    ).with_columns(pl.col("^moved_.*$").fill_null(0))
    causes = pl.sum_horizontal(f"moved_{name}" for name in CAUSES[:-1])
    return moved.with_columns(
        was.alias("value_before"), (change - causes).alias("moved_other")
    ).select(pl.exclude("^.*_was$"))


def _counted(when: str = "") -> pl.Expr:
    """The value as it stands in sums: of who has no history, what they brought so far."""
    has_history, value = pl.col(f"has_history{when}"), pl.col(f"value{when}")
    return pl.when(has_history).then(value).otherwise(pl.col(f"margin_so_far{when}"))


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
    """All customers together, and those who moved most each way; kept with the run.

    As reckoned: what people say of a customer does not move by itself. `most_up`, `most_down`:
    `customer, change, causes`, in millionths.
    """
    moves = [f"moved_{name}" for name in CAUSES]
    changed = figures.select(
        "customer", "value_before", *moves, pl.sum_horizontal(moves).alias("change")
    )
    ups = changed.filter(pl.col("change") > 0).sort("change", "customer", descending=[True, False])
    downs = changed.filter(pl.col("change") < 0).sort("change", "customer")
    before, change = int(changed["value_before"].sum()), int(changed["change"].sum())
    return {
        "since": since.isoformat(),
        "before": _written(before),
        "now": _written(before + change),
        "causes": {name: _written(int(changed[f"moved_{name}"].sum())) for name in CAUSES},
        "up": ups.height,
        "down": downs.height,
        "most_up": _told(ups.head(TOP)),
        "most_down": _told(downs.head(TOP)),
    }


def _told(moved: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "customer": row["customer"],
            "change": row["change"],
            "causes": {name: row[f"moved_{name}"] for name in CAUSES if row[f"moved_{name}"]},
        }
        for row in moved.iter_rows(named=True)
    ]


def _written(micros: int) -> str:
    return format(from_micros(micros), "f")
