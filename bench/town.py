"""A house full of `townsfolk`, written straight into its tables."""

from datetime import datetime

import polars as pl
from django.db import transaction

from nahbar.core.bulk import allocate_ids, insert_frame, moment
from nahbar.core.folded_columns import fold_column
from nahbar.core.ids import new_public_ids
from nahbar.core.models import Source
from nahbar.core.search import changed
from nahbar.customers.models import (
    ContactPoint,
    Customer,
    CustomerNumber,
    PostalAddress,
    SourceRecord,
)

STEP = 50_000


def settle(folk: pl.DataFrame, *, at: datetime) -> list[int]:
    """Write these people down; their primary keys, in the frame's order."""
    source, _made = Source.objects.get_or_create(name="town", defaults={"created_at": at})
    keys: list[int] = []
    for part in folk.iter_slices(STEP):
        with transaction.atomic():
            keys += _settle_some(part, source, at)
    return keys


def _settle_some(folk: pl.DataFrame, source: Source, at: datetime) -> list[int]:
    ids, records = allocate_ids(Customer, folk.height), allocate_ids(SourceRecord, folk.height)
    is_firm = pl.col("firm") != ""
    person = pl.concat_str("given", pl.lit(" "), "family")
    filed = pl.concat_str("family", pl.lit(" "), "given")
    known = folk.with_columns(pl.Series("id", ids), pl.Series("record_id", records))
    shown = known.select(
        "id",
        pl.Series("public_id", new_public_ids(folk.height)),
        pl.when(is_firm).then(pl.lit("organisation")).otherwise(pl.lit("person")).alias("kind"),
        pl.lit("customer").alias("stage"),
        pl.when(is_firm).then("firm").otherwise(person).alias("name"),
        fold_column(pl.when(is_firm).then("firm").otherwise(filed)).alias("sort_key"),
        *(pl.lit("").alias(name) for name in ("salutation", "title", "title_behind", "language")),
        pl.when(is_firm).then(pl.lit("")).otherwise("given").alias("given_name"),
        pl.when(is_firm).then(pl.lit("")).otherwise("family").alias("family_name"),
        pl.col("firm").alias("organisation"),
        pl.lit("").alias("found_us"),
        moment(at).alias("created_at"),
    )
    insert_frame(Customer, shown)
    told = known.rename({"id": "customer_id"})
    common = ("customer_id", "record_id", moment(at).alias("recorded_at"))
    insert_frame(
        SourceRecord,
        known.select(
            pl.col("record_id").alias("id"),
            pl.col("id").alias("customer_id"),
            pl.lit(source.pk).alias("source_id"),
            pl.col("number").alias("key"),
            pl.lit("{}").alias("fields"),
            moment(at).alias("recorded_at"),
        ),
    )
    insert_frame(
        CustomerNumber, told.select(*common, pl.lit(source.pk).alias("source_id"), "number")
    )
    empty = [pl.lit("").alias(name) for name in ("use", "extra", "region", "country")]
    insert_frame(PostalAddress, told.select(*common, *empty, "street", "postcode", "city"))
    for kind, column in (("mobile", "phone"), ("email", "mail")):
        points = told.filter(pl.col(column) != "")
        value = pl.col(column)
        insert_frame(
            ContactPoint,
            points.select(
                *common,
                pl.lit("").alias("use"),
                pl.lit(kind).alias("kind"),
                value.alias("value"),
                value.alias("normal"),
            ),
        )
    changed(ids)
    return list(ids.tolist())
