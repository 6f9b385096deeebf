"""What customers bought, as value is reckoned from it: amounts and margins, one row an order."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from nahbar.core.bulk import read_frame
from nahbar.sales.frames import knows_costs
from nahbar.sales.models import Order, OrderKind
from nahbar.team.queries import the_firm
from nahbar.value.frames import read_orders
from nahbar.value.rules import Rules

# Taking back, or the end of a loan, is a good visit and no loss: it is left out here.
LEFT_OUT = OrderKind.TAKE_BACK.value
MARGINS = {
    "order": pl.Int64,
    "known_margin": pl.Int64,
    "unknown_amount": pl.Int64,
    "lines": pl.Int64,
    "with_cost": pl.Int64,
}
LONG = {
    "order": pl.Int64,
    "group": pl.String,
    "long_amount": pl.Int64,
    "known_margin": pl.Int64,
    "unknown_amount": pl.Int64,
}
# A cost has the sign of its line: sources write the cost of a returned piece in either way.
SIGNED_COST = "CASE WHEN amount > 0 THEN abs(cost) WHEN amount < 0 THEN -abs(cost) ELSE cost END"


@dataclass(frozen=True)
class Purchases:
    """`orders`: `customer, kind, day, amount, margin, long_amount, long_margin`, in millionths.

    All are in `currency`; the last two are the part of things that are kept for years.

    `left_out` says what is no part of it; it is shown beside the figures.
    """

    orders: pl.DataFrame
    currency: str
    left_out: dict[str, Any] = field(default_factory=dict)
    lines_with_cost: int = 0


def read_purchases(rules: Rules) -> Purchases:
    """Everything bought by known customers in the currency most orders are in.

    Margin is price less cost where the cost is known, else price times the product group's rate,
    else times the firm's. A cancellation or return of a positive amount is left out and counted: it
    may be the order itself, called off, or a credit note written without its sign.
    """
    everything = _without_taking_back(read_orders())
    currency = _main_currency(everything)
    ours = pl.col("currency") == currency
    is_clear = (pl.col("kind") == OrderKind.ORDER.value) | (pl.col("amount") <= 0)
    orders, unclear = everything.filter(ours & is_clear), everything.filter(ours & ~is_clear)
    if rules.group_margins or knows_costs():
        orders = orders.join(_margins(rules), on="order", how="left", maintain_order="left")
        with_cost = int(orders["with_cost"].sum())
    else:
        margin, with_cost = _at_rate(pl.col("amount"), rules.margin_share), 0
        orders = orders.with_columns(margin.alias("margin"))
    return Purchases(
        _with_long_part(orders, rules).select(
            *("customer", "kind", "day", "amount"),
            pl.col("margin").fill_null(_at_rate(pl.col("amount"), rules.margin_share)),
            pl.col("long_amount", "long_margin").fill_null(0),
        ),
        currency,
        {
            "currencies": _count_by_currency(everything.filter(~ours)),
            "unclear_returns": unclear.height,
            "orders_without_customer": _count_unnamed(),
        },
        with_cost,
    )


def _without_taking_back(orders: pl.DataFrame) -> pl.DataFrame:
    """Orders less what their lines of taking back come to; an order of nothing else is left out."""
    taken = read_frame(
        "SELECT order_id, sum(amount) FROM sales_orderline WHERE kind = %s GROUP BY order_id",
        [LEFT_OUT],
        schema={"order": pl.Int64, "taken": pl.Int64},
    )
    rest = orders.join(taken, on="order", how="left", maintain_order="left").with_columns(
        pl.col("amount") - pl.col("taken").fill_null(0)
    )
    was_mixed = (
        (pl.col("kind") == LEFT_OUT) & (pl.col("amount") != 0) & pl.col("taken").is_not_null()
    )
    return (
        rest.with_columns(
            pl.when(was_mixed).then(pl.lit(OrderKind.ORDER.value)).otherwise("kind").alias("kind")
        )
        .filter(pl.col("kind") != LEFT_OUT)
        .drop("taken")
    )


def _main_currency(orders: pl.DataFrame) -> str:
    counts = orders.group_by("currency").len().sort("len", "currency", descending=[True, False])
    if counts.height:
        return str(counts["currency"][0])
    firm = the_firm()
    return firm.currency if firm else "EUR"


def _count_by_currency(orders: pl.DataFrame) -> list[dict[str, Any]]:
    sums = orders.group_by("currency").agg(pl.len().alias("orders")).sort("currency")
    return sums.to_dicts()


def _count_unnamed() -> int:
    return Order.objects.filter(customer=None).exclude(kind=LEFT_OUT).count()


def _at_rate(amount: pl.Expr, rate: float | pl.Expr) -> pl.Expr:
    return (amount * rate).round().cast(pl.Int64)


def _margins(rules: Rules) -> pl.DataFrame:
    """Margin of each order from its lines: `order, margin, with_cost`; summed by the database."""
    by_order = read_frame(
        f"SELECT order_id, sum(CASE WHEN cost IS NULL THEN 0 ELSE amount - ({SIGNED_COST}) END),"
        " sum(CASE WHEN cost IS NULL THEN amount ELSE 0 END), count(*), count(cost)"
        f" FROM sales_orderline WHERE kind <> '{LEFT_OUT}' GROUP BY order_id",
        schema=MARGINS,
    )
    margin = pl.col("known_margin") + _at_rate(pl.col("unknown_amount"), rules.margin_share)
    if not rules.group_margins:
        return by_order.select("order", margin.alias("margin"), "with_cost")
    extra = _beyond_the_firms_rate(rules)
    return by_order.join(extra, on="order", how="left").select(
        "order", (margin + pl.col("extra").fill_null(0)).alias("margin"), "with_cost"
    )


def _beyond_the_firms_rate(rules: Rules) -> pl.DataFrame:
    """What the rates of product groups add to the firm's rate: `order, extra`."""
    groups = list(rules.group_margins)
    holes = ", ".join(["%s"] * len(groups))
    amounts = read_frame(
        'SELECT l.order_id, p."group", sum(l.amount) FROM sales_orderline l'
        " JOIN sales_product p ON p.id = l.product_id"
        f" WHERE l.cost IS NULL AND l.kind <> '{LEFT_OUT}' AND p.\"group\" IN ({holes})"
        ' GROUP BY l.order_id, p."group"',
        groups,
        schema={"order": pl.Int64, "group": pl.String, "amount": pl.Int64},
    )
    beyond = pl.DataFrame(
        {
            "group": groups,
            "rate": [rate - rules.margin_share for rate in rules.group_margins.values()],
        },
        schema={"group": pl.String, "rate": pl.Float64},
    )
    return (
        amounts.join(beyond, on="group")
        .group_by("order")
        .agg(_at_rate(pl.col("amount"), pl.col("rate")).sum().alias("extra"))
    )


def _with_long_part(orders: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add what of each order is for things kept for years, `long_amount, long_margin`."""
    if not rules.long_groups:
        nothing = pl.lit(0, dtype=pl.Int64)
        return orders.with_columns(nothing.alias("long_amount"), nothing.alias("long_margin"))
    groups = list(rules.long_groups)
    holes = ", ".join(["%s"] * len(groups))
    lines = read_frame(
        'SELECT l.order_id, p."group", sum(l.amount),'
        f" sum(CASE WHEN cost IS NULL THEN 0 ELSE amount - ({SIGNED_COST}) END),"
        " sum(CASE WHEN cost IS NULL THEN amount ELSE 0 END)"
        " FROM sales_orderline l JOIN sales_product p ON p.id = l.product_id"
        f" WHERE l.kind <> '{LEFT_OUT}' AND p.\"group\" IN ({holes})"
        ' GROUP BY l.order_id, p."group"',
        groups,
        schema=LONG,
    )
    rates = {group: rules.group_margins.get(group, rules.margin_share) for group in groups}
    rate = pl.col("group").replace_strict(rates, return_dtype=pl.Float64)
    part = lines.group_by("order").agg(
        pl.col("long_amount").sum(),
        (pl.col("known_margin") + _at_rate(pl.col("unknown_amount"), rate))
        .sum()
        .alias("long_margin"),
    )
    return orders.join(part, on="order", how="left", maintain_order="left")
