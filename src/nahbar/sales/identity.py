"""When two order lines are the same line: by what they say, not by where they stood."""

import polars as pl

from nahbar.core.bulk import read_matching
from nahbar.core.digest import digest_rows
from nahbar.core.models import Source

# What describes a line but does not make it another one (its group, its cost, the country) stays
# out, so that a later export with a new column does not double the sums.
IDENTITY = (
    "customer_key",
    "order_number",
    "ordered_at",
    "sku",
    "product_name",
    "quantity",
    "unit_price",
    "amount",
)


def line_keys(lines: pl.DataFrame, *, source_id: int) -> pl.Series:
    """The digest of each line within its source."""
    return digest_rows(lines.select(*IDENTITY), salt=f"line {source_id}")


def order_keys(lines: pl.DataFrame, source: Source) -> pl.Series:
    """The digest of each line's order number within its source."""
    return digest_rows(lines.select("order_number"), salt=f"order {source.pk}")


def find_lines(keys: pl.Series) -> pl.DataFrame:
    """The lines there are of these keys: frame `row_key, stored_id`."""
    return read_matching(
        "SELECT row_key, id FROM sales_orderline WHERE row_key IN {keys}",
        keys,
        schema={"row_key": pl.Int64, "stored_id": pl.Int64},
    )
