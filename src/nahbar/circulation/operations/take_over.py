"""Many things at once, over columns."""

from datetime import datetime

import polars as pl
from django.db import transaction

from nahbar.circulation.marks import mark_key
from nahbar.circulation.models import Holding, Thing
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import Ids, allocate_ids, delete_ids, insert_frame, moment, read_matching
from nahbar.core.ids import new_public_ids
from nahbar.core.ledger import record
from nahbar.core.models import Source
from nahbar.core.search import changed


@transaction.atomic
def take_over_things(things: pl.DataFrame, *, source: Source, by: By, at: datetime) -> int:
    """Store the things a source names: `customer_id, product_id, name, kind, mark, since, ended_on`.

    `customer_id` and `product_id` are primary keys, the latter null where unknown. How many.
    """
    demand(by, Ability.RUN_IMPORTS)
    count = things.height
    named = things.select(
        pl.Series("id", allocate_ids(Thing, count)),
        pl.Series("public_id", new_public_ids(count)),
        *("customer_id", "product_id", "name", "kind", "mark", "since", "ended_on"),
        pl.col("mark").map_elements(mark_key, return_dtype=pl.String).alias("mark_key"),
        pl.lit(Holding.OWNED.value).alias("holding"),
        pl.lit("").alias("note"),
        pl.lit(source.pk).alias("source_id"),
        pl.lit(1).alias("version"),
        moment(at).alias("recorded_at"),
    )
    insert_frame(Thing, named)
    record("circulation.taken_over", by=by, at=at, subject=source, details={"things": count})
    changed(things["customer_id"].unique().to_list())
    return count


def forget_things(customers: Ids) -> int:
    """Customers who are removed take with them what was not noted by hand."""
    rows = read_matching(
        "SELECT id FROM circulation_thing WHERE source_id IS NOT NULL AND customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    return delete_ids(Thing, rows["id"].to_numpy())
