"""By what stands in the house's own fields customers are found: texts, links, and what was chosen."""

import polars as pl

from nahbar.core.bulk import Ids, read_matching
from nahbar.customers.models.own_fields import TEXTS

LONGEST = 500


def own_values(customers: Ids) -> pl.DataFrame:
    """Texts of fields in use, and the names of choices, as a frame `customer, text`."""
    kinds = ", ".join(f"'{kind.value}'" for kind in sorted(TEXTS))
    return read_matching(
        f"SELECT v.customer_id, substr(COALESCE(c.label, v.text), 1, {LONGEST})"
        " FROM customers_ownvalue v JOIN customers_ownfield f ON f.id = v.field_id"
        " LEFT JOIN customers_choice c ON c.id = v.choice_id"
        " WHERE f.retired_at IS NULL AND v.customer_id IN {keys}"
        f" AND (v.choice_id IS NOT NULL OR f.kind IN ({kinds}))",
        customers.tolist(),
        schema={"customer": pl.Int64, "text": pl.String},
    )
