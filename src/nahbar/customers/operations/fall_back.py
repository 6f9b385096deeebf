"""When a batch is taken back: records that others speak of as well fall back to what those say."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

from nahbar.core.bulk import Ids, delete_ids, read_matching, update_frame
from nahbar.core.models import Batch, UndoChunk
from nahbar.core.undo import Effect, remember, remembered
from nahbar.customers.models import SourceRecord, Statement
from nahbar.customers.operations.reach import end_reach, remove_reach, revise_reach
from nahbar.customers.operations.statements import (
    Fields,
    columns_of,
    forget_statements_on,
    merge,
    said_of,
)

RECORD = {
    "id": pl.Int64,
    "customer_id": pl.Int64,
    "key": pl.String,
    "fields": pl.String,
    "recorded_at": pl.Datetime("us"),
}


def fall_back(customers: Ids, batch: Batch, *, in_full: Ids) -> int:
    """Let these customers' records hold what the batches beside `batch` say; how many changed.

    `in_full` are the records that one other batch says in full: they stay as they are.
    """
    records = read_matching(
        "SELECT id, customer_id, key, CAST(fields AS text), recorded_at"
        f" FROM customers_sourcerecord WHERE source_id = {batch.source_id:d}"
        " AND customer_id IN {keys}",
        customers.tolist(),
        schema=RECORD,
    )
    in_doubt = np.setdiff1d(records["id"].to_numpy(), in_full)
    if not in_doubt.size:
        return 0
    found = _work_out(records, set(in_doubt.tolist()), batch)
    _rewrite(records, found.changed)
    _dissolve(records, found.nothing_new, batch)
    return len(found.changed)


@dataclass
class _Found:
    """`changed`: record and what it holds now; `nothing_new`: record and the one it follows."""

    changed: dict[int, Fields] = field(default_factory=dict)
    nothing_new: dict[int, int] = field(default_factory=dict)


def _work_out(records: pl.DataFrame, in_doubt: set[int], batch: Batch) -> _Found:
    """Go through each key's records, oldest first: each holds what was before it, and its words."""
    said, found = said_of(in_doubt, without=batch), _Found()
    before: tuple[str, int | None, Fields] = ("", None, {})
    for pk, key, text in records.sort("key", "id").select("id", "key", "fields").iter_rows():
        if key != before[0]:
            before = (key, None, {})
        fields = json.loads(text)
        if pk in in_doubt:
            _key, forerunner, base = before
            rest = merge(base, said.get(pk, []))
            if forerunner is not None and rest == base:
                found.nothing_new[pk] = forerunner
                continue
            if rest != fields:
                found.changed[pk] = fields = rest
        before = (key, pk, fields)
    return found


def _rewrite(records: pl.DataFrame, changed: dict[int, Fields]) -> None:
    if not changed:
        return
    texts = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in changed.values()]
    schema = {"id": pl.Int64, "fields": pl.String}
    now = pl.DataFrame({"id": list(changed), "fields": texts}, schema=schema)
    update_frame(SourceRecord, now)
    known = records.drop("key", "fields")
    told = now.join(known, on="id", maintain_order="left").rename({"id": "record_id"})
    revise_reach(pl.concat([told.drop("fields"), columns_of(texts)], how="horizontal"))
    customers = told["customer_id"].to_numpy()
    # What was written just now for records that others have followed ended when they did.
    followed = SourceRecord.objects.exclude(superseded_at=None).only("superseded_at")
    ended: dict[datetime, list[int]] = {}
    for pk, record in followed.in_bulk(list(changed)).items():
        if record.superseded_at:
            ended.setdefault(record.superseded_at, []).append(pk)
    for at, then in ended.items():
        end_reach(customers, np.array(then, dtype=np.int64), at)


def _dissolve(records: pl.DataFrame, nothing_new: dict[int, int], batch: Batch) -> None:
    """Records that say no more than the one they follow go; who mentioned them mentions that one."""
    if not nothing_new:
        return
    gone = np.array(list(nothing_new), dtype=np.int64)
    chunks = UndoChunk.objects.filter(
        model=SourceRecord._meta.label_lower,
        effect=Effect.MENTIONED,
        batch__undone_at=None,
        batch__source=batch.source_id,
    ).exclude(batch=batch)
    for other in Batch.objects.filter(pk__in=chunks.values("batch")):
        theirs = np.intersect1d(remembered(other, SourceRecord, Effect.MENTIONED), gone)
        kept: list[Any] = [nothing_new[pk] for pk in theirs.tolist()]
        remember(other, SourceRecord, Effect.MENTIONED, np.array(kept, dtype=np.int64))
    statements = read_matching(
        "SELECT id, record_id FROM customers_statement WHERE record_id IN {keys}",
        gone.tolist(),
        schema={"id": pl.Int64, "record_id": pl.Int64},
    )
    update_frame(
        Statement,
        statements.with_columns(pl.col("record_id").replace_strict(nothing_new, default=None)),
    )
    owners = records.filter(pl.col("id").is_in(list(nothing_new)))["customer_id"].to_numpy()
    remove_records(owners, gone)


def remove_records(customers: Ids, records: Ids) -> None:
    """Remove these records of these customers, and what they said."""
    remove_reach(customers, records)
    forget_statements_on(records)
    delete_ids(SourceRecord, records)
