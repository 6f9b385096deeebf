"""Who was changed a moment ago: read from their own texts until the worker has indexed them.

What was read is kept in the process and read again only for customers that changed since.
"""

import threading
from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.core.bulk import Ids
from nahbar.core.models import SearchDue
from nahbar.core.search.columns import SCHEMA, spread, words_of
from nahbar.core.search.due import IS_FEW
from nahbar.core.search.lists import NO_ENTRIES, Entries
from nahbar.core.search.vocabulary import Vocabulary
from nahbar.core.search.words import sound
from nahbar.core.undo import NOTHING, unpack

MOST_CHANGES = 1_000


@dataclass(frozen=True)
class Fresh:
    """`customers` whom the index knows too little of; the entries of those who have any words."""

    customers: Ids
    words: Vocabulary
    entries: Entries


@dataclass(frozen=True)
class _Kept:
    changes: frozenset[tuple[int, bytes]]
    customers: Ids
    told: pl.DataFrame
    fresh: Fresh


def _nobody() -> _Kept:
    told = pl.DataFrame(schema=SCHEMA)
    return _Kept(frozenset(), NOTHING, told, _as_fresh(NOTHING, told))


def fresh_customers() -> Fresh:
    """Those of whom a few at once were changed, the last `MOST_CHANGES` times."""
    global _kept  # noqa: PLW0603  # one process keeps one
    due = SearchDue.objects.filter(IS_FEW).order_by("-id")[:MOST_CHANGES]
    changes = frozenset((key, bytes(packed)) for key, packed in due.values_list("id", "customers"))
    with _reading:
        kept = _kept = _kept or _nobody()
        if changes != kept.changes:
            kept = _kept = _read_further(kept, changes)
    return kept.fresh


def forget_fresh() -> None:
    """Read all again when next asked. For tests, whose changes are rolled back."""
    global _kept  # noqa: PLW0603  # see above
    with _reading:
        _kept = None


def _read_further(kept: _Kept, changes: frozenset[tuple[int, bytes]]) -> _Kept:
    customers, new = _customers_of(changes), _customers_of(changes - kept.changes)
    stays = np.setdiff1d(np.intersect1d(kept.customers, customers), new)
    old = kept.told.filter(pl.col("customer").is_in(stays.tolist()))
    told = pl.concat([old, words_of(new)]) if new.size else old
    return _Kept(changes, customers, told, _as_fresh(customers, told))


def _customers_of(changes: frozenset[tuple[int, bytes]]) -> Ids:
    return np.unique(np.concatenate([NOTHING, *(unpack(packed) for _, packed in changes)]))


def _as_fresh(customers: Ids, told: pl.DataFrame) -> Fresh:
    words = spread(told).sort("word").with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
    heard = pl.Series("sound", [sound(word) for word in words["word"]], dtype=pl.String)
    vocabulary = Vocabulary(words.with_columns(heard))
    if told.is_empty():
        return Fresh(customers, vocabulary, NO_ENTRIES)
    keyed = told.join(words.select("word", "id"), on="word").sort("customer", "id", "field")
    counted = keyed.group_by("customer", maintain_order=True).len()
    entries = Entries(
        counted["customer"].to_numpy(),
        counted["len"].to_numpy().astype(np.int64),
        keyed["id"].to_numpy(),
        keyed["field"].to_numpy(),
    )
    return Fresh(customers, vocabulary, entries)


_kept: _Kept | None = None
_reading = threading.Lock()
