"""Pages of customers in the order of their names, found by key: no counting, no skipping.

What a page asks for are ranges of the index over `sort_key` and `id`, one after the other until
the page is full. A search by name is such ranges too: first those whose names begin with one of
the words, then those that hold the words elsewhere, for which the index is read through.
"""

import sys
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nahbar.core.folding import fold
from nahbar.customers.models import Customer

ROWS = 50
MOST_WORDS = 4
SURROGATES, AFTER_SURROGATES = (
    0xD800,
    0xE000,
)  # between them are halves of characters, no characters


@dataclass(frozen=True)
class Page:
    """Customers in order, and the keys with which the pages around them are asked for."""

    customers: list[Customer]
    before: uuid.UUID | None = None
    after: uuid.UUID | None = None


def page_by_name(
    customers: QuerySet[Customer],
    text: str = "",
    *,
    after: Customer | None = None,
    before: Customer | None = None,
    limit: int = ROWS,
) -> Page:
    """Up to `limit` of the customers, those whose name holds every word of `text` as a beginning."""
    words = words_of(text)
    if text.strip() and not words:
        return Page([])
    key, backwards = (before, True) if before else (after, False)
    parts = _parts(_tiers(words), words, key, backwards=backwards)
    found = _collect(customers, parts, limit + 1, backwards=backwards)
    more, shown = len(found) > limit, found[:limit]
    if backwards:
        shown.reverse()
    if not shown:
        return Page([])
    first, last = shown[0].public_id, shown[-1].public_id
    if backwards:
        return Page(shown, before=first if more else None, after=last)
    return Page(shown, before=first if key else None, after=last if more else None)


def words_of(text: str) -> list[str]:
    """The folded words that are looked for, each once, the longest (rarest) first."""
    words = sorted(dict.fromkeys(fold(text).split()), key=len, reverse=True)
    return words[:MOST_WORDS]


def begins_with(field: str, beginning: str) -> Q:
    """`field` begins so, as a range that an ordinary index serves (in the order of code points)."""
    last = ord(beginning[-1])
    if last == sys.maxunicode:
        return Q(**{f"{field}__startswith": beginning})
    following = AFTER_SURROGATES if last + 1 == SURROGATES else last + 1
    return Q(**{f"{field}__gte": beginning, f"{field}__lt": beginning[:-1] + chr(following)})


def _tiers(words: Sequence[str]) -> list[Q]:
    """Disjoint conditions, best first: the name begins with one of the words, or holds them inside."""
    if not words:
        return [Q()]
    holds_all = Q(*(_holds_word(word) for word in words))
    tiers, earlier = [], Q()
    for word in words:
        leading = begins_with("sort_key", word)
        tiers.append(leading & holds_all & earlier)
        earlier &= ~leading
    return [*tiers, holds_all & earlier]


def _holds_word(beginning: str) -> Q:
    return Q(sort_key__startswith=beginning) | Q(sort_key__contains=f" {beginning}")


def _parts(
    tiers: list[Q], words: Sequence[str], key: Customer | None, *, backwards: bool
) -> list[Q]:
    """The ranges that lie beyond `key`, in the order in which they are read."""
    if key is None:
        return tiers
    leads = (at for at, word in enumerate(words) if key.sort_key.startswith(word))
    here = next(leads, len(tiers) - 1)
    if backwards:
        alike, beyond = Q(id__lt=key.pk), Q(sort_key__lt=key.sort_key)
        rest = tiers[:here][::-1]
    else:
        alike, beyond = Q(id__gt=key.pk), Q(sort_key__gt=key.sort_key)
        rest = tiers[here + 1 :]
    return [tiers[here] & Q(sort_key=key.sort_key) & alike, tiers[here] & beyond, *rest]


def _collect(
    customers: QuerySet[Customer], parts: list[Q], limit: int, *, backwards: bool
) -> list[Customer]:
    order = ("-sort_key", "-id") if backwards else ("sort_key", "id")
    found: list[Customer] = []
    for part in parts:
        found += customers.filter(part).order_by(*order)[: limit - len(found)]
        if len(found) == limit:
            break
    return found
