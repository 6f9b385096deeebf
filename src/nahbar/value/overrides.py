"""What people say customers are worth, for reckoning and for pages."""

import polars as pl

from nahbar.core.bulk import read_frame
from nahbar.customers.models import Customer
from nahbar.value.models import ValueOverride


def read_overrides(currency: str) -> pl.DataFrame:
    """All that hold now, in this currency: `customer, override` (millionths)."""
    return read_frame(
        "SELECT customer_id, value FROM value_valueoverride"
        " WHERE withdrawn_at IS NULL AND currency = %s",
        [currency],
        schema={"customer": pl.Int64, "override": pl.Int64},
    )


def override_of(customer: Customer) -> ValueOverride | None:
    """What a person says of this customer, with who says it."""
    said = ValueOverride.objects.filter(customer=customer, withdrawn_at=None)
    return said.select_related("by").first()
