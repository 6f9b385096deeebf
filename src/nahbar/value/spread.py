"""How value spreads over customers: rank, classes, concentration, and the shapes that are drawn.

Shares are of the value of all customers together, those that cost more than they bring included;
where that sum is not positive, of what the others bring.
"""

import math
from typing import Any

import polars as pl

from nahbar.core.money import from_micros
from nahbar.value.rules import Rules

MICROS = 1_000_000
CLASSES = ("A", "B", "C", "D")
HALF = 0.5
TEN_PERCENT_BEYOND = (
    1.2815515655446004  # standard deviations: a range of 80 % reaches so far to a side
)
CURVE_POINTS = 100
STEPS = (1, 2, 5)
SMALLEST_EDGE, MOST_BINS = 10, 12


def rank(figures: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add `factor` and `value_class` to frames with `customer, value`, the most valuable first.

    The factor is the share of customers who are worth less, half of those worth the same
    included, 0–100. The class depends on the share of all value that those worth more bring; whoever
    is worth the same is in the same class.
    """
    ranked = figures.sort("value", "customer", descending=[True, False])
    value = pl.col("value")
    more = value.cum_sum() - value
    before = pl.when(value == value.shift(1)).then(None).otherwise(more).forward_fill()
    share = before / _whole(figures)
    a, b, c = rules.class_shares
    below = (value.rank("average") - 0.5) / pl.max_horizontal(pl.len(), 1)
    return ranked.with_columns(
        pl.when(value <= 0)
        .then(pl.lit("D"))
        .when(share < a)
        .then(pl.lit("A"))
        .when(share < a + b)
        .then(pl.lit("B"))
        .when(share < a + b + c)
        .then(pl.lit("C"))
        .otherwise(pl.lit("D"))
        .alias("value_class"),
        (below * 100).round().cast(pl.Int64).alias("factor"),
    )


def describe_spread(figures: pl.DataFrame) -> dict[str, Any]:
    """What is shown of all figures together; kept with the run."""
    if figures.is_empty():
        return {"customers": 0, "with_history": 0, "classes": [], "concentration": None}
    ranked = figures.sort("value", "customer", descending=[True, False])
    names = ("value", "margin_so_far", "expected", "turnover")
    return {
        "customers": figures.height,
        "with_history": int(figures["has_history"].sum()),
        "below_zero": int((figures["value"] < 0).sum()),
        **{name: written(int(figures[name].sum())) for name in names},
        **_range_of_sum(figures, "value", "low", "high"),
        **_range_of_sum(figures, "expected", "expected_low", "expected_high"),
        **{
            f"{name}_known": written(_sum_of_known(figures, name)) for name in ("value", "expected")
        },
        "median": written(round(float(figures["value"].median()))),  # type: ignore[arg-type]  # not empty
        "classes": _classes(ranked),
        "concentration": _concentration(ranked),
        "histogram": _histogram(figures["value"]),
        "curve": _curve(ranked),
    }


def written(micros: int) -> str:
    """Money as a decimal written out, exact in JSON."""
    return format(from_micros(micros), "f")


def _sum_of_known(figures: pl.DataFrame, name: str) -> int:
    return int(figures.filter("has_history")[name].sum())


def _range_of_sum(figures: pl.DataFrame, name: str, low: str, high: str) -> dict[str, str]:
    """Between what a sum lies, customers taken as independent: their ranges add up as squares do.

    It knows nothing of how far the model itself may be off for all of them together.
    """
    if not {low, high} <= set(figures.columns):
        return {}
    total, half = int(figures[name].sum()), (pl.col(high) - pl.col(low)) / 2
    reach = round(math.sqrt(figures.select(half.pow(2).sum()).item()))
    return {f"{name}_low": written(total - reach), f"{name}_high": written(total + reach)}


def _whole(figures: pl.DataFrame) -> int:
    total = int(figures["value"].sum())
    return total if total > 0 else max(int(figures["value"].clip(0).sum()), 1)


def _classes(ranked: pl.DataFrame) -> list[dict[str, Any]]:
    """Count, value and share of each class, and where it lies by value (for reading it by key)."""
    whole, found = _whole(ranked), []
    for name in CLASSES:
        of_class = ranked.filter(pl.col("value_class") == name)
        value = int(of_class["value"].sum())
        found.append(
            {
                "name": name,
                "customers": of_class.height,
                "value": written(value),
                "share": value / whole,
                "highest": of_class["value"].max(),
                "lowest": of_class["value"].min(),
            }
        )
    return found


def _concentration(ranked: pl.DataFrame) -> dict[str, Any] | None:
    """The fewest customers who bring half of all value, and the range of their share.

    The range takes customers as independent of each other, each with the standard deviation that
    their own range of 80 % has; the share of a group G in the whole is then uncertain by
    (R² Var G + G² Var R) / (G + R)⁴, R being the rest (delta method).
    """
    total = int(ranked["value"].sum())
    if total <= 0:
        return None
    count = int((ranked["value"].cum_sum() < HALF * total).sum()) + 1
    spread = ranked.select(
        ((pl.col("high") - pl.col("low")) / (2 * TEN_PERCENT_BEYOND)).pow(2).alias("variance")
    )["variance"]
    group, rest = float(ranked["value"][:count].sum()), float(ranked["value"][count:].sum())
    doubt = rest**2 * float(spread[:count].sum()) + group**2 * float(spread[count:].sum())
    reach = TEN_PERCENT_BEYOND * math.sqrt(doubt) / float(total) ** 2
    share = group / total
    return {
        "customers": count,
        "share": share,
        "low": max(share - reach, 0.0),
        "high": share + reach,
    }


def _histogram(values: pl.Series) -> dict[str, Any]:
    """Counts between round edges (1, 2, 5, 10, …): few are worth a lot, most a little."""
    edges = _edges(int(values.min()) / MICROS, int(values.max()) / MICROS)  # type: ignore[arg-type]  # not empty
    at = pl.Series(edges, dtype=pl.Float64).search_sorted(values / MICROS, side="right") - 1
    counts = at.clip(0, len(edges) - 2).value_counts(name="count")
    found = dict(counts.iter_rows())
    return {"edges": edges, "counts": [found.get(number, 0) for number in range(len(edges) - 1)]}


def _edges(low: float, high: float) -> list[float]:
    """0, 10, 20, 50, 100 … past `high`, the finest left out; one bin below for who costs more."""
    below = [-_round_steps(-low)[-1]] if low < 0 else []
    return [*below, 0.0, *_round_steps(high)[-MOST_BINS:]]


def _round_steps(reach: float) -> list[float]:
    """10, 20, 50, 100 … up to the first beyond `reach`."""
    steps = [float(SMALLEST_EDGE)]
    while steps[-1] <= reach:
        exponent, step = divmod(len(steps), len(STEPS))
        steps.append(float(SMALLEST_EDGE * STEPS[step] * 10**exponent))
    return steps


def _curve(ranked: pl.DataFrame) -> list[list[float]]:
    """Share of customers against share of value, the most valuable first."""
    n, whole = ranked.height, _whole(ranked)
    reached = ranked["value"].cum_sum()
    places = sorted({math.ceil(n * step / CURVE_POINTS) for step in range(1, CURVE_POINTS + 1)})
    return [[0.0, 0.0], *([place / n, int(reached[place - 1]) / whole] for place in places)]
