"""What taking an import back would remove, and who would stay: told before anybody says yes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db import models

from nahbar.agenda.frames import who_is_on_the_agenda
from nahbar.circulation.frames import who_has_things_noted
from nahbar.core.bulk import Ids, read_matching
from nahbar.core.models import Batch, UndoChunk
from nahbar.core.undo import Effect, remembered
from nahbar.customers.models import Customer, SourceRecord
from nahbar.customers.operations.undo import who_was_edited
from nahbar.intake.models import Import
from nahbar.measures.queries import who_is_written_of
from nahbar.moments.models import Encounter
from nahbar.sales.models import OrderLine

MOST_NAMED = 10


@dataclass(frozen=True)
class Foreseen:
    """How many go, and who stays: `edited` or written on by hand (the first few are `named`), `shared` with others.

    Shared are customers of whom another import or another order speaks as well.
    """

    customers: int
    orders: int
    lines: int
    encounters: int
    edited: int
    named: Sequence[Customer]
    shared: int


def foresee_undo(import_run: Import) -> Foreseen:
    """Reckoned over columns; nothing is written."""
    batch = import_run.batch
    lines = _made_alone(batch, OrderLine)
    orders = _emptied_orders(lines)
    told, gone = _customers(batch, orders)
    written_on = np.union1d(_noted_by_hand(told), who_is_written_of(told))
    written_on = np.union1d(written_on, who_has_things_noted(told))
    written_on = np.union1d(written_on, who_is_on_the_agenda(told))
    edited = np.intersect1d(np.union1d(who_was_edited(batch), written_on), told)
    gone = np.setdiff1d(gone, edited)
    named = Customer.objects.filter(pk__in=edited[:MOST_NAMED].tolist()).order_by("sort_key")
    return Foreseen(
        customers=gone.size,
        orders=orders.size,
        lines=lines.size,
        encounters=_made_alone(batch, Encounter).size,
        edited=edited.size,
        named=list(named),
        shared=told.size - gone.size - edited.size,
    )


def _made_alone(batch: Batch, model: type[models.Model]) -> Ids:
    """The rows that the batch made and no other batch speaks of."""
    mine = remembered(batch, model, Effect.CREATED)
    others = Batch.objects.filter(
        pk__in=UndoChunk.objects.filter(model=model._meta.label_lower, batch__undone_at=None)
        .exclude(batch=batch)
        .exclude(effect=Effect.CREATED)
        .values("batch_id")
    )
    for other in others:
        for effect in set(Effect) - {Effect.CREATED}:
            mine = np.setdiff1d(mine, remembered(other, model, Effect(effect)))
    return mine


def _emptied_orders(lines: Ids) -> Ids:
    """The orders of which no line stays."""
    going = _pairs("SELECT id, order_id FROM sales_orderline WHERE id IN {keys}", lines)
    touched = going["other"].unique()
    every = _pairs(
        "SELECT count(*), order_id FROM sales_orderline WHERE order_id IN {keys} GROUP BY order_id",
        touched.to_numpy(),
    )
    counted = going.group_by("other").len(name="going")
    empty = every.join(counted, on="other").filter(pl.col("id") == pl.col("going"))
    ids: Ids = empty["other"].to_numpy()
    return ids


def _customers(batch: Batch, orders: Ids) -> tuple[Ids, Ids]:
    """Of whom the batch made a record, and those of them about whom nothing else would stay."""
    mine = remembered(batch, SourceRecord, Effect.CREATED)
    alone = _made_alone(batch, SourceRecord)
    told = _pairs("SELECT id, customer_id FROM customers_sourcerecord WHERE id IN {keys}", mine)
    customers = np.unique(told["other"].to_numpy())
    staying = [
        _left("SELECT id, customer_id FROM customers_sourcerecord WHERE customer_id IN {keys}",
              customers, alone),
        _left("SELECT id, customer_id FROM sales_order WHERE customer_id IN {keys}",
              customers, orders),
    ]  # fmt: skip
    return customers, np.setdiff1d(customers, np.concatenate(staying))


def _noted_by_hand(customers: Ids) -> Ids:
    """Of whom a person has noted a moment."""
    noted = _pairs(
        "SELECT id, customer_id FROM moments_encounter"
        " WHERE source_id IS NULL AND customer_id IN {keys}",
        customers,
    )
    ids: Ids = np.unique(noted["other"].to_numpy())
    return ids


def _left(query: str, customers: Ids, going: Ids) -> Ids:
    """Whose rows the query finds beside those that go."""
    rows = _pairs(query, customers)
    left: Ids = rows["other"].to_numpy()[~np.isin(rows["id"].to_numpy(), going)]
    return left


def _pairs(query: str, keys: Ids) -> pl.DataFrame:
    return read_matching(query, keys.tolist(), schema={"id": pl.Int64, "other": pl.Int64})
