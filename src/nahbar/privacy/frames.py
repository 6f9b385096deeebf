"""Our tables as frames, for figures."""

import polars as pl

from nahbar.core.bulk import Ids, read_frame


def who_objects_to_profiling() -> Ids:
    """Customers (primary keys) who must not be valued: they object, or are restricted."""
    rows = read_frame(
        "SELECT customer_id FROM privacy_standingobjection"
        " WHERE against = 'profiling' AND ended_at IS NULL"
        " UNION SELECT customer_id FROM privacy_restriction WHERE ended_at IS NULL",
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids
