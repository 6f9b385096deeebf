"""Our table as frames."""

import polars as pl

from nahbar.core.bulk import Ids, read_matching


def who_has_things_noted(customers: Ids) -> Ids:
    """Of which of these customers somebody noted by hand that they have something."""
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM circulation_thing"
        " WHERE source_id IS NULL AND customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids
