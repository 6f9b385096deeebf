"""The verbs of the room: recording encounters, one by hand or many at once."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import Ids, allocate_ids, delete_ids, insert_frame, moment, read_matching
from nahbar.core.ids import new_public_ids
from nahbar.core.ledger import record
from nahbar.core.models import Batch, Source, User
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.core.undo import Effect, release_created, remember
from nahbar.customers.models import Customer
from nahbar.moments.agreements import Agreement, hand_over
from nahbar.moments.attaching import attach
from nahbar.moments.checking import Checked
from nahbar.moments.models import Encounter
from nahbar.team.models import Branch

# What somebody who notes a moment says of it.
HAND = ("channel", "kind", "occurred_at", "text", "mood", "mood_word", "branch", "companions")
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


class NotedAlready(Refused):
    """The form was sent before, and said something else."""

    def __init__(self) -> None:
        sentence = _(
            "This moment was noted already, in other words. Save once more to note it as another."
        )
        super().__init__("noted_already", sentence)


@transaction.atomic
def note_encounter(
    customer: Customer,
    fields: Mapping[str, Any],
    *,
    by: By,
    at: datetime,
    once: uuid.UUID | None = None,
    colleagues: Iterable[User] = (),
    agreed: Iterable[str] = (),
    files: Sequence[Checked] = (),
) -> Encounter:
    """Write down a moment with a customer: what it was, when, how it felt, what was agreed.

    `once` is the key of the form: sent twice it is one moment, the first. Raises NotedAlready where
    the second says something else, and Refused where an agreement or a file cannot be kept; then
    nothing is noted.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    noted_by = by if isinstance(by, User) else None
    try:
        with transaction.atomic():
            encounter = Encounter.objects.create(
                customer=customer, by=noted_by, once=once, created_at=at, **fields
            )
    except IntegrityError:
        return _same(_noted_before(noted_by, once), customer, fields)
    there = [person for person in colleagues if person != noted_by]
    encounter.colleagues.add(*there)
    details = {
        "encounter": str(encounter.public_id),
        "colleagues": [person.pk for person in there],
        "attachments": attach(encounter, files, at=at),
    }
    told = {name: value for name, value in details.items() if value}
    record("moments.noted", by=by, at=at, subject=customer, after=in_ledger(fields), details=told)
    changed([customer.pk])
    hand_over((Agreement(customer, encounter, words) for words in agreed), by=by, at=at)
    return encounter


def _noted_before(by: User | None, once: uuid.UUID | None) -> Encounter:
    """What the same form noted. Raises DoesNotExist where nothing did, and so something else is wrong."""
    if by is None or once is None:
        raise Encounter.DoesNotExist
    return Encounter.objects.get(by=by, once=once)


def _same(before: Encounter, customer: Customer, fields: Mapping[str, Any]) -> Encounter:
    """The moment noted before, unless this form speaks of another."""
    said = {name: value for name, value in fields.items() if name != "occurred_at"}
    if before.customer_id != customer.pk or any(
        getattr(before, name) != value for name, value in said.items()
    ):
        raise NotedAlready
    return before


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
    if "text" in moments.columns:
        changed(moments.filter(pl.col("text").fill_null("") != "")["customer_id"])
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
    return _remove(gone["id"].to_numpy())


def take_back_encounters(batch: Batch) -> int:
    """Remove the encounters of the batch's tables that nobody else vouches for."""
    return _remove(release_created(batch, Encounter))


def _remove(encounters: Ids) -> int:
    told = read_matching(
        "SELECT customer_id FROM moments_encounter WHERE text <> '' AND id IN {keys}",
        encounters.tolist(),
        schema={"customer_id": pl.Int64},
    )
    changed(told["customer_id"])
    return delete_ids(Encounter, encounters)


def find_encounters(keys: pl.Series) -> pl.DataFrame:
    """The encounters there are of these row keys: frame `row_key, stored_id`."""
    return read_matching(
        "SELECT row_key, id FROM moments_encounter WHERE row_key IN {keys}",
        keys,
        schema={"row_key": pl.Int64, "stored_id": pl.Int64},
    )
