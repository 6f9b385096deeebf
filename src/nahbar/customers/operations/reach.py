"""The ways to a customer that a record names: addresses, mails, phones, days, remarks."""

from datetime import datetime

import polars as pl
from django.db import models

from nahbar.core.bulk import Ids, delete_ids, insert_frame, moment, read_matching, set_for_ids
from nahbar.customers.models import (
    ContactPoint,
    CustomerNumber,
    ImportantDay,
    PostalAddress,
    Remark,
)

POINTS = {
    "emails": "email",
    "phones": "phone",
    "mobiles": "mobile",
    "faxes": "fax",
    "websites": "web",
}
ADDRESS = ("use", "street", "extra", "postcode", "city", "region", "country")
REMARKS = ("likes", "dislikes", "good_to_know")
SPOKEN_BY_RECORDS: tuple[type[models.Model], ...] = (
    ContactPoint,
    PostalAddress,
    ImportantDay,
    Remark,
    CustomerNumber,
)


def store_reach(told: pl.DataFrame, at: datetime) -> None:
    """Write what each row's record says of ways to its customer.

    Columns `customer_id`, `record_id`; of the others those that are there: lists of texts
    (`emails`, `phones`, …), `addresses` (list of structs), `birth_day/month/year`, remarks.
    """
    for column, kind in POINTS.items():
        if column in told.columns:
            _store_points(told, column, kind, at)
    if "addresses" in told.columns:
        _store_addresses(told, at)
    if "birth_day" in told.columns:
        _store_birthdays(told, at)
    for kind in REMARKS:
        if kind in told.columns:
            _store_remarks(told, kind, at)


def end_reach(customers: Ids, records: Ids, at: datetime) -> None:
    """What these records said is no longer valid."""
    for model in SPOKEN_BY_RECORDS:
        set_for_ids(model, _spoken(model, customers, records), "valid_until", at)


def renew_reach(records: Ids) -> None:
    """What ended with these superseded records is valid again; what a person ended stays ended."""
    for model in SPOKEN_BY_RECORDS:
        ended = read_matching(
            f'SELECT t.id FROM "{model._meta.db_table}" t JOIN customers_sourcerecord r'
            " ON r.id = t.record_id AND r.customer_id = t.customer_id"
            " WHERE t.valid_until = r.superseded_at AND r.id IN {keys}",
            records.tolist(),
            schema={"id": pl.Int64},
        )
        set_for_ids(model, ended["id"].to_numpy(), "valid_until", None)


def remove_reach(customers: Ids, records: Ids) -> None:
    """Take away what these records said."""
    for model in SPOKEN_BY_RECORDS:
        delete_ids(model, _spoken(model, customers, records))


def _spoken(model: type[models.Model], customers: Ids, records: Ids) -> Ids:
    """The rows of these customers that stem from these records (found by customer: that is indexed)."""
    rows = read_matching(
        f'SELECT id, record_id FROM "{model._meta.db_table}" WHERE customer_id IN {{keys}}',
        customers.tolist(),
        schema={"id": pl.Int64, "record_id": pl.Int64},
    )
    return rows.filter(pl.col("record_id").is_in(records.tolist()))["id"].to_numpy()


def _store_points(told: pl.DataFrame, column: str, kind: str, at: datetime) -> None:
    single = told.select("customer_id", "record_id", pl.col(column).alias("value"))
    single = single.filter(pl.col("value").list.len() > 0).explode("value")
    reachable = single.filter(pl.col("value").is_not_null())
    normal = pl.col("value").str.to_lowercase() if kind in {"email", "web"} else _digits()
    insert_frame(
        ContactPoint,
        reachable.with_columns(
            pl.lit(kind).alias("kind"),
            pl.col("value").str.slice(0, 254),
            normal.str.slice(0, 254).alias("normal"),
            pl.lit("").alias("use"),
            moment(at).alias("recorded_at"),
        ),
    )


def _digits() -> pl.Expr:
    return pl.col("value").str.replace_all(r"\D", "")


def _store_addresses(told: pl.DataFrame, at: datetime) -> None:
    single = told.select("customer_id", "record_id", "addresses")
    single = single.filter(pl.col("addresses").list.len() > 0).explode("addresses")
    flat = single.filter(pl.col("addresses").is_not_null()).unnest("addresses")
    texts = [pl.col(n).fill_null("") if n in flat.columns else pl.lit("").alias(n) for n in ADDRESS]
    insert_frame(
        PostalAddress,
        flat.select("customer_id", "record_id", *texts, moment(at).alias("recorded_at")),
    )


def _store_birthdays(told: pl.DataFrame, at: datetime) -> None:
    missing = [n for n in ("birth_month", "birth_year") if n not in told.columns]
    told = told.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in missing)
    born = told.filter(pl.col("birth_day").is_not_null() & pl.col("birth_month").is_not_null())
    insert_frame(
        ImportantDay,
        born.select(
            "customer_id",
            "record_id",
            pl.lit("birthday").alias("kind"),
            pl.col("birth_day").alias("day"),
            pl.col("birth_month").alias("month"),
            pl.col("birth_year").alias("year"),
            pl.lit("").alias("label"),
            moment(at).alias("recorded_at"),
        ),
    )


def _store_remarks(told: pl.DataFrame, kind: str, at: datetime) -> None:
    said = told.select("customer_id", "record_id", pl.col(kind).alias("text"))
    insert_frame(
        Remark,
        said.filter(pl.col("text").is_not_null()).with_columns(
            pl.lit(kind).alias("kind"),
            pl.col("text").str.slice(0, 2000),
            moment(at).alias("recorded_at"),
        ),
    )
