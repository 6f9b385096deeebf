"""Bringing the index up to date: what is due, in steps that each stand alone.

One process at a time, under the turn `search`: only it writes words, lists and entries. A step
reads texts, compares them with what the entries say, and writes the difference together with what
is no longer due, in one short transaction. Killed at any instant, the next run does the step anew.
A change made after the texts were read has a row of its own among what is due, which stays.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from nahbar.core.bulk import Ids, slices
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.models import SearchDue
from nahbar.core.search.difference import difference
from nahbar.core.search.due import EVERYONE
from nahbar.core.search.fields import everyone
from nahbar.core.search.storing import store
from nahbar.core.turns import turn
from nahbar.core.undo import NOTHING, pack, unpack

STEP = 16_384
MOST_CHANGES = 5_000


@dataclass(frozen=True)
class _Work:
    """Customers of one step; the changes done with it, and of the last one what is left."""

    customers: Ids
    done: tuple[int, ...]
    left: Ids


def index_due(*, wait: bool = True, tell: Callable[[int], None] = lambda _: None) -> int:
    """Index all who are due; how many there were. `tell` hears after each step how many are done.

    Raises NotOurTurn where somebody else is at it and we do not `wait`.
    """
    count = 0
    with turn("search", wait=wait):
        while work := _next():
            _index(work)
            count += work.customers.size
            tell(count)
            leave_if_stopping()
    return count


def _next() -> _Work | None:
    _spell_out_everyone()
    customers, done, left = NOTHING, [], NOTHING
    due = SearchDue.objects.order_by("id").values_list("id", "count", "customers")
    for key, count, packed in due[:MOST_CHANGES].iterator():
        if customers.size and customers.size + count > STEP:
            break
        mine = unpack(bytes(packed))
        customers, left = np.union1d(customers, mine[:STEP]), mine[STEP:]
        done.append(key)
        if left.size:
            break
    return _Work(customers, tuple(done), left) if done else None


@transaction.atomic
def _spell_out_everyone() -> None:
    """Instead of everyone, name them: so each step's end is kept."""
    all_due = SearchDue.objects.filter(count=EVERYONE)
    if all_due.exists():
        all_due.delete()
        rows = (
            SearchDue(customers=pack(part), count=part.size) for part in slices(everyone(), STEP)
        )
        SearchDue.objects.bulk_create(rows, batch_size=500)


def _index(work: _Work) -> None:
    change = difference(work.customers)
    with transaction.atomic():
        store(change)
        if work.left.size:
            last = SearchDue.objects.filter(pk=work.done[-1])
            last.update(customers=pack(work.left), count=work.left.size)
            SearchDue.objects.filter(pk__in=work.done[:-1]).delete()
        else:
            SearchDue.objects.filter(pk__in=work.done).delete()
