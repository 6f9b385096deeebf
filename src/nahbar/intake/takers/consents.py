"""What a customer list says of consents: to which channels, since when, whence, how that is proved."""

import polars as pl

from nahbar.core.actors import THE_HOUSE
from nahbar.intake.takers.columns import optional, utc
from nahbar.intake.takers.outcome import Work
from nahbar.privacy.operations.take_over import take_over_consents
from nahbar.privacy.standard import ADVERTISING

CHANNELS = {
    "consent_mail": "mail",
    "consent_letter": "letter",
    "consent_phone": "phone",
    "consent_message": "message",
}


def take_consents(typed: pl.DataFrame, rows: pl.DataFrame, work: Work) -> int:
    """Store what is new; `rows` says which customer each row is: `row, customer_id`. How many."""
    there = [name for name in CHANNELS if name in typed.columns]
    if not there:
        return 0
    dated = typed.with_columns(
        optional(typed, "consent_on", pl.Date).cast(pl.Datetime("us")).alias("consent_on")
    )
    told = dated.select(
        "row",
        *there,
        utc("consent_on", work.zone).alias("said_at"),
        _proof(typed).alias("proof"),
    ).join(rows.select("row", "customer_id"), on="row", maintain_order="left")
    said = pl.concat(
        told.select(
            "customer_id",
            pl.lit(CHANNELS[name]).alias("channel"),
            (pl.col(name) == "yes").alias("yes"),
            "said_at",
            "proof",
        )
        for name in there
    ).filter(pl.col("customer_id").is_not_null() & pl.col("yes").is_not_null())
    return take_over_consents(said, purpose=ADVERTISING, batch=work.batch, by=THE_HOUSE, at=work.at)


def _proof(typed: pl.DataFrame) -> pl.Expr:
    """Source and proof as one text; null where neither is told."""
    parts = [optional(typed, name, pl.String) for name in ("consent_source", "consent_proof")]
    text = pl.concat_str(*parts, separator="; ", ignore_nulls=True)
    return pl.when(text != "").then(text)
