"""Rows that each are a customer."""

import polars as pl

from nahbar.intake.identity import add_customer_keys, identify
from nahbar.intake.said import said_of
from nahbar.intake.takers.colleagues import add_carers
from nahbar.intake.takers.outcome import Outcome, Work

NO_ROWS = pl.DataFrame(schema={"row_key": pl.Int64, "stored_id": pl.Int64})


def take_customers(typed: pl.DataFrame, work: Work) -> Outcome:
    """Store what each row says of a customer."""
    with_carers = add_carers(said_of(typed, uses=work.address_uses), work.people)
    said = add_customer_keys(with_carers)
    work.tally.add_customers(said["customer_key"])
    found = identify(said, work, fills_only=False)
    told = found.created + found.updated
    taken = found.rows.height
    return Outcome(
        stored=min(told, taken),
        unchanged=max(taken - told, 0),
        customers_created=found.created,
        customers_updated=found.updated,
        refused=found.refused,
    )
