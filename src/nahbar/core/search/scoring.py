"""How well what stands in the texts of customers answers to each part of what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nahbar.core.search.fields import FIELDS
from nahbar.core.search.likeness import BEGINS, Quality, answer
from nahbar.core.search.lists import NO_ENTRIES, Entries, Keys
from nahbar.core.search.typed import Kind, Token
from nahbar.core.search.vocabulary import Vocabulary

NUMBER = 90  # the worth of a number before it is compared digit by digit
CODES = 32
COMMON = 0.4  # how much a word counts more for every ten times as many who have it

Floats = npt.NDArray[np.float64]
WEIGHTS: Floats = np.zeros(CODES)
for _kind in FIELDS.values():
    WEIGHTS[_kind.code] = _kind.weight


@dataclass(frozen=True)
class Asked:
    """A part of what was typed, and what answers to it in an index.

    A word: `quality` by the ids of the index's words. A number: the ids of its `grams`, nothing
    where the index lacks one. A mail address: the `customers` it leads to.
    """

    token: Token
    quality: Quality = field(default_factory=lambda: np.empty(0, dtype=np.uint8))
    grams: tuple[int, ...] = ()
    customers: Keys = field(default_factory=lambda: np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class Scored:
    """For each customer (column) and part (row): its worth 0 … 100, the word, its field; −1: none."""

    customers: Keys
    worth: Floats
    words: Keys
    fields: Keys


def ask(
    tokens: Sequence[Token], layers: Sequence[Vocabulary], mails: dict[str, Keys]
) -> list[Asked]:
    """What answers to the tokens in the vocabulary of an index."""
    size = 1 + max((int(layer.ids.max()) for layer in layers if layer.ids.size), default=0)
    asked = []
    for token in tokens:
        if token.kind == Kind.MAIL:
            asked.append(Asked(token, customers=mails[token.text]))
        elif token.kind == Kind.NUMBER:
            found = [_id_of(gram, layers) for gram in dict.fromkeys(token.grams)]
            asked.append(Asked(token, grams=() if None in found else tuple(map(int, found))))  # type: ignore[arg-type]  # None is ruled out
        else:
            quality = np.zeros(size, dtype=np.uint8)
            for layer in layers:
                quality[layer.ids] = answer(token.text, layer, is_last=token.is_last)
            asked.append(Asked(token, quality))
    return asked


def score(entries: Entries, asked: Sequence[Asked], counts: Keys) -> Scored:
    """How well each of these customers answers to each part; no word answers to two parts.

    `counts`: of how many customers each word is, by id. Of words that are only similar, one that
    many have is likelier to be meant.
    """
    size = entries.customers.size
    worth = np.zeros((len(asked), size))
    words, fields = (np.full((len(asked), size), -1, dtype=np.int64) for _ in range(2))
    if not size:
        return Scored(NO_ENTRIES.customers, worth, words, fields)
    owners = np.repeat(np.arange(size), entries.lengths)
    is_used = np.zeros(owners.size, dtype=np.bool_)
    for at in sorted(range(len(asked)), key=lambda at: -len(asked[at].token.text)):
        each = asked[at]
        if each.token.kind == Kind.MAIL:
            worth[at] = NUMBER * np.isin(entries.customers, each.customers)
            fields[at] = FIELDS["mail"].code
        elif each.token.kind == Kind.NUMBER:
            worth[at], fields[at] = _number(entries, each, owners)
        else:
            values = _values(entries, each, counts) * ~is_used
            place = _best_places(values, owners, entries.lengths)
            worth[at], words[at], fields[at] = (
                values[place],
                entries.words[place],
                entries.fields[place],
            )
            is_used |= (entries.words == words[at][owners]) & (worth[at][owners] > 0)
    return Scored(entries.customers, worth, words, fields)


def _values(entries: Entries, asked: Asked, counts: Keys) -> Floats:
    quality = asked.quality[entries.words].astype(np.float64)
    is_guess = (quality > 0) & (quality < BEGINS)
    quality[is_guess] += COMMON * np.log10(1 + counts[entries.words[is_guess]])
    return quality * WEIGHTS[entries.fields]


def _best_places(values: Floats, owners: Keys, lengths: Keys) -> Keys:
    """Where each customer's best value stands, the first of equal ones."""
    starts = np.cumsum(lengths) - lengths
    best = np.maximum.reduceat(values, starts)
    places = np.flatnonzero(values == best[owners])
    return places[np.searchsorted(owners[places], np.arange(lengths.size))]


def _number(entries: Entries, asked: Asked, owners: Keys) -> tuple[Floats, Keys]:
    size = entries.customers.size
    if not asked.grams:
        return np.zeros(size), np.full(size, -1, dtype=np.int64)
    is_in = np.isin(entries.words, asked.grams)
    pairs = owners[is_in] * CODES + entries.fields[is_in]
    counted = np.bincount(pairs, minlength=size * CODES).reshape(size, CODES)
    worth = NUMBER * WEIGHTS * (counted == len(asked.grams))
    return worth.max(axis=1), worth.argmax(axis=1)


def _id_of(word: str, layers: Sequence[Vocabulary]) -> int | None:
    for layer in layers:
        first, end = layer.span(word, is_whole=True)
        if end > first:
            return int(layer.ids[first])
    return None
