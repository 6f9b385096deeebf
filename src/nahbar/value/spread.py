"""How value spreads over customers: rank, classes, concentration, and the shapes that are drawn.

Who has never bought has no place here: what they may bring stands beside, and in no sum. Shares are
of what customers bring who bring something: whoever costs more than they bring takes from the sum,
but a share of it that is below nothing, or above all, would say nothing.
"""

import math
from typing import Any

import polars as pl

from nahbar.core.money import from_micros
from nahbar.value.rules import Rules

MICROS = 1_000_000
CLASSES = ("A", "B", "C", "D")
HALF = 0.5
BEYOND = 1.959963984540054  # standard deviations that a range of 95 % reaches to a side
CURVE_POINTS = 100
READ = (
    0.01,
    0.05,
    0.1,
    0.2,
    0.3,
    0.5,
    0.75,
    1.0,
)  # shares of customers that are always on the curve
TOP = 20
# A person's word gives a place as well.
HAS_PLACE = pl.col("has_history") | pl.col("reckoned").is_not_null()
STEPS = (1, 2, 5)
SMALLEST_EDGE, MOST_BINS = 10, 12


def rank(figures: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add `factor` and `value_class` to frames with `customer, value, has_history, reckoned`.

    The most valuable come first, who has no place last: their factor is null and their class "".
    The factor is the share of customers who are worth less, half of those worth the same included,
    0–100. The class depends on the share of all value that those worth more bring; whoever is worth
    the same is in the same class.
    """
    placed = figures.with_columns(pl.when(HAS_PLACE).then("value").alias("placed"))
    ranked = placed.sort("placed", "customer", descending=[True, False], nulls_last=True)
    value = pl.col("placed")
    more = value.clip(0).cum_sum() - value.clip(0)
    before = pl.when(value == value.shift(1)).then(None).otherwise(more).forward_fill()
    share = before / _whole(figures.filter(HAS_PLACE))
    a, b, c = rules.class_shares
    below = (value.rank("average") - 0.5) / pl.max_horizontal(value.count(), 1)
    return ranked.with_columns(
        pl.when(value.is_null())
        .then(pl.lit(""))
        .when(value <= 0)
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
    ).drop("placed")


def describe_spread(figures: pl.DataFrame) -> dict[str, Any]:
    """What is shown of all figures together; kept with the run.

    Of who has no place only what they brought so far is in the sums (returns, mostly): every order
    is accounted for, and nothing is expected of people who may never come.
    """
    placed, others = figures.filter(HAS_PLACE), figures.filter(~HAS_PLACE)
    ranked = placed.sort("value", "customer", descending=[True, False])
    so_far = int(others["margin_so_far"].sum())
    sums = {
        "value": int(placed["value"].sum()) + so_far,
        "margin_so_far": int(figures["margin_so_far"].sum()),
        "expected": int(placed["expected"].sum()),
        "turnover": int(figures["turnover"].sum()),
    }
    return {
        "customers": figures.height,
        "with_history": int(figures["has_history"].sum()),
        "ranked": placed.height,
        "below_zero": int((placed["value"] < 0).sum()),
        **{name: written(total) for name, total in sums.items()},
        **_range_of_sum(placed, "value", "low", "high", extra=so_far),
        **_range_of_sum(placed, "expected", "expected_low", "expected_high"),
        "said": _said(placed),
        "possible": _possible(others),
        "median": written(round(float(placed["value"].median() or 0))),  # type: ignore[arg-type]  # a column of numbers
        "classes": _classes(ranked),
        "concentration": _concentration(ranked),
        "histogram": _histogram(ranked["value"]) if ranked.height else None,
        "curve": _curve(ranked) if ranked.height else [],
        "top": _top(ranked) if "value_class" in ranked.columns else [],
    }


def written(micros: int) -> str:
    """Money as a decimal written out, exact in JSON."""
    return format(from_micros(micros), "f")


def _range_of_sum(
    figures: pl.DataFrame, name: str, low: str, high: str, *, extra: int = 0
) -> dict[str, str]:
    """Between what a sum lies, customers taken as independent: their ranges add up as squares do.

    It knows nothing of how far the model itself may be off for all of them together. `extra` is
    part of the sum, and certain.
    """
    total, half = int(figures[name].sum()) + extra, (pl.col(high) - pl.col(low)) / 2
    reach = round(math.sqrt(figures.select(half.pow(2).sum()).item()))
    return {f"{name}_low": written(total - reach), f"{name}_high": written(total + reach)}


def _said(placed: pl.DataFrame) -> dict[str, Any]:
    """By how much people's own words change the sum, and of how many customers."""
    said = placed.filter(pl.col("reckoned").is_not_null())
    change = int((said["value"] - said["reckoned"]).sum())
    return {"customers": said.height, "change": written(change)}


def _possible(others: pl.DataFrame) -> dict[str, Any]:
    """What those may bring who have never bought; in no sum."""
    return {"customers": others.height, "expected": written(int(others["expected"].sum()))}


def _top(ranked: pl.DataFrame) -> list[dict[str, Any]]:
    """The most valuable, so that an earlier run need not be opened to show them."""
    names = ("customer", "value", "low", "high", "value_class", "factor")
    return ranked.head(TOP).select(names).to_dicts()


def _whole(placed: pl.DataFrame) -> int:
    return max(int(placed["value"].clip(0).sum()), 1)


def _classes(ranked: pl.DataFrame) -> list[dict[str, Any]]:
    """Count, value and share of each class, and where it lies by value (for reading it by key)."""
    whole, found = _whole(ranked), []
    for name in CLASSES:
        of_class = ranked.filter(pl.col("value_class") == name)
        value = of_class["value"]
        found.append(
            {
                "name": name,
                "customers": of_class.height,
                "value": written(int(value.sum())),
                "share": int(value.clip(0).sum()) / whole,
                "highest": value.max(),
                "lowest": value.min(),
            }
        )
    return found


def _concentration(ranked: pl.DataFrame) -> dict[str, Any] | None:
    """The fewest customers who bring half of all value, and the range of their share.

    The range takes customers as independent of each other, each with the standard deviation that
    their own range of 95 % has; the share of a group G in the whole is then uncertain by
    (R² Var G + G² Var R) / (G + R)⁴, R being the rest (delta method). Whoever costs more than they
    bring is no part of the whole.
    """
    bring = ranked.filter(pl.col("value") > 0)
    if bring.is_empty():
        return None
    total = int(bring["value"].sum())
    count = int((bring["value"].cum_sum() < HALF * total).sum()) + 1
    variance = bring.select(((pl.col("high") - pl.col("low")) / (2 * BEYOND)).pow(2))["high"]
    group, rest = float(bring["value"][:count].sum()), float(bring["value"][count:].sum())
    doubt = rest**2 * float(variance[:count].sum()) + group**2 * float(variance[count:].sum())
    reach = BEYOND * math.sqrt(doubt) / float(total) ** 2
    share = group / total
    return {
        "customers": count,
        "share": share,
        "low": max(share - reach, 0.0),
        "high": min(share + reach, 1.0),
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
    """Share of customers against share of value, the most valuable first.

    Its points stand close where the curve bends, among the first; it ends at all of both.
    """
    n, whole = ranked.height, _whole(ranked)
    reached = ranked["value"].clip(0).cum_sum()
    shares = {(step / CURVE_POINTS) ** 2 for step in range(1, CURVE_POINTS + 1)} | set(READ)
    places = sorted({math.ceil(n * share - 1e-9) for share in shares} - {0})
    return [[0.0, 0.0], *([place / n, int(reached[place - 1]) / whole] for place in places)]
