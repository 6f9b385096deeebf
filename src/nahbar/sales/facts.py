"""What orders say of customers, as facts to cut lists by."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from nahbar.core.bulk import Ids, read_matching
from nahbar.core.fact_columns import house_day
from nahbar.core.facts import Fact, FactKind
from nahbar.team.queries import house_currency

ROOM = _("Purchases")
HERE = "nahbar.sales.facts"
SCHEMA = {"customer": pl.Int64, "value": pl.Int64}
BOUGHT = "FROM sales_order WHERE kind = 'order' AND customer_id IN {keys}"


def orders(customers: Ids) -> pl.DataFrame:
    """How many orders they gave."""
    query = f"SELECT customer_id, COUNT(*) {BOUGHT} GROUP BY customer_id"
    return read_matching(query, customers.tolist(), schema=SCHEMA)


def last_orders(customers: Ids) -> pl.DataFrame:
    """The day of their last order."""
    rows = read_matching(
        f"SELECT customer_id, MAX(ordered_at) {BOUGHT} GROUP BY customer_id",
        customers.tolist(),
        schema={"customer": pl.Int64, "at": pl.Datetime("us")},
    )
    return rows.select("customer", house_day("at").alias("value"))


def amounts(customers: Ids) -> pl.DataFrame:
    """What their orders in the house's currency come to, less what was cancelled or returned, in millionths."""
    rows = read_matching(
        "SELECT customer_id, currency, SUM(amount) FROM sales_order"
        " WHERE customer_id IN {keys} GROUP BY customer_id, currency",
        customers.tolist(),
        schema={"customer": pl.Int64, "currency": pl.String, "value": pl.Int64},
    )
    return rows.filter(pl.col("currency") == house_currency()).select("customer", "value")


FACTS = (
    Fact("orders", _("Orders"), FactKind.NUMBER, f"{HERE}.orders", ROOM),
    Fact("last_order", _("Last order"), FactKind.DAY, f"{HERE}.last_orders", ROOM),
    Fact("amount", _("Bought for"), FactKind.MONEY, f"{HERE}.amounts", ROOM,
         unit=house_currency, is_exact=True),
)  # fmt: skip
