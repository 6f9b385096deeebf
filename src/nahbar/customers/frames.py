"""Our tables as frames, for figures."""

import polars as pl

from nahbar.core.bulk import read_frame

FEWEST_IN_A_GROUP = 20
PEOPLE = {
    "customer": pl.Int64,
    "kind": pl.String,
    "found_us": pl.String,
    "since": pl.Date,
    "created_at": pl.Datetime("us"),
}


def read_people() -> pl.DataFrame:
    """Every customer with their group, by id: `customer, group, known_on`.

    The group is how they found us, where at least `FEWEST_IN_A_GROUP` said the same, else what they
    are. `known_on` is the day since when we know them: as a source says, else when they came in.
    """
    people = read_frame(
        "SELECT id, kind, found_us, CAST(since AS text), CAST(created_at AS text)"
        " FROM customers_customer ORDER BY id",
        schema=PEOPLE,
    )
    is_told = (pl.col("found_us") != "") & (pl.len().over("found_us") >= FEWEST_IN_A_GROUP)
    return people.select(
        "customer",
        pl.when(is_told).then("found_us").otherwise("kind").alias("group"),
        pl.coalesce("since", pl.col("created_at").dt.date()).alias("known_on"),
    )
