"""Keeping the facts' columns fresh: what is due, in steps that each stand alone.

One process at a time, under the turn `facts`. A step reads the facts of the customers that are due
and writes the parts that say something else, with what is no longer due, in one short transaction.
Killed at any instant, the next run does the step anew. A change made after the facts were read has
a row of its own among what is due, which stays.
"""

import secrets

import numpy as np
import polars as pl
from django.db import transaction

from nahbar.core.bulk import Ids, slices
from nahbar.core.facts import Fact, all_facts
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.turns import turn
from nahbar.core.undo import NOTHING, pack, unpack
from nahbar.customers.lists.due import EVERYONE
from nahbar.customers.lists.house import EVERYBODY
from nahbar.customers.lists.parts import SIZE, pack_part, unpack_part
from nahbar.customers.models.facts import FactDue, FactPart
from nahbar.customers.search_texts import all_customers

MOST_AT_ONCE = 32_768
MOST_CHANGES = 5_000


def keep_due(*, wait: bool = True) -> int:
    """Keep the facts of all who are due; how many there were.

    Raises NotOurTurn where somebody else is at it and we do not `wait`.
    """
    count = 0
    with turn("facts", wait=wait):
        _forget_lost()
        while (step := _next()) is not None:
            customers, done = step
            _keep(customers, done)
            count += customers.size
            leave_if_stopping()
    return count


def _next() -> tuple[Ids, list[int]] | None:
    _spell_out_everyone()
    parts, done, size = [NOTHING], list[int](), 0
    due = FactDue.objects.order_by("id").values_list("id", "count", "customers")
    for key, count, packed in due[:MOST_CHANGES].iterator():
        if done and size + count > MOST_AT_ONCE:
            break
        parts.append(unpack(bytes(packed)))
        done.append(key)
        size += count
    return (np.unique(np.concatenate(parts)), done) if done else None


@transaction.atomic
def _spell_out_everyone() -> None:
    """Instead of everyone, name them by the part: so each step's end is kept, and a part written once."""
    all_due = FactDue.objects.filter(count=EVERYONE)
    if not all_due.exists():
        return
    all_due.delete()
    customers = all_customers()
    gone = FactPart.objects.filter(fact=EVERYBODY.key).values_list("part", flat=True)
    numbers = np.union1d(np.unique(customers // SIZE), np.array(list(gone), dtype=np.int64))
    for number in numbers.tolist():
        mine = customers[customers // SIZE == number]
        # Places of who is no longer there are due as well: whatever is kept of them goes.
        whole = np.arange(number * SIZE, (number + 1) * SIZE, dtype=np.int64)
        due = whole if number in set(gone) else mine
        FactDue.objects.create(customers=pack(due), count=due.size)


def _keep(customers: Ids, done: list[int]) -> None:
    facts = [EVERYBODY, *all_facts().values()]
    fresh = [(fact, _read(fact, customers)) for fact in facts]
    with transaction.atomic():
        for number in np.unique(customers // SIZE).tolist():
            mine = customers[customers // SIZE == number]
            for fact, frame in fresh:
                _write(fact, number, mine, frame)
        FactDue.objects.filter(pk__in=done).delete()


def _read(fact: Fact, customers: Ids) -> pl.DataFrame:
    frames = [fact.of(part) for part in slices(customers, MOST_AT_ONCE)]
    return pl.concat(frames).select("customer", "value").drop_nulls() if frames else pl.DataFrame()


def _write(fact: Fact, number: int, customers: Ids, frame: pl.DataFrame) -> None:
    new = frame.filter(pl.col("customer").is_between(number * SIZE, (number + 1) * SIZE - 1))
    row = FactPart.objects.filter(fact=fact.key, part=number).first()
    if row is not None and customers.size < SIZE:
        kept = unpack_part(bytes(row.data), number)
        others = ~np.isin(kept["customer"].to_numpy(), customers, assume_unique=False)
        new = pl.concat([kept.filter(pl.Series(others, dtype=pl.Boolean)), new])
    data = pack_part(fact, new, number)
    if row is None and (len(new) or fact is EVERYBODY):
        FactPart.objects.create(fact=fact.key, part=number, version=_version(), data=data)
    elif row is not None and bytes(row.data) != data:
        FactPart.objects.filter(pk=row.pk).update(version=_version(), data=data)


def _version() -> int:
    return secrets.randbits(62)


def _forget_lost() -> None:
    """Facts that nobody offers any more."""
    known = [EVERYBODY.key, *all_facts()]
    FactPart.objects.exclude(fact__in=known).delete()
