"""The verbs of the room: recording encounters, one by hand or many at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import Ids, allocate_ids, delete_ids, insert_frame, moment, read_matching
from nahbar.core.ids import new_public_ids
from nahbar.core.ledger import record
from nahbar.core.models import Batch, Source, User
from nahbar.core.undo import Effect, release_created, remember
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter
from nahbar.team.models import Branch

# What somebody who notes a moment says of it.
HAND = ("channel", "kind", "occurred_at", "text", "mood", "mood_word", "branch")
DEFAULTS: dict[str, tuple[Any, Any]] = {
    "branch_id": (None, pl.Int64),
    "by_id": (None, pl.Int64),
    "by_name": ("", pl.String),
    "touchpoint_id": (None, pl.Int64),
    "mood": (None, pl.Int64),
    "mood_word": ("", pl.String),
    "text": ("", pl.String),
    "reference": ("", pl.String),
    "row_key": (None, pl.Int64),
}


@transaction.atomic
def note_encounter(
    customer: Customer, fields: Mapping[str, Any], *, by: By, at: datetime
) -> Encounter:
    """Write down a moment with a customer: what it was, when, how it felt."""
    demand(by, Ability.EDIT_CUSTOMERS)
    encounter = Encounter.objects.create(
        customer=customer, by=by if isinstance(by, User) else None, created_at=at, **fields
    )
    details = {"encounter": str(encounter.public_id)}
    after = in_ledger(fields)
    record("moments.noted", by=by, at=at, subject=customer, after=after, details=details)
    return encounter


def in_ledger(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the ledger keeps of a moment: the branch by its name, and nothing that was not said."""
    return {
        name: str(value) if isinstance(value, Branch) else value
        for name, value in fields.items()
        if value not in {None, ""}
    }


def record_encounters(moments: pl.DataFrame, *, source: Source, at: datetime) -> Ids:
    """Store many encounters: `customer_id, kind, channel, occurred_at` and any further columns."""
    ids = allocate_ids(Encounter, moments.height)
    lacking = [
        pl.lit(value, dtype=dtype).alias(name)
        for name, (value, dtype) in DEFAULTS.items()
        if name not in moments.columns
    ]
    insert_frame(
        Encounter,
        moments.with_columns(
            pl.Series("id", ids),
            pl.Series("public_id", new_public_ids(moments.height)),
            pl.lit(source.pk).alias("source_id"),
            moment(at).alias("created_at"),
            *lacking,
        ),
    )
    return ids


def take_over_encounters(
    moments: pl.DataFrame, *, source: Source, batch: Batch, at: datetime
) -> None:
    """Store the encounters that a table lists, so that they can be taken back with it."""
    remember(batch, Encounter, Effect.CREATED, record_encounters(moments, source=source, at=at))


def remove_encounters_about(kind: str, customers: Ids, subjects: Ids) -> int:
    """Remove the encounters that are about these subjects (`order:17`), found by their customers."""
    rows = read_matching(
        "SELECT id, reference FROM moments_encounter WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64, "reference": pl.String},
    )
    gone = rows.filter(pl.col("reference").is_in([f"{kind}:{subject}" for subject in subjects]))
    return delete_ids(Encounter, gone["id"].to_numpy())


def take_back_encounters(batch: Batch) -> int:
    """Remove the encounters of the batch's tables that nobody else vouches for."""
    return delete_ids(Encounter, release_created(batch, Encounter))


def find_encounters(keys: pl.Series) -> pl.DataFrame:
    """The encounters there are of these row keys: frame `row_key, stored_id`."""
    return read_matching(
        "SELECT row_key, id FROM moments_encounter WHERE row_key IN {keys}",
        keys,
        schema={"row_key": pl.Int64, "stored_id": pl.Int64},
    )
