"""What customers have in use, as facts to cut lists by."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from nahbar.core.bulk import Ids, read_matching
from nahbar.core.fact_columns import day_number
from nahbar.core.facts import Fact, FactKind

ROOM = _("Things in use")
HERE = "nahbar.circulation.facts"
HAD = "FROM circulation_thing WHERE ended_on IS NULL AND customer_id IN {keys}"


def kinds(customers: Ids) -> pl.DataFrame:
    """Of which kinds they have something."""
    return read_matching(
        f"SELECT DISTINCT customer_id, kind {HAD} AND kind <> ''",
        customers.tolist(),
        schema={"customer": pl.Int64, "value": pl.String},
    )


def until(customers: Ids) -> pl.DataFrame:
    """The next day for which it is agreed that something comes back."""
    rows = read_matching(
        f"SELECT customer_id, MIN(until) {HAD} AND until IS NOT NULL GROUP BY customer_id",
        customers.tolist(),
        schema={"customer": pl.Int64, "day": pl.Date},
    )
    return rows.select("customer", day_number("day").alias("value"))


FACTS = (
    Fact("thing", _("Has something of this kind"), FactKind.TEXT, f"{HERE}.kinds", ROOM),
    Fact("thing_back", _("Thing comes back"), FactKind.DAY, f"{HERE}.until", ROOM),
)
