"""Who may be meant: from the lists of the rarest part on, until few enough are left to look at."""

from collections.abc import Callable, Sequence

import numpy as np

from nahbar.core.search.likeness import SURE
from nahbar.core.search.lists import Keys, distinct, read_lists
from nahbar.core.search.scoring import Asked, Floats
from nahbar.core.search.typed import Kind

ENOUGH = 256
MOST_LISTS = 600
SHELVES_EXPECTED = 16  # a common word has a list for each 65,536 customers
BESIDE_NAMES = 0.9

Some = tuple[Keys, Floats]  # customers ascending, and how well they answer


def narrow(asked: Sequence[Asked], counts: Keys, *, is_loose: bool = False) -> Keys:
    """At most `ENOUGH` customers who may answer to every part; loosely: also by a worse guess.

    The last parts are not asked where few are left: who looks at these sees for themselves.
    """
    is_alone = len(asked) == 1
    supplies = sorted(
        (_supply(each, counts, is_loose=is_loose, is_alone=is_alone) for each in asked), key=_size
    )
    found: Some | None = None
    for size, read in supplies:
        if found is not None and found[0].size <= ENOUGH:
            break
        if not size:
            return np.empty(0, dtype=np.int64)
        found = read() if found is None else _both(found, read())
    return _best(found) if found else np.empty(0, dtype=np.int64)


Supply = tuple[int, Callable[[], Some]]


def _size(supply: Supply) -> int:
    return supply[0]


def _supply(asked: Asked, counts: Keys, *, is_loose: bool, is_alone: bool) -> Supply:
    """About how many answer, and the way to read who; of a part asked alone the best will do."""
    if asked.token.kind == Kind.MAIL:
        known = asked.customers
        return known.size, lambda: (known, np.full(known.size, float(SURE)))
    if asked.token.kind == Kind.NUMBER:
        size = min((int(counts[gram]) for gram in asked.grams), default=0)
        return size, lambda: _who_has_all(sorted(asked.grams, key=lambda gram: int(counts[gram])))
    words = np.flatnonzero(asked.quality >= (1 if is_loose else SURE))
    words = words[counts[words] > 0]
    words = words[np.lexsort((words, -counts[words], -asked.quality[words].astype(np.int64)))]
    lists = np.cumsum(np.minimum(counts[words], SHELVES_EXPECTED))
    taken = words[: max(1, int(np.searchsorted(lists, MOST_LISTS)))]
    if is_alone:
        taken = taken[: 1 + int(np.searchsorted(np.cumsum(counts[taken]), 2 * ENOUGH))]
    return int(counts[words].sum()), lambda: _who_has_any(taken, asked)


def _who_has_any(words: Keys, asked: Asked) -> Some:
    lists = read_lists(words.tolist())
    if not lists.customers.size:
        return lists.customers, np.empty(0)
    beside = np.where(lists.is_name, 1.0, BESIDE_NAMES)
    worth: Floats = asked.quality[lists.words].astype(np.float64) * beside
    worth_of = np.repeat(worth, lists.lengths)
    customers = lists.customers
    order = np.lexsort((-worth_of, customers))
    customers, worth_of = customers[order], worth_of[order]
    is_first = np.ones(customers.size, dtype=np.bool_)
    is_first[1:] = customers[1:] != customers[:-1]
    return customers[is_first], worth_of[is_first]


def _who_has_all(grams: Sequence[int]) -> Some:
    found: Keys | None = None
    for gram in grams:
        mine = distinct(read_lists([gram]).customers)
        found = mine if found is None else np.intersect1d(found, mine, assume_unique=True)
        if not found.size:
            break
    customers = found if found is not None else np.empty(0, dtype=np.int64)
    return customers, np.full(customers.size, float(SURE))


def _both(one: Some, other: Some) -> Some:
    customers, left, right = np.intersect1d(
        one[0], other[0], assume_unique=True, return_indices=True
    )
    return customers, one[1][left] + other[1][right]


def _best(found: Some) -> Keys:
    customers, worth = found
    if customers.size <= ENOUGH:
        return customers
    return np.sort(customers[np.lexsort((customers, -worth))[:ENOUGH]])
