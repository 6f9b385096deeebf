"""Whose facts have changed since they were kept: one small row for each change."""

from collections.abc import Iterable

import numpy as np
from django.db import connection
from django.db.models import Sum

from nahbar.core.bulk import Ids
from nahbar.core.undo import NOTHING, pack, unpack
from nahbar.customers.models.facts import FactDue

EVERYONE = 0
MOST_FRESH = 5_000  # so many are read from their tables by who asks; more wait for the worker


def note_changed(customers: Iterable[int]) -> None:
    """Note, in the running transaction, that facts of these customers are others now."""
    if not connection.in_atomic_block:
        raise RuntimeError("facts were changed outside a transaction")
    ids = np.unique(np.fromiter(customers, dtype=np.int64))
    if ids.size:
        FactDue.objects.create(customers=pack(ids), count=ids.size)


def keep_all_anew() -> None:
    """Note that the facts of everyone are to be read again, as after an import or a reckoning."""
    FactDue.objects.create(customers=b"", count=EVERYONE)


def fresh_ids() -> tuple[Ids, int]:
    """Who is to be read from their tables, the latest changes first, and how many more wait.

    While everyone is due, who waits is counted as -1.
    """
    rows = FactDue.objects.order_by("-id").values_list("count", "customers")
    fresh: list[Ids] = []
    size, is_everyone = 0, False
    for count, packed in rows[:MOST_FRESH].iterator():
        if count == EVERYONE:
            is_everyone = True
        elif size + count <= MOST_FRESH:
            fresh.append(unpack(bytes(packed)))
            size += count
        else:
            break
    if is_everyone:
        return np.unique(np.concatenate([NOTHING, *fresh])), -1
    whole = FactDue.objects.aggregate(whole=Sum("count"))["whole"] or 0 if size else 0
    return np.unique(np.concatenate([NOTHING, *fresh])), max(whole - size, 0)
