"""Whose texts have changed since they were indexed: one small row for each change.

Operations write nothing else for the search, so nobody waits for anybody. Those of few are read by
who searches (`fresh`), all by the worker (`indexing`).
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count, Q, Sum

from nahbar.core.models import SearchDue

FEW = 50  # so many in one change are found at once
EVERYONE = 0
IS_FEW = Q(count__gt=0, count__lte=FEW)


def changed(customers: Iterable[int]) -> None:
    """Note, in the running transaction, that texts of these customers (primary keys) are others now.

    Also for customers that are new or gone.
    """
    import numpy as np  # noqa: PLC0415  # columns are loaded by who changes or searches, see `find`

    from nahbar.core.undo import pack  # noqa: PLC0415  # the same

    if not connection.in_atomic_block:
        raise RuntimeError("texts were changed outside a transaction")
    ids = np.unique(np.fromiter(customers, dtype=np.int64))
    if ids.size:
        SearchDue.objects.create(customers=pack(ids), count=ids.size)


def index_all_anew() -> None:
    """Note that everyone is to be indexed, as when a release searches texts it did not before."""
    SearchDue.objects.create(customers=b"", count=EVERYONE)


def not_found_yet() -> int | None:
    """How many customers wait for the worker to be found by their words; None: everyone."""
    many = SearchDue.objects.exclude(IS_FEW)
    told = many.aggregate(customers=Sum("count"), anew=Count("id", filter=Q(count=EVERYONE)))
    return None if told["anew"] else told["customers"] or 0
