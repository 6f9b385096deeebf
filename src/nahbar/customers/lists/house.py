"""The facts of the house as they are at this moment: kept columns, and over them what changed since.

Masks have a place for each primary key up to the largest: true for who is meant.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
from django.db.models import Max

from nahbar.core.bulk import Ids
from nahbar.core.facts import Fact, FactKind
from nahbar.customers.lists.due import fresh_ids
from nahbar.customers.lists.parts import Numbers, Part, kept_parts, part_of
from nahbar.customers.models import Customer
from nahbar.customers.search_texts import all_customers

Mask = npt.NDArray[np.bool_]
Test = Callable[[Part], Mask]
LIVE = 20_000  # a house as small as this is read from its tables while nothing is kept yet
NOT_KNOWN = np.iinfo(np.int64).min
EVERYBODY = Fact("everybody", "", FactKind.YES, "nahbar.customers.facts.everybody")


class House:
    """Answers for one question; ask a new one for the next."""

    def __init__(self) -> None:
        # First who is fresh, then the parts: what is kept in between is read twice, never missed.
        self._fresh, waiting = fresh_ids()
        self.largest: int = Customer.objects.aggregate(last=Max("pk"))["last"] or 0
        kept = kept_parts(EVERYBODY)
        self._columns: dict[str, list[Part]] = {}
        self._is_live = not kept
        if not self._is_live:
            self._columns[EVERYBODY.key] = [*kept, self._read(EVERYBODY)]
        else:
            is_small = self.largest <= LIVE or Customer.objects.count() <= LIVE
            self._fresh, waiting = (all_customers(), 0) if is_small else (self._fresh, -1)
        self.waiting = waiting

    @cached_property
    def everyone(self) -> Mask:
        """All customers there are."""
        if self._is_live and self.waiting == 0:
            return self.of(self._fresh)
        return self.where(EVERYBODY, lambda part: np.ones(part.values.size, dtype=np.bool_))

    def nobody(self) -> Mask:
        """An empty mask."""
        return np.zeros(self.largest + 1, dtype=np.bool_)

    def of(self, customers: Ids) -> Mask:
        """A mask of these customers."""
        mask = self.nobody()
        mask[customers[customers <= self.largest]] = True
        return mask

    def where(self, fact: Fact, test: Test) -> Mask:
        """Who has a value that passes the test."""
        *kept, fresh = self._parts(fact)
        mask = self.nobody()
        for part in kept:
            found = part.customers[test(part)]
            mask[found[found <= self.largest]] = True
        if self._fresh.size:
            mask[self._fresh[self._fresh <= self.largest]] = False
            found = fresh.customers[test(fresh)]
            mask[found[found <= self.largest]] = True
        return mask

    def known(self, fact: Fact) -> Mask:
        """Of whom the fact is known."""
        return self.where(fact, lambda part: np.ones(part.values.size, dtype=np.bool_))

    def values(self, fact: Fact) -> Numbers:
        """The value of each, by primary key; `NOT_KNOWN` where there is none. Not for texts."""
        *kept, fresh = self._parts(fact)
        values = np.full(self.largest + 1, NOT_KNOWN, dtype=np.int64)
        for part in kept:
            inside = part.customers <= self.largest
            values[part.customers[inside]] = part.values[inside]
        if self._fresh.size:
            values[self._fresh[self._fresh <= self.largest]] = NOT_KNOWN
            inside = fresh.customers <= self.largest
            values[fresh.customers[inside]] = fresh.values[inside]
        return values

    def parts_of(self, fact: Fact) -> list[Part]:
        """All that is known of a fact, part by part, each customer in one of them."""
        *kept, fresh = self._parts(fact)
        stale = self._fresh
        if not stale.size:
            return kept
        others = [~np.isin(part.customers, stale) for part in kept]
        rest = [
            Part(part.customers[mine], part.values[mine], part.folded)
            for part, mine in zip(kept, others, strict=True)
        ]
        return [*rest, fresh]

    def _parts(self, fact: Fact) -> list[Part]:
        """The kept parts, and last the part of who is fresh."""
        if fact.key not in self._columns:
            kept = [] if self._is_live else kept_parts(fact)
            self._columns[fact.key] = [*kept, self._read(fact)]
        return self._columns[fact.key]

    def _read(self, fact: Fact) -> Part:
        if not self._fresh.size:
            return part_of(fact, pl.DataFrame(schema=_schema(fact)))
        return part_of(fact, fact.of(self._fresh))


def _schema(fact: Fact) -> dict[str, type[pl.DataType]]:
    value = pl.String if fact.kind == FactKind.TEXT else pl.Int64
    return {"customer": pl.Int64, "value": value}
