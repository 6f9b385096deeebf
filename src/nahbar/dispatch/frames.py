"""Our table as frames."""

import polars as pl

from nahbar.core.bulk import Ids, read_matching


def who_was_written_to(customers: Ids) -> Ids:
    """To which of these customers a mail was written."""
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM dispatch_outgoingmail WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids
