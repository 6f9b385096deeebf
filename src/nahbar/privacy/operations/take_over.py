"""Consents that old lists tell of, over columns: with day and source or proof as given, else as a claim.

A claim is kept and allows nothing. A no always counts, from its own day or from now: to write to
somebody who does not want it is worse than not to write to somebody who would. A yes never goes
before a later no.
"""

from datetime import datetime
from typing import Any

import polars as pl
from django.db import models, transaction

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import (
    Ids,
    allocate_ids,
    delete_ids,
    insert_frame,
    moment,
    read_matching,
)
from nahbar.core.ids import new_public_ids
from nahbar.core.ledger import record
from nahbar.core.models import Batch
from nahbar.core.undo import Effect, release_created, remember
from nahbar.dispatch.operations.hold import release_held
from nahbar.privacy.models import ConsentFact, ConsentState, Purpose
from nahbar.privacy.models.consents import Step, Way
from nahbar.privacy.operations.catalogue import find_purpose
from nahbar.privacy.operations.states_anew import show_states_anew

SAID: dict[str, Any] = {
    "customer_id": pl.Int64,
    "channel": pl.String,
    "yes": pl.Boolean,
    "said_at": pl.Datetime("us"),
    "proof": pl.String,
}
FACTS = {
    "id": pl.Int64,
    "customer_id": pl.Int64,
    "channel": pl.String,
    "step": pl.String,
    "said_at": pl.Datetime("us"),
    "is_dated": pl.Boolean,
    "proof": pl.String,
}
SAME = ["customer_id", "channel", "step", "said_on", "proof"]
LONGEST_PROOF = 2_000


@transaction.atomic
def take_over_consents(
    said: pl.DataFrame, *, purpose: str, batch: Batch, by: By, at: datetime
) -> int:
    """Store what is new in the frame `SAID`, a row for each customer and channel; how many rows.

    `said_at` (UTC, null where unknown) and `proof` (where it is from, what proves it; null where
    nothing does) decide whether a yes is given or only claimed.
    """
    demand(by, Ability.RUN_IMPORTS)
    if said.is_empty():
        return 0
    found = find_purpose(purpose, at=at)
    told = _told(said.match_to_schema(SAID), at)
    known = _known(told, found)
    met = told.join(known, on=SAME, how="inner")
    remember(batch, ConsentFact, Effect.CONFIRMED, met["id"].to_numpy())
    new = told.join(known, on=SAME, how="anti", maintain_order="left")
    if new.is_empty():
        return 0
    _store(new, found, batch, at)
    customers = new["customer_id"].unique().to_numpy()
    show_states_anew(customers)
    release_held(customers.tolist(), at=at)
    details = {"purpose": found.key, "batch": batch.pk, "consents": new.height}
    record("privacy.consents_taken_over", by=by, at=at, subject=found, details=details)
    return new.height


def forget_consents_of(batch: Batch) -> int:
    """Take back what the batch brought and no other says as well; how many facts went."""
    mine = release_created(batch, ConsentFact)
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM privacy_consentfact WHERE id IN {keys}",
        mine.tolist(),
        schema={"id": pl.Int64},
    )
    customers: Ids = rows["id"].to_numpy()
    _remove(ConsentState, "customer_id", customers)
    gone = delete_ids(ConsentFact, mine)
    show_states_anew(customers)
    return gone


def forget_consents_on(customers: Ids) -> None:
    """Customers who are removed take with them what imports said of them."""
    _remove(ConsentState, "customer_id", customers)
    _remove(ConsentFact, "customer_id", customers)


def _remove(model: type[models.Model], column: str, keys: Ids) -> None:
    rows = read_matching(
        f'SELECT id FROM "{model._meta.db_table}" WHERE {column} IN {{keys}}',
        keys.tolist(),
        schema={"id": pl.Int64},
    )
    delete_ids(model, rows["id"].to_numpy())


def _told(said: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """The rows as facts: `customer_id, channel, step, said_at, said_on, proof`; of several the last."""
    proof = pl.col("proof").fill_null("").str.slice(0, LONGEST_PROOF)
    in_past = pl.col("said_at").is_not_null() & (pl.col("said_at") <= moment(at))
    step = (
        pl.when(~pl.col("yes"))
        .then(pl.lit(Step.REFUSED.value))
        .when(in_past & (proof != ""))
        .then(pl.lit(Step.GIVEN.value))
        .otherwise(pl.lit(Step.CLAIMED.value))
    )
    told = said.filter(pl.col("yes").is_not_null()).with_columns(
        step.alias("step"), in_past.alias("is_dated"), proof.alias("proof")
    )
    dated = pl.when(in_past).then(pl.col("said_at")).otherwise(moment(at)).alias("said_at")
    last = told.with_columns(dated).unique(
        ["customer_id", "channel"], keep="last", maintain_order=True
    )
    return _with_day(last.drop("yes"))


def _with_day(facts: pl.DataFrame) -> pl.DataFrame:
    """The day of what is dated as `said_on`, for comparing; nothing is empty, not null."""
    day = pl.col("said_at").dt.strftime("%Y-%m-%d")
    said_on = pl.when("is_dated").then(day).otherwise(pl.lit(""))
    return facts.with_columns(said_on.alias("said_on"))


def _known(told: pl.DataFrame, purpose: Purpose) -> pl.DataFrame:
    """What imports said of them before: the same said again is nothing new."""
    known = read_matching(
        "SELECT id, customer_id, channel, step, CAST(said_at AS text),"
        " is_dated, proof FROM privacy_consentfact"
        f" WHERE purpose_id = {purpose.pk:d} AND batch_id IS NOT NULL AND customer_id IN {{keys}}",
        told["customer_id"].unique(),
        schema=FACTS,
    )
    return _with_day(known).unique(SAME, keep="first", maintain_order=True).select(*SAME, "id")


def _store(new: pl.DataFrame, purpose: Purpose, batch: Batch, at: datetime) -> None:
    ids = allocate_ids(ConsentFact, new.height)
    facts = new.select(
        pl.Series("id", ids),
        pl.Series("public_id", new_public_ids(new.height)),
        "customer_id",
        pl.lit(purpose.pk).alias("purpose_id"),
        "channel",
        "step",
        pl.lit(Way.IMPORT.value).alias("way"),
        "said_at",
        moment(at).alias("noted_at"),
        "is_dated",
        "proof",
        *(pl.lit("").alias(name) for name in ("language", "address", "proof_name")),
        pl.lit(batch.pk).alias("batch_id"),
    )
    insert_frame(ConsentFact, facts)
    remember(batch, ConsentFact, Effect.CREATED, ids)
