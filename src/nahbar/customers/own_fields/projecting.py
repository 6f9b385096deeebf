"""Keeping the values that show in step with what the records say."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from nahbar.core.bulk import Ids, allocate_ids, delete_ids, insert_frame, read_matching
from nahbar.core.money import MICROS
from nahbar.customers.models.own_fields import SAID, OwnField, OwnKind, OwnValue
from nahbar.customers.own_fields.definitions import every_field
from nahbar.customers.own_fields.kinds import Manner
from nahbar.customers.own_fields.rows import ROWS, SAME, typed_rows
from nahbar.team.queries import the_firm

TOLD = pl.Schema({"customer_id": pl.Int64, "key": pl.String, "value": pl.String})


def house_manner() -> Manner:
    """How numbers are read that nobody types just now: as the house itself writes them."""
    firm = the_firm()
    return Manner(firm.country, firm.language != "en") if firm else Manner()


def show_own(said: Mapping[int, Mapping[str, Any]]) -> None:
    """Let these customers (primary keys) show what is said of them by the names of records, and no more."""
    rows = [
        (customer, name.removeprefix(SAID), value)
        for customer, fields in said.items()
        for name, one in fields.items()
        if name.startswith(SAID)
        for value in _each(one)
    ]
    customers = pl.Series(list(said), dtype=pl.Int64)
    _settle(customers, pl.DataFrame(rows, schema=TOLD, orient="row"))


def store_own(told: pl.DataFrame) -> None:
    """Store what new customers are said to be: `customer_id`, and columns by the names of records."""
    names = [name for name in told.columns if name.startswith(SAID)]
    if not names:
        return
    fields = every_field()
    parts = [pl.DataFrame(schema=TOLD)]
    for name in names:
        part = told.select(
            "customer_id", pl.lit(name.removeprefix(SAID)).alias("key"), pl.col(name).alias("value")
        )
        part = part.explode("value") if isinstance(part.schema["value"], pl.List) else part
        parts.append(part.filter(pl.col("value").is_not_null() & (pl.col("value") != "")))
    _insert(typed_rows(pl.concat(parts), fields, house_manner()))


def show_field_again(field: OwnField, customers: pl.Series, *, before: str) -> None:
    """Read one field's values anew, for its kind was another `before`."""
    held = held_of(customers, field.pk)
    told = as_said(held, before).with_columns(pl.lit(field.key).alias("key")).select(list(TOLD))
    wanted = typed_rows(told, {field.key: field}, house_manner())
    _exchange(held, wanted)


def as_said(held: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Rows of values of a field of this kind, with `value` as records say it."""
    rest = pl.col("number").abs() % MICROS
    sign = pl.when(pl.col("number") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    number = pl.concat_str(
        sign,
        (pl.col("number").abs() // MICROS).cast(pl.String),
        pl.lit("."),
        rest.cast(pl.String).str.zfill(6),
    )
    truth = pl.when(pl.col("number") == 0).then(pl.lit("no")).otherwise(pl.lit("yes"))
    is_truth = pl.lit(kind == OwnKind.YES_NO) & pl.col("number").is_not_null()
    return held.with_columns(
        pl.coalesce(
            pl.when(is_truth).then(truth),
            number.str.strip_chars_end("0").str.strip_chars_end("."),
            pl.col("day").cast(pl.String),
            pl.concat_str(pl.lit("#"), pl.col("choice_id").cast(pl.String)),
            pl.col("text"),
        ).alias("value")
    )


def held_of(customers: pl.Series, field: int | None = None) -> pl.DataFrame:
    """The rows that these customers have, of one field or of all, with their `id`."""
    of_field = f" AND field_id = {field:d}" if field else ""
    return read_matching(
        "SELECT id, customer_id, field_id, text, folded, number, day, choice_id"
        f" FROM customers_ownvalue WHERE customer_id IN {{keys}}{of_field}",
        customers,
        schema={"id": pl.Int64, **ROWS},
    )


def forget_own(customers: Ids) -> None:
    """Remove all values of customers who are about to go."""
    delete_ids(OwnValue, held_of(pl.Series(customers))["id"].to_numpy())


def _settle(customers: pl.Series, told: pl.DataFrame) -> None:
    held = held_of(customers)
    if told.is_empty() and held.is_empty():
        return
    told = told.filter(pl.col("value") != "")
    _exchange(held, typed_rows(told, every_field(), house_manner()))


def _exchange(held: pl.DataFrame, wanted: pl.DataFrame) -> None:
    """Remove the rows that are no longer said, add those that are new, leave the rest in peace."""
    gone = held.join(wanted, on=SAME, how="anti", nulls_equal=True)
    delete_ids(OwnValue, gone["id"].to_numpy())
    _insert(wanted.join(held, on=SAME, how="anti", nulls_equal=True))


def _insert(rows: pl.DataFrame) -> None:
    ids = allocate_ids(OwnValue, rows.height)
    insert_frame(OwnValue, rows.with_columns(pl.Series("id", ids)))


def _each(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value] if isinstance(value, list) else []
