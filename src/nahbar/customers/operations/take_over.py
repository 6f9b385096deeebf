"""Taking over what a source says of many customers at once, column by column."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
import polars.selectors as cs

from nahbar.core.bulk import (
    Ids,
    allocate_ids,
    insert_frame,
    moment,
    read_matching,
    set_for_ids,
)
from nahbar.core.ids import new_public_ids
from nahbar.core.models import Batch, Source
from nahbar.core.search import changed as changed_texts
from nahbar.core.undo import Effect, remember
from nahbar.customers.folding import look_alike
from nahbar.customers.models import Customer, CustomerNumber, SourceRecord
from nahbar.customers.operations.reach import end_reach, store_reach
from nahbar.customers.operations.source_tags import confirm_tags, hang_tags
from nahbar.customers.operations.statements import columns_of, mention, state
from nahbar.customers.own_fields.projecting import store_own
from nahbar.customers.projection import COLUMNS, NAMES, project, show_again


@dataclass(frozen=True)
class TakenOver:
    """What became of the rows: the customer of each key, and the keys that were refused.

    `customers`: frame `key, customer_id`; `refused`: frame `key, code, other` (the customer who
    has the number already).
    """

    customers: pl.DataFrame
    refused: pl.DataFrame
    created: int
    updated: int
    unchanged: int


def take_over(
    said: pl.DataFrame, *, source: Source, batch: Batch, at: datetime, fills_only: bool = False
) -> TakenOver:
    """Store what `source` says: one row for each `key` with the fields it names.

    Columns: `key` (what the source calls the customer, unique here), `number` or null, any fields
    of the intake's catalogue. New keys become customers. A known key gets a new record when it
    says something new; what it leaves out stays said. A known key under a quite different name is
    refused: a number given to somebody else must not overwrite who had it. A new key whose
    `adopted_id` names a customer becomes one more record of theirs. With `fills_only` a known key
    takes only what was not said of it before, and is never refused.
    """
    fields = [name for name in said.columns if name not in {"key", "number", "adopted_id"}]
    told = said.with_columns(_as_json(said, fields).alias("fields"))
    known = _known(source, told["key"])
    joined = told.join(known, on="key", how="left", maintain_order="left")
    new = joined.filter(pl.col("record_id").is_null())
    met = joined.filter(pl.col("record_id").is_not_null())
    changed, confirmed, mentioned, refused = _compare(met, fills_only=fills_only)

    new = new.drop("record_id", "customer_id", "old_fields")
    made = _create(new.filter(pl.col("adopted_id").is_null()), source, batch, at)
    adopted = _adopt(new.filter(pl.col("adopted_id").is_not_null()), source, batch, at)
    _follow_up(changed, source, batch, at, fills_only=fills_only)
    remember(batch, SourceRecord, Effect.CONFIRMED, confirmed["record_id"].to_numpy())
    mention(mentioned, batch, fills_only=fills_only)
    unchanged = pl.concat([confirmed, mentioned])
    confirm_tags(unchanged, batch)
    customers = pl.concat(
        [made, adopted, *(part.select("key", "customer_id") for part in (changed, unchanged))]
    )
    for part in (made, adopted, changed):
        changed_texts(part["customer_id"])
    updated = changed.height + adopted.height
    return TakenOver(customers, refused, made.height, updated, unchanged.height)


def _as_json(told: pl.DataFrame, fields: list[str]) -> pl.Series:
    """What is said, as JSON without the unsaid, with the names in order."""
    if not fields:
        return pl.Series("fields", ["{}"] * told.height, dtype=pl.String)
    ordered = told.select(sorted(fields))
    text = pl.struct(pl.all()).struct.json_encode()
    unsaid = r'"[a-z_0-9]+":(?:null|\[\]),?'
    said = text.str.replace_all(unsaid, "").str.replace(r",\}$", "}")
    return ordered.select(said.alias("fields"))["fields"]


def _known(source: Source, keys: pl.Series) -> pl.DataFrame:
    return read_matching(
        "SELECT key, id, customer_id, fields FROM customers_sourcerecord"
        f" WHERE source_id = {source.pk:d} AND superseded_at IS NULL AND key IN {{keys}}",
        keys,
        schema={
            "key": pl.String,
            "record_id": pl.Int64,
            "customer_id": pl.Int64,
            "old_fields": pl.String,
        },
    )


def _compare(
    met: pl.DataFrame, *, fills_only: bool
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Known keys: which say something new, all that is known, a part of it, too much.

    `said` is what the row says, `fields` of the first what has been said so far together with it.
    """
    met = met.with_columns(pl.col("fields").alias("said"))
    is_same, is_bare = pl.col("fields") == pl.col("old_fields"), pl.col("said") == "{}"
    same, bare = met.filter(is_same), met.filter(is_bare & ~is_same)
    other = met.filter(~is_same & ~is_bare)
    verdicts: list[str] = []
    merged: list[str] = []
    for new_text, old_text in other.select("fields", "old_fields").iter_rows():
        new, old = json.loads(new_text), json.loads(old_text)
        together = {**new, **old} if fills_only else {**old, **new}
        if new == old:
            verdicts.append("confirmed")
        elif together == old:
            verdicts.append("mentioned")
        elif not fills_only and not look_alike(_called(new), _called(old)):
            verdicts.append("number_reused")
        else:
            verdicts.append("changed")
        merged.append(json.dumps(together, ensure_ascii=False, sort_keys=True))
    judged = other.with_columns(
        pl.Series("verdict", verdicts, dtype=pl.String),
        pl.Series("fields", merged, dtype=pl.String),
    )
    changed, confirmed, mentioned, refused = (
        judged.filter(pl.col("verdict") == verdict).drop("verdict")
        for verdict in ("changed", "confirmed", "mentioned", "number_reused")
    )
    reasons = refused.select(
        "key", pl.lit("number_reused").alias("code"), pl.col("customer_id").alias("other")
    )
    return changed, pl.concat([same, confirmed]), pl.concat([bare, mentioned]), reasons


def _called(fields: dict[str, Any]) -> str:
    return " ".join(str(fields.get(name) or "") for name in NAMES)


def _create(new: pl.DataFrame, source: Source, batch: Batch, at: datetime) -> pl.DataFrame:
    if new.is_empty():
        return pl.DataFrame(schema={"key": pl.String, "customer_id": pl.Int64})
    ids = allocate_ids(Customer, new.height)
    shown = project(new).select(COLUMNS)
    insert_frame(
        Customer,
        shown.with_columns(
            pl.Series("id", ids),
            pl.Series("public_id", new_public_ids(new.height)),
            moment(at).alias("created_at"),
        ),
    )
    remember(batch, Customer, Effect.CREATED, ids)
    with_customer = new.with_columns(pl.Series("customer_id", ids))
    _store_records(with_customer, source, batch, at)
    store_own(with_customer)
    return with_customer.select("key", "customer_id")


def _adopt(new: pl.DataFrame, source: Source, batch: Batch, at: datetime) -> pl.DataFrame:
    """One more record for customers the source knew under another key."""
    told = new.with_columns(pl.col("adopted_id").alias("customer_id"))
    if told.height:
        _store_records(told, source, batch, at)
        show_again(told["customer_id"].to_numpy())
    return told.select("key", "customer_id")


def _follow_up(
    changed: pl.DataFrame, source: Source, batch: Batch, at: datetime, *, fills_only: bool
) -> None:
    """Put a newer record after the one that is known, and let the customer's row show it."""
    if changed.is_empty():
        return
    old: Ids = changed["record_id"].to_numpy()
    customers: Ids = changed["customer_id"].to_numpy()
    set_for_ids(SourceRecord, old, "superseded_at", at)
    end_reach(customers, old, at)
    remember(batch, SourceRecord, Effect.REPLACED, old)
    told = columns_of(changed["fields"]).with_columns(
        changed["key"], changed["number"], changed["customer_id"], changed["fields"]
    )
    # Words hang on until they are taken down: only those that this batch says are its own.
    told = told.drop("tags", strict=False).with_columns(
        changed.select(cs.by_name("tags", require_all=False))
    )
    ids = _store_records(told, source, batch, at)
    own = changed.with_columns(pl.Series("record_id", ids))
    state(own, batch, fills_only=fills_only)
    show_again(customers)


def _store_records(told: pl.DataFrame, source: Source, batch: Batch, at: datetime) -> Ids:
    ids = allocate_ids(SourceRecord, told.height)
    records = told.select(
        pl.Series("id", ids),
        "customer_id",
        pl.lit(source.pk).alias("source_id"),
        "key",
        "fields",
        moment(at).alias("recorded_at"),
    )
    insert_frame(SourceRecord, records)
    remember(batch, SourceRecord, Effect.CREATED, ids)
    with_record = told.with_columns(pl.Series("record_id", ids))
    insert_frame(
        CustomerNumber,
        with_record.filter(pl.col("number").is_not_null()).select(
            "customer_id",
            "record_id",
            pl.lit(source.pk).alias("source_id"),
            "number",
            moment(at).alias("recorded_at"),
        ),
    )
    store_reach(with_record, at)
    hang_tags(with_record, batch)
    return ids
