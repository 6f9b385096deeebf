"""Who has a word, packed: for each 65,536 customers in a row their last 16 bits, or a bit for each.

A list's id is made of the word's id, whether the word stands in a name, and which 65,536 these are.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db import connection

from nahbar.core.bulk import Ids, key_list
from nahbar.core.models import SearchEntry, SearchList

SPAN = 16
SHELVES = 13  # bits: room for 536 million customers
BITMAP = 1 << (SPAN - 3)  # bytes of a bit for each; a list as long in numbers is kept so
FIELD = 5  # bits of a field's code in an entry

Keys = npt.NDArray[np.int64]


def list_ids(words: Keys, is_name: npt.NDArray[np.bool_], customers: Ids) -> Keys:
    """Of which lists these are part."""
    return (words << (SHELVES + 1)) | (is_name.astype(np.int64) << SHELVES) | (customers >> SPAN)


def distinct(keys: Keys) -> Keys:
    """Each once, ascending. By sorting, which is many times as quick here as NumPy's hashing."""
    ordered = np.sort(keys)
    is_first = np.ones(ordered.size, dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    found: Keys = ordered[is_first]
    return found


def without(keys: Keys, others: Keys) -> Keys:
    """The keys that are not among the others; both distinct and ascending."""
    if not others.size:
        return keys
    places = np.minimum(np.searchsorted(others, keys), others.size - 1)
    left: Keys = keys[others[places] != keys]
    return left


def pack_list(low: npt.NDArray[np.uint16]) -> bytes:
    """The last 16 bits of customers, ascending."""
    if 2 * low.size < BITMAP:
        return low.astype("<u2").tobytes()
    bits = np.zeros(1 << SPAN, dtype=np.bool_)
    bits[low] = True
    return np.packbits(bits).tobytes()


def unpack_list(packed: bytes) -> npt.NDArray[np.int64]:
    """The last 16 bits of customers."""
    if len(packed) == BITMAP:
        return np.flatnonzero(np.unpackbits(np.frombuffer(packed, dtype=np.uint8)))
    return np.frombuffer(packed, dtype="<u2").astype(np.int64)


@dataclass(frozen=True)
class Lists:
    """Who has words, list after list: `lengths` says how many each names, `customers` whom."""

    words: Keys
    is_name: npt.NDArray[np.bool_]
    lengths: Keys
    customers: Ids


def read_lists(words: Collection[int]) -> Lists:
    """All lists of these words (ids), in one query."""
    rows = _rows(SearchList._meta.db_table, "id, ids", "word", words)
    keys = np.array([key for key, _packed in rows], dtype=np.int64)
    plain = [_as_numbers(packed) for _key, packed in rows]
    lengths = np.array([len(packed) // 2 for packed in plain], dtype=np.int64)
    low = np.frombuffer(b"".join(plain), dtype="<u2").astype(np.int64)
    bases = (keys & ((1 << SHELVES) - 1)) << SPAN
    is_name = (keys >> SHELVES) & 1 == 1
    return Lists(keys >> (SHELVES + 1), is_name, lengths, low + np.repeat(bases, lengths))


def _as_numbers(packed: bytes) -> bytes:
    return unpack_list(packed).astype("<u2").tobytes() if len(packed) == BITMAP else packed


def read_packed(lists: Collection[int]) -> dict[int, bytes]:
    """These lists (ids) as they are kept."""
    return dict(_rows(SearchList._meta.db_table, "id, ids", "id", lists))


@dataclass(frozen=True)
class Entries:
    """What stands in the texts of customers, one after the other: `lengths` says how much each.

    `words` are ids, `fields` codes. Nobody has nothing.
    """

    customers: Ids
    lengths: Keys
    words: Keys
    fields: Keys


NO_ENTRIES = Entries(*(np.empty(0, dtype=np.int64) for _ in range(4)))


def read_entries(customers: Collection[int]) -> Entries:
    """The entries of these customers, in one query."""
    rows = _rows(SearchEntry._meta.db_table, "id, words", "id", customers)
    found = sorted((customer, packed) for customer, packed in rows if packed)
    keys = np.frombuffer(b"".join(packed for _, packed in found), dtype="<u4").astype(np.int64)
    return Entries(
        np.array([customer for customer, _ in found], dtype=np.int64),
        np.array([len(packed) // 4 for _, packed in found], dtype=np.int64),
        keys >> FIELD,
        keys & ((1 << FIELD) - 1),
    )


def pack_entry(keys: Keys) -> bytes:
    """Words and fields (`word << FIELD | field`) as an entry keeps them."""
    return keys.astype("<u4").tobytes()


def _rows(table: str, columns: str, column: str, keys: Collection[int]) -> list[tuple[int, bytes]]:
    if not keys:
        return []
    inside, parameters = key_list(list(keys))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{table}" WHERE {column} {inside}', parameters)
        return [(key, bytes(packed)) for key, packed in cursor]
