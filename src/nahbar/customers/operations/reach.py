"""The ways to a customer that a record names: addresses, mails, phones, days, remarks."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

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
# By which columns two entries of one record are the same entry.
SPELLED: dict[type[models.Model], dict[str, Any]] = {
    ContactPoint: {"kind": pl.String, "value": pl.String},
    PostalAddress: dict.fromkeys(ADDRESS, pl.String),
    ImportantDay: {"kind": pl.String, "day": pl.Int64, "month": pl.Int64, "year": pl.Int64},
    Remark: {"kind": pl.String, "text": pl.String},
}
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
    for model, rows in _ways(told):
        insert_frame(model, rows.with_columns(moment(at).alias("recorded_at")))


def revise_reach(told: pl.DataFrame) -> None:
    """Let these records say what the frame says: what more they said goes, the same stays as it is.

    Columns as for `store_reach`, and `recorded_at` (UTC) of each record.
    """
    times = told.select("record_id", "recorded_at")
    said = list(_ways(told))
    for model, columns in SPELLED.items():
        held, same = _held(model, columns, told), ["record_id", *columns]
        now = [rows for each, rows in said if each is model]
        for rows in now:
            new = rows.join(held, on=same, how="anti", nulls_equal=True)
            insert_frame(model, new.join(times, on="record_id", maintain_order="left"))
        kept = pl.concat([held.select(same).clear(), *(rows.select(same) for rows in now)])
        gone = held.join(kept, on=same, how="anti", nulls_equal=True)
        delete_ids(model, gone["id"].to_numpy())


def end_reach(customers: Ids, records: Ids, at: datetime) -> None:
    """What these records said is no longer valid; what had ended before ended then."""
    for model in SPOKEN_BY_RECORDS:
        valid = _spoken(model, customers, records, where=" AND valid_until IS NULL")
        set_for_ids(model, valid, "valid_until", at)


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


def _spoken(model: type[models.Model], customers: Ids, records: Ids, *, where: str = "") -> Ids:
    """The rows of these customers that stem from these records (found by customer: that is indexed)."""
    rows = read_matching(
        f'SELECT id, record_id FROM "{model._meta.db_table}" WHERE customer_id IN {{keys}}{where}',
        customers.tolist(),
        schema={"id": pl.Int64, "record_id": pl.Int64},
    )
    return rows.filter(pl.col("record_id").is_in(records.tolist()))["id"].to_numpy()


def _held(model: type[models.Model], columns: dict[str, Any], told: pl.DataFrame) -> pl.DataFrame:
    names = ", ".join(f'"{name}"' for name in columns)
    rows = read_matching(
        f'SELECT id, record_id, {names} FROM "{model._meta.db_table}" WHERE customer_id IN {{keys}}',
        told["customer_id"].unique(),
        schema={"id": pl.Int64, "record_id": pl.Int64, **columns},
    )
    return rows.join(told.select("record_id"), on="record_id", how="semi")


def _ways(told: pl.DataFrame) -> Iterator[tuple[type[models.Model], pl.DataFrame]]:
    """What each row's record says, as rows of the tables that keep it."""
    for column, kind in POINTS.items():
        if column in told.columns:
            yield ContactPoint, _points(told, column, kind)
    if "addresses" in told.columns:
        yield PostalAddress, _addresses(told)
    if {"birth_day", "birth_month"} <= set(told.columns):
        yield ImportantDay, _birthdays(told)
    for kind in REMARKS:
        if kind in told.columns:
            yield Remark, _remarks(told, kind)


def _points(told: pl.DataFrame, column: str, kind: str) -> pl.DataFrame:
    single = told.select("customer_id", "record_id", pl.col(column).alias("value"))
    single = single.filter(pl.col("value").list.len() > 0).explode("value")
    reachable = single.filter(pl.col("value").is_not_null())
    normal = pl.col("value").str.to_lowercase() if kind in {"email", "web"} else _digits()
    return reachable.with_columns(
        pl.lit(kind).alias("kind"),
        pl.col("value").str.slice(0, 254),
        normal.str.slice(0, 254).alias("normal"),
        pl.lit("").alias("use"),
    )


def _digits() -> pl.Expr:
    return pl.col("value").str.replace_all(r"\D", "")


def _addresses(told: pl.DataFrame) -> pl.DataFrame:
    single = told.select("customer_id", "record_id", "addresses")
    single = single.filter(pl.col("addresses").list.len() > 0).explode("addresses")
    flat = single.filter(pl.col("addresses").is_not_null()).unnest("addresses")
    texts = [pl.col(n).fill_null("") if n in flat.columns else pl.lit("").alias(n) for n in ADDRESS]
    return flat.select("customer_id", "record_id", *texts)


def _birthdays(told: pl.DataFrame) -> pl.DataFrame:
    year = pl.col("birth_year") if "birth_year" in told.columns else pl.lit(None, dtype=pl.Int64)
    born = told.filter(pl.col("birth_day").is_not_null() & pl.col("birth_month").is_not_null())
    return born.select(
        "customer_id",
        "record_id",
        pl.lit("birthday").alias("kind"),
        pl.col("birth_day").alias("day"),
        pl.col("birth_month").alias("month"),
        year.alias("year"),
        pl.lit("").alias("label"),
    )


def _remarks(told: pl.DataFrame, kind: str) -> pl.DataFrame:
    said = told.select("customer_id", "record_id", pl.col(kind).alias("text"))
    return said.filter(pl.col("text").is_not_null()).with_columns(
        pl.lit(kind).alias("kind"), pl.col("text").str.slice(0, 2000)
    )
