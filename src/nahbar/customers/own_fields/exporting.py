"""The house's own fields as columns of a file, behind the others."""

from collections.abc import Sequence

import polars as pl

from nahbar.core.bulk import read_frame
from nahbar.customers.models.own_fields import LISTED, Choice, OwnField, OwnKind
from nahbar.customers.own_fields.projecting import as_said
from nahbar.customers.own_fields.rows import ROWS

BETWEEN = (
    "SELECT id, customer_id, field_id, text, folded, number, day, choice_id"
    " FROM customers_ownvalue WHERE customer_id BETWEEN %s AND %s ORDER BY id"
)
MANY = "; "


def own_headers(fields: Sequence[OwnField]) -> list[str]:
    """What the columns are called: names by which the intake knows the fields again."""
    return [field.said_as for field in fields]


def own_columns(
    frame: pl.DataFrame, fields: Sequence[OwnField], first: int, last: int
) -> pl.DataFrame:
    """The frame of these customers (`key`), with a column of texts for each field.

    Numbers have a point, days are ISO 8601, choices their names.
    """
    if not fields:
        return frame
    values = read_frame(BETWEEN, (first, last), schema={"id": pl.Int64, **ROWS})
    parts = values.partition_by("field_id", as_dict=True)
    empty = values.clear()
    for field in fields:
        told = _texts(field, parts.get((field.pk,), empty))
        frame = frame.join(told, on="key", how="left", maintain_order="left")
    return frame.with_columns(pl.col(own_headers(fields)).fill_null(""))


def _texts(field: OwnField, rows: pl.DataFrame) -> pl.DataFrame:
    said = as_said(rows, field.kind).select("customer_id", "choice_id", "value")
    if field.kind in LISTED:
        chosen = said["choice_id"].drop_nulls().unique().to_list()
        names = dict(Choice.objects.filter(pk__in=chosen).values_list("pk", "label"))
        called = pl.col("choice_id").replace_strict(
            names or {0: ""}, default=None, return_dtype=pl.String
        )
        said = said.with_columns(pl.coalesce(called, "value").alias("value"))
    one = (
        pl.col("value").str.join(MANY) if field.kind == OwnKind.CHOICES else pl.col("value").first()
    )
    grouped = said.group_by("customer_id", maintain_order=True).agg(one.alias(field.said_as))
    return grouped.rename({"customer_id": "key"})
