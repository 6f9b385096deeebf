"""One page of those who are meant, in an order, found by key at any depth.

By a fact: values are a column, of which only the next few are put in order. By name: the index over
names is walked until the page is full; where those who are meant are few, they are sorted instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db.models import Q

from nahbar.core.bulk import Ids, read_matching
from nahbar.core.facts import Fact
from nahbar.core.undo import NOTHING
from nahbar.customers.lists.choosing import Chosen
from nahbar.customers.lists.house import NOT_KNOWN
from nahbar.customers.lists.parts import Numbers
from nahbar.customers.models import Customer

FEW = 3_000
STEP = 2_000
FURTHEST = 60_000  # so many names are walked past before all who are meant are sorted


@dataclass(frozen=True)
class Page:
    """Primary keys in order; whether there are more on either side."""

    ids: list[int]
    has_before: bool = False
    has_after: bool = False


def page_of(
    chosen: Chosen,
    order: Fact | None,
    *,
    is_descending: bool,
    after: int | None = None,
    before: int | None = None,
    rows: int,
) -> Page:
    """Up to `rows` of them beyond the customer `after`, or those just before `before` (primary keys).

    `order` None is by name. Who has no value stands at the end, whichever way.
    """
    backwards = before is not None
    key = before if backwards else after
    if order is None:
        found = _by_name(chosen, key, rows + 1, backwards=backwards != is_descending)
    else:
        ranks = _ranks(chosen.house.values(order), is_descending=is_descending)
        found = _by_rank(chosen.ids, ranks, key, rows + 1, backwards=backwards)
    shown, has_more = found[:rows], len(found) > rows
    if backwards:
        return Page(shown[::-1], has_before=has_more, has_after=True)
    return Page(shown, has_before=after is not None, has_after=has_more)


def _ranks(values: Numbers, *, is_descending: bool) -> Numbers:
    """Numbers by which ascending is the order that is wanted, and not known comes last."""
    last = np.iinfo(np.int64).max
    known = values != NOT_KNOWN
    ordered = -values if is_descending else values
    return np.where(known, ordered, last)


def _by_rank(
    ids: Ids, ranks: Numbers, key: int | None, count: int, *, backwards: bool
) -> list[int]:
    """The first `count` by rank and primary key beyond `key`."""
    mine = ranks[ids]
    if key is not None and key < ranks.size:
        rank = ranks[key]
        if backwards:
            beyond = (mine < rank) | ((mine == rank) & (ids < key))
        else:
            beyond = (mine > rank) | ((mine == rank) & (ids > key))
        ids, mine = ids[beyond], mine[beyond]
    if backwards:  # the nearest before come last in the order: turn it around
        ids, mine = -ids[::-1], -mine[::-1]
    if ids.size > count:
        bound = np.partition(mine, count - 1)[count - 1]
        below, equal = mine < bound, mine == bound
        some = np.concatenate([np.flatnonzero(below), np.flatnonzero(equal)[:count]])
        ids, mine = ids[some], mine[some]
    found = ids[np.lexsort((ids, mine))][:count]
    return [abs(int(one)) for one in found]


def _by_name(chosen: Chosen, key: int | None, count: int, *, backwards: bool) -> list[int]:
    """The first `count` by name beyond `key`; `backwards` from Z to A."""
    begin = Customer.objects.filter(pk=key).values_list("sort_key", "pk").first() if key else None
    if chosen.count <= FEW:
        return _sorted(chosen.ids, begin, count, backwards=backwards)
    found: list[int] = []
    walked = 0
    for names in _walk(begin, backwards=backwards):
        inside = names[names <= chosen.house.largest]
        found += inside[chosen.mask[inside]].tolist()
        walked += names.size
        if len(found) >= count:
            return found[:count]
        if walked >= FURTHEST:
            return _sorted(chosen.ids, begin, count, backwards=backwards)
    return found[:count]


def _walk(begin: tuple[str, int] | None, *, backwards: bool) -> Iterator[Ids]:
    """Everybody by name from there on, some at a time."""
    order = ("-sort_key", "-id") if backwards else ("sort_key", "id")
    while True:
        rows: list[tuple[str, int]] = []
        for part in _beyond(begin, backwards=backwards):
            ordered = Customer.objects.filter(part).order_by(*order)
            rows += ordered.values_list("sort_key", "pk")[: STEP - len(rows)]
            if len(rows) == STEP:
                break
        yield np.array([pk for _name, pk in rows], dtype=np.int64) if rows else NOTHING
        if len(rows) < STEP:
            return
        begin = rows[-1]


def _beyond(begin: tuple[str, int] | None, *, backwards: bool) -> list[Q]:
    """What lies beyond a name, as two ranges of the index."""
    if begin is None:
        return [Q()]
    name, pk = begin
    if backwards:
        return [Q(sort_key=name, pk__lt=pk), Q(sort_key__lt=name)]
    return [Q(sort_key=name, pk__gt=pk), Q(sort_key__gt=name)]


def _sorted(ids: Ids, begin: tuple[str, int] | None, count: int, *, backwards: bool) -> list[int]:
    named = read_matching(
        "SELECT id, sort_key FROM customers_customer WHERE id IN {keys}",
        ids.tolist(),
        schema={"id": pl.Int64, "name": pl.String},
    )
    if begin is not None:  # texts are compared byte by byte, as both databases do
        name, pk = pl.col("name"), pl.col("id")
        beyond = (name < begin[0]) if backwards else (name > begin[0])
        alike = (pk < begin[1]) if backwards else (pk > begin[1])
        named = named.filter(beyond | ((name == begin[0]) & alike))
    found: list[int] = named.sort("name", "id", descending=backwards)["id"].head(count).to_list()
    return found
