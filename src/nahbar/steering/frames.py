"""Our tables and those below as frames, read once for a report."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from nahbar.core.bulk import read_frame
from nahbar.core.clock import house_zone
from nahbar.value.frames import read_kept
from nahbar.value.models import ValueRun

OLDEST = timedelta(days=60 * 365)  # what lies further back is a clock's error
ORDERS = {
    "order": pl.Int64,
    "source": pl.Int64,
    "customer": pl.Int64,
    "branch": pl.Int64,
    "kind": pl.String,
    "currency": pl.String,
    "amount": pl.Int64,
    "ordered_at": pl.Datetime("us"),
}
PEOPLE = {
    "customer": pl.Int64,
    "kind": pl.String,
    "stage": pl.String,
    "found_us": pl.String,
    "has_since": pl.Int64,
}
WORTH = (
    *("customer", "value", "margin_so_far", "turnover", "purchase_margin", "purchases"),
    *("value_class", "first_on", "last_on", "has_history", "is_drifting"),
)
WORTH_OF_NOBODY = {
    **dict.fromkeys(WORTH[:6], pl.Int64),
    "value_class": pl.String,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "has_history": pl.Boolean,
    "is_drifting": pl.Boolean,
}


@dataclass(frozen=True)
class Read:
    """All that a report rests on. Money is in millionths, in `currency` where nothing else is said.

    `people`: `customer, kind, stage, found_us, has_since`. `worth`: one row a customer as the value
    run kept it. `orders`: those of believable days, `order, source, customer, branch, kind, currency,
    amount, day`; the customer may be missing. `unbelievable`: orders of impossible days.
    """

    people: pl.DataFrame
    worth: pl.DataFrame
    orders: pl.DataFrame
    unbelievable: int
    currency: str
    as_of: date

    @property
    def ours(self) -> pl.DataFrame:
        """The orders in the firm's currency that say clearly which way the money went."""
        is_clear = (pl.col("kind") == "order") | (pl.col("amount") <= 0)
        return self.orders.filter(
            (pl.col("currency") == self.currency) & is_clear & (pl.col("kind") != "take_back")
        )


def read_all(run: ValueRun) -> Read:
    """Everything, as of the day of a value run and in its currency. Only for runs that ended."""
    as_of = run.as_of or date.min
    orders, unbelievable = _believable(_read_orders(), as_of)
    kept = read_kept(run)
    worth = kept.select(WORTH) if kept.height else pl.DataFrame(schema=WORTH_OF_NOBODY)
    people = read_frame(
        "SELECT id, kind, stage, found_us, CASE WHEN since IS NULL THEN 0 ELSE 1 END"
        " FROM customers_customer",
        schema=PEOPLE,
    )
    there = worth.join(people.select("customer"), on="customer", how="semi")
    return Read(people, there, orders, unbelievable, run.currency, as_of)


def _read_orders() -> pl.DataFrame:
    orders = read_frame(
        "SELECT id, source_id, customer_id, branch_id, kind, currency, amount,"
        " CAST(ordered_at AS text) FROM sales_order",
        schema=ORDERS,
    )
    local = pl.col("ordered_at").dt.replace_time_zone("UTC").dt.convert_time_zone(house_zone().key)
    return orders.select(
        pl.exclude("ordered_at", "kind", "currency"),
        pl.col("kind", "currency").cast(pl.Categorical),
        local.dt.date().alias("day"),
    )


def _believable(orders: pl.DataFrame, as_of: date) -> tuple[pl.DataFrame, int]:
    """Orders up to the day, and not of another age; how many were neither."""
    kept = orders.filter(pl.col("day").is_between(as_of - OLDEST, as_of))
    return kept, orders.height - kept.height
