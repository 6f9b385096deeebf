"""Taking a batch back: its records go, what they followed comes back, who is left with nothing goes."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db import transaction

from nahbar.core.bulk import Ids, delete_ids, read_frame, read_matching, set_for_ids, slices
from nahbar.core.models import Batch, Source
from nahbar.core.search import changed
from nahbar.core.undo import NOTHING, Counter, Effect, release_created, remembered
from nahbar.customers.models import Customer, SourceRecord, Viewing
from nahbar.customers.operations.fall_back import fall_back, remove_records
from nahbar.customers.operations.reach import renew_reach
from nahbar.customers.operations.source_tags import HUNG, take_tags_down
from nahbar.customers.operations.statements import forget_statements_of, vouched_in_full
from nahbar.customers.own_fields.projecting import forget_own
from nahbar.customers.projection import show_again


@dataclass(frozen=True)
class LeftOver:
    """Customers after a batch's records went.

    `unsaid`: no source says anything of them any more, nor has anybody in the house;
    `written_on`: neither does one of them, but people of the house have written on them.
    """

    unsaid: Ids
    written_on: Ids


def who_was_edited(batch: Batch) -> Ids:
    """Of those the batch tells of, on whom people of the house have written. Ask before it goes."""
    mine = remembered(batch, SourceRecord, Effect.CREATED)
    touched = np.union1d(remembered(batch, Customer, Effect.CREATED), _ids(_SAID_BY, mine))
    return _written_on_by_hand(touched)


def take_back_records(batch: Batch, *, count: Counter) -> LeftOver:
    """Remove the records that the batch made and nobody else vouches for; restore their forerunners.

    What others speak of as well holds what those say, and nothing that only this batch said. In
    steps that each stand alone: when it is cut off and begun again, it goes on where it was.
    `count` is told in each step how many were `restored` and `reduced` to the others' words.
    """
    with transaction.atomic():
        alone = release_created(batch, SourceRecord)
    in_full = vouched_in_full(batch)
    for part in slices(np.setdiff1d(_spoken_of(batch), in_full)):
        _take_back_part(batch, part, alone, in_full, count)
    take_tags_down(batch)
    forget_statements_of(batch)
    unsaid = read_frame(_UNSAID, schema={"id": pl.Int64})["id"].to_numpy()
    written_on = _written_on_by_hand(unsaid)
    return LeftOver(np.setdiff1d(unsaid, written_on), written_on)


def remove_customers(customers: Ids) -> int:
    """Remove customers of whom nothing is left; who calls has made sure that nothing points to them."""
    hung = _ids("SELECT id FROM customers_tagging WHERE customer_id IN {keys}", customers)
    delete_ids(HUNG, hung)
    changed(customers)
    open_pages = _ids("SELECT id FROM customers_viewing WHERE customer_id IN {keys}", customers)
    delete_ids(Viewing, open_pages)
    forget_own(customers)
    return delete_ids(Customer, customers)


# Every customer has a record, be it the house's own word; those without were just left by theirs.
_UNSAID = (
    "SELECT id FROM customers_customer c WHERE NOT EXISTS"
    " (SELECT 1 FROM customers_sourcerecord r WHERE r.customer_id = c.id)"
)
_SAID_BY = "SELECT DISTINCT customer_id FROM customers_sourcerecord WHERE id IN {keys}"


def _spoken_of(batch: Batch) -> Ids:
    effects = (Effect.CREATED, Effect.CONFIRMED, Effect.MENTIONED)
    return np.unique(np.concatenate([remembered(batch, SourceRecord, each) for each in effects]))


@transaction.atomic
def _take_back_part(batch: Batch, records: Ids, alone: Ids, in_full: Ids, count: Counter) -> None:
    customers = _ids(_SAID_BY, records)
    # All records of a customer at once: what is gone must not be what another falls back to.
    theirs = _ids("SELECT id FROM customers_sourcerecord WHERE customer_id IN {keys}", customers)
    remove_records(customers, np.intersect1d(theirs, alone, assume_unique=True))
    count("reduced", fall_back(customers, batch, in_full=in_full))
    count("restored", _restore(customers, batch))
    show_again(customers)
    changed(customers)


def _written_on_by_hand(customers: Ids) -> Ids:
    """Who of these has something that a person of the house wrote."""
    written = (
        (
            "SELECT DISTINCT r.customer_id FROM customers_sourcerecord r JOIN core_source s"
            f" ON s.id = r.source_id WHERE s.name = '{Source.HAND}' AND r.customer_id IN {{keys}}"
        ),
        *(
            f"SELECT DISTINCT customer_id FROM {table} WHERE record_id IS NULL"
            " AND customer_id IN {keys}"
            for table in (
                "customers_remark",
                "customers_contactpoint",
                "customers_postaladdress",
                "customers_importantday",
            )
        ),
        "SELECT id FROM customers_customer WHERE picture_id IS NOT NULL AND id IN {keys}",
        "SELECT DISTINCT origin_id FROM customers_relation WHERE origin_id IN {keys}",
        "SELECT DISTINCT target_id FROM customers_relation WHERE target_id IN {keys}",
    )
    return np.unique(np.concatenate([NOTHING, *(_ids(query, customers) for query in written)]))


def _restore(customers: Ids, batch: Batch) -> int:
    """The newest record of each key speaks (again); how many did not before."""
    rows = read_matching(
        "SELECT r.id FROM customers_sourcerecord r WHERE r.customer_id IN {keys}"
        f" AND r.source_id = {batch.source_id:d} AND r.superseded_at IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM customers_sourcerecord n WHERE n.source_id = r.source_id"
        " AND n.key = r.key AND n.id > r.id)",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    renew_reach(ids)
    set_for_ids(SourceRecord, ids, "superseded_at", None)
    return ids.size


def _ids(query: str, keys: Ids) -> Ids:
    ids: Ids = read_matching(query, keys.tolist(), schema={"id": pl.Int64})["id"].to_numpy()
    return np.unique(ids)
