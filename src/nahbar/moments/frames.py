"""Our tables as frames, for figures and for the search in texts."""

from collections.abc import Sequence

import polars as pl

from nahbar.core.bulk import Ids, read_frame, read_matching
from nahbar.core.clock import house_zone
from nahbar.core.folded_columns import fold_column
from nahbar.moments.models import Channel, EncounterKind

VISITS = {"customer": pl.Int64, "occurred_at": pl.Datetime("us")}
# What an order already says is no second visit.
CAME = (EncounterKind.CONTACT.value, EncounterKind.SERVICE.value)


def read_visit_days() -> pl.DataFrame:
    """Days on which customers came to us, as noted: `customer, day`; the day is the house's."""
    visits = read_frame(
        "SELECT customer_id, CAST(occurred_at AS text) FROM moments_encounter"
        " WHERE channel = %s AND kind IN (%s, %s)",
        [Channel.VISIT.value, *CAME],
        schema=VISITS,
    )
    local = pl.col("occurred_at").dt.replace_time_zone("UTC").dt.convert_time_zone(house_zone().key)
    return visits.select("customer", local.dt.date().alias("day"))


def who_was_met(customers: Ids) -> Ids:
    """Which of these customers have encounters."""
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM moments_encounter WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids


def holding(words: Sequence[str], rows: Sequence[tuple[int, str, str, str, str]]) -> list[int]:
    """Of rows of a primary key and texts, the keys of those in whose texts every folded word occurs."""
    told = pl.DataFrame(
        {"pk": [row[0] for row in rows], "told": [" ".join(row[1:]) for row in rows]},
        schema={"pk": pl.Int64, "told": pl.String},
    )
    folded = told.with_columns(fold_column(pl.col("told")))
    fitting = [pl.col("told").str.contains(word, literal=True) for word in words]
    return folded.filter(pl.all_horizontal(fitting))["pk"].to_list()
