"""Which value shows: from what the sources say to the one row of a customer.

For each field the house's own word wins; else the newest source that says anything. Nothing is
merged silently: the records stay as they are, this is only the view of them.
"""

import json
from typing import Any

import numpy as np
import polars as pl

from nahbar.core.bulk import Ids, read_matching, update_frame
from nahbar.core.folded_columns import fold_column
from nahbar.core.models import Source
from nahbar.customers.models import Customer
from nahbar.customers.own_fields.projecting import show_own

SHOWN = {
    "salutation": "salutation",
    "title": "title",
    "given_name": "first_name",
    "family_name": "last_name",
    "title_behind": "name_suffix",
    "organisation": "organisation",
    "language": "language",
    "found_us": "found_us",
    "stage": "stage",
    "kind": "person_kind",
    "since": "since",
    "cared_for_by_id": "carer_id",
}
TYPED = ("since", "cared_for_by_id")  # the columns that hold no text
WIDTHS = {
    "salutation": 8,
    "title": 80,
    "title_behind": 80,
    "given_name": 200,
    "family_name": 200,
    "organisation": 200,
    "language": 12,
    "found_us": 200,
}
COLUMNS = [*SHOWN, "name", "sort_key"]
NAMES = ("first_name", "last_name", "organisation")
LONGEST_KEY = 120


def project(fields: pl.DataFrame) -> pl.DataFrame:
    """The customers' columns from their fields, one row each, in the frame's order."""
    lacking = [
        pl.lit(None, dtype=pl.String).alias(name)
        for name in SHOWN.values()
        if name not in fields.columns
    ]
    given = fields.with_columns(lacking)
    shown = given.select(
        *(pl.col(o).cast(pl.String).alias(n) for n, o in SHOWN.items() if n not in TYPED),
        pl.col("since").str.to_date("%Y-%m-%d", strict=False),
        pl.col("carer_id").cast(pl.Int64, strict=False).alias("cared_for_by_id"),
    )
    texts = [pl.col(n).fill_null("").str.slice(0, width) for n, width in WIDTHS.items()]
    shown = shown.with_columns(texts).with_columns(_kind(), pl.col("stage").fill_null("customer"))
    person = pl.concat_str("given_name", pl.lit(" "), "family_name").str.strip_chars()
    by_firm = _is_called_by_firm()
    named = shown.with_columns(
        pl.when(by_firm | (person == ""))
        .then("organisation")
        .when(pl.col("kind") == "household")
        .then(pl.col("family_name"))
        .otherwise(person)
        .str.slice(0, 300)
        .alias("name")
    )
    return named.with_columns(sort_key())


def sort_key() -> pl.Expr:
    """Under which letters a customer is filed, from `kind, given_name, family_name, organisation`."""
    filed = (
        pl.when(_is_called_by_firm())
        .then("organisation")
        .otherwise(
            pl.concat_str("family_name", pl.lit(" "), "given_name", pl.lit(" "), "organisation")
        )
    )
    return fold_column(filed).str.slice(0, LONGEST_KEY).alias("sort_key")


def _is_called_by_firm() -> pl.Expr:
    return (pl.col("kind") == "organisation") & (pl.col("organisation") != "")


def _kind() -> pl.Expr:
    no_person = (pl.col("family_name") == "") & (pl.col("given_name") == "")
    return (
        pl.when(pl.col("kind").is_not_null())
        .then("kind")
        .when((pl.col("organisation") != "") & no_person)
        .then(pl.lit("organisation"))
        .when(pl.col("salutation") == "family")
        .then(pl.lit("household"))
        .when(pl.col("salutation") == "company")
        .then(pl.lit("organisation"))
        .otherwise(pl.lit("person"))
        .alias("kind")
    )


def show_again(customers: Ids) -> None:
    """Work out anew what shows for these customers, from their records as they are now."""
    if not customers.size:
        return
    said = _said_of(customers)
    update_frame(Customer, _shown_of(said))
    show_own({customer: said.get(customer, {}) for customer in customers.tolist()})


def project_stored(customers: Ids) -> pl.DataFrame:
    """`id` and the shown columns of these customers."""
    return _shown_of(_said_of(customers))


def _said_of(customers: Ids) -> dict[int, dict[str, Any]]:
    """What is said of each of these customers of whom anything is said, the weightiest word of each."""
    records = read_matching(
        "SELECT r.customer_id, CASE WHEN s.name = '" + Source.HAND + "' THEN 1 ELSE 0 END, r.id,"
        " r.fields FROM customers_sourcerecord r JOIN core_source s ON s.id = r.source_id"
        " WHERE r.superseded_at IS NULL AND r.customer_id IN {keys}",
        np.unique(customers).tolist(),
        schema={"id": pl.Int64, "by_hand": pl.Int64, "record": pl.Int64, "fields": pl.String},
    )
    merged: dict[int, dict[str, Any]] = {}
    for customer, _, _, fields in records.sort("id", "by_hand", "record").rows():
        said = {name: value for name, value in json.loads(fields).items() if value is not None}
        merged.setdefault(customer, {}).update(said)
    return merged


def _shown_of(merged: dict[int, dict[str, Any]]) -> pl.DataFrame:
    rows = [{name: said.get(name) for name in SHOWN.values()} for said in merged.values()]
    fields = pl.DataFrame(rows, schema=dict.fromkeys(SHOWN.values(), pl.String))
    return project(fields).insert_column(0, pl.Series("id", list(merged), dtype=pl.Int64))
