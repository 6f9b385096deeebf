"""By what customers are found in this room; named in `nahbar.site.wiring`."""

import polars as pl

from nahbar.core.bulk import Ids, read_matching


def notes(customers: Ids) -> pl.DataFrame:
    """What was written of moments: `customer, text`."""
    return read_matching(
        "SELECT customer_id, text FROM moments_encounter"
        " WHERE text <> '' AND customer_id IN {keys}",
        customers.tolist(),
        schema={"customer": pl.Int64, "text": pl.String},
    )
