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
    "customer": pl.Int64,
    "amount": pl.Int64,
    "ordered_at": pl.Datetime("us"),
    "about": pl.String,
}
# What is the same for thousands of rows comes as one text and is taken apart once for each.
ABOUT_ORDER = ("kind", "currency", "source", "branch")
ABOUT_CUSTOMER = ("kind", "stage", "has_since")
PEOPLE = {"customer": pl.Int64, "found_us": pl.String, "about": pl.String}
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
    run kept it. `orders`: those of believable days, `order` (a running number), `source, customer,
    branch, kind, currency, amount, day`; customer and branch may be missing. `unbelievable`: orders of impossible days.
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
    people = _read_people()
    there = worth.join(people.select("customer"), on="customer", how="semi")
    return Read(people, there, orders, unbelievable, run.currency, as_of)


def _read_orders() -> pl.DataFrame:
    orders = read_frame(
        "SELECT customer_id, amount, CAST(ordered_at AS text), kind || ' ' || currency || ' ' ||"
        " source_id || ' ' || COALESCE(CAST(branch_id AS text), '') FROM sales_order ORDER BY id",
        schema=ORDERS,
    )
    local = pl.col("ordered_at").dt.replace_time_zone("UTC").dt.convert_time_zone(house_zone().key)
    days = orders.select("customer", "amount", "about", local.dt.date().alias("day"))
    numbers = pl.col("source", "branch").cast(pl.Int64, strict=False)
    return _take_apart(days, ABOUT_ORDER).with_columns(numbers).with_row_index("order")


def _read_people() -> pl.DataFrame:
    people = read_frame(
        "SELECT id, found_us, kind || ' ' || stage || ' ' || CASE WHEN since IS NULL THEN '0'"
        " ELSE '1' END FROM customers_customer",
        schema=PEOPLE,
    )
    return _take_apart(people, ABOUT_CUSTOMER).with_columns(pl.col("has_since").cast(pl.Int64))


def _take_apart(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """The words of `about` as columns of their own."""
    parts = pl.col("about").str.splitn(" ", len(names)).struct.rename_fields(list(names))
    told = frame.select(pl.col("about").unique()).with_columns(parts.alias("parts"))
    return frame.join(told.unnest("parts"), on="about", maintain_order="left").drop("about")


def _believable(orders: pl.DataFrame, as_of: date) -> tuple[pl.DataFrame, int]:
    """Orders up to the day, and not of another age; how many were neither."""
    kept = orders.filter(pl.col("day").is_between(as_of - OLDEST, as_of))
    return kept, orders.height - kept.height
