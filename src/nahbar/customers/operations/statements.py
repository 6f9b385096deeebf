"""What each batch itself said of a customer, so that it can be told from what others said."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl

from nahbar.core.bulk import Ids, allocate_ids, delete_ids, insert_frame, read_frame, read_matching
from nahbar.core.models import Batch
from nahbar.core.undo import NOTHING, Effect, remember, remembered
from nahbar.customers.models import SourceRecord, Statement

Fields = dict[str, Any]


def mention(told: pl.DataFrame, batch: Batch, *, fills_only: bool) -> None:
    """Note that the batch says `said` (JSON) of the records `record_id`, which hold more than that.

    Of a record that is in full its own word it has said everything already.
    """
    if told.is_empty():
        return
    made = remembered(batch, SourceRecord, Effect.CREATED)
    mentioned = remembered(batch, SourceRecord, Effect.MENTIONED)
    records = told["record_id"].to_numpy()
    is_part = ~np.isin(records, made) | np.isin(records, mentioned)
    # Each record once: an import of orders names the same customers in every chunk.
    remember(batch, SourceRecord, Effect.MENTIONED, np.setdiff1d(records[is_part], mentioned))
    _state(told.filter(pl.Series(is_part, dtype=pl.Boolean)), batch, fills_only=fills_only)


def state(told: pl.DataFrame, batch: Batch, *, fills_only: bool) -> None:
    """The same, of records that the batch has just made after others."""
    remember(batch, SourceRecord, Effect.MENTIONED, told["record_id"].to_numpy())
    _state(told, batch, fills_only=fills_only)


def _state(told: pl.DataFrame, batch: Batch, *, fills_only: bool) -> None:
    spoken = told.filter(pl.col("said") != "{}").select("record_id", "said")
    so_far = _read(spoken["record_id"], f"batch_id = {batch.pk:d}")
    is_news = []
    for record, said in spoken.iter_rows():
        held = merge({}, so_far.get(record, []))
        is_news.append(merge(held, [(json.loads(said), fills_only)]) != held)
    new = spoken.filter(pl.Series(is_news, dtype=pl.Boolean))
    insert_frame(
        Statement,
        new.select(
            pl.Series("id", allocate_ids(Statement, new.height)),
            pl.lit(batch.pk).alias("batch_id"),
            "record_id",
            pl.col("said").alias("fields"),
            pl.lit(fills_only).alias("fills_only"),
        ),
    )


def merge(base: Fields, statements: Iterable[tuple[Fields, bool]]) -> Fields:
    """What is known after these statements, each with whether it only fills gaps."""
    for said, fills_only in statements:
        base = {**said, **base} if fills_only else {**base, **said}
    return base


def columns_of(fields: Iterable[str]) -> pl.DataFrame:
    """What records hold (JSON), as columns; null where one says nothing."""
    parsed = [json.loads(text) for text in fields]
    names = sorted({name for each in parsed for name in each})
    rows = [{name: each.get(name) for name in names} for each in parsed]
    return pl.DataFrame(rows, infer_schema_length=None)


def vouched_in_full(batch: Batch) -> Ids:
    """The records of the batch's source that hold nothing but what one other batch says in full."""
    others = Batch.objects.filter(source=batch.source_id, undone_at=None).exclude(pk=batch.pk)
    whole = [
        part
        for other in others
        for part in (remembered(other, SourceRecord, Effect.CONFIRMED), _made_whole(other))
    ]
    return np.unique(np.concatenate([NOTHING, *whole]))


def said_of(records: Iterable[int], *, without: Batch) -> dict[int, list[tuple[Fields, bool]]]:
    """The statements of all other batches on these records, oldest first."""
    return _read(records, f"batch_id <> {without.pk:d}")


def forget_statements_on(records: Ids) -> None:
    """Statements go before the records they are about."""
    _delete(
        read_matching(
            "SELECT id FROM customers_statement WHERE record_id IN {keys}",
            records.tolist(),
            schema={"id": pl.Int64},
        )
    )


def forget_statements_of(batch: Batch) -> None:
    """What a batch said that is taken back."""
    query = "SELECT id FROM customers_statement WHERE batch_id = %s"
    _delete(read_frame(query, [batch.pk], schema={"id": pl.Int64}))


def _delete(rows: pl.DataFrame) -> None:
    delete_ids(Statement, rows["id"].to_numpy())


def _made_whole(batch: Batch) -> Ids:
    """Records that the batch made, or took on, and that hold nothing but its own words."""
    made = remembered(batch, SourceRecord, Effect.CREATED)
    return np.setdiff1d(made, remembered(batch, SourceRecord, Effect.MENTIONED))


def _read(records: Iterable[int], whose: str) -> dict[int, list[tuple[Fields, bool]]]:
    rows = read_matching(
        "SELECT id, record_id, CAST(fields AS text), CAST(fills_only AS int)"
        f" FROM customers_statement WHERE {whose} AND record_id IN {{keys}}",
        records,
        schema={"id": pl.Int64, "record": pl.Int64, "fields": pl.String, "fills": pl.Int64},
    )
    said: dict[int, list[tuple[Fields, bool]]] = {}
    for _id, record, fields, fills in rows.sort("id").iter_rows():
        said.setdefault(record, []).append((json.loads(fields), bool(fills)))
    return said
