"""Writing a difference into the index, over columns."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from django.db import connection, models

from nahbar.core.bulk import delete_ids, insert_frame, update_frame
from nahbar.core.models import SearchEntry, SearchList, SearchWord
from nahbar.core.search.difference import Difference
from nahbar.core.search.lists import SHELVES


def store(change: Difference) -> None:
    """Let the index say what the difference says; in the running transaction."""
    insert_frame(SearchWord, change.words)
    update_frame(SearchWord, change.counted)
    _replace(SearchList, change.lists, "ids", with_word=True)
    _replace(SearchEntry, change.entries, "words")


def _replace(
    model: type[models.Model], rows: Mapping[int, bytes], column: str, *, with_word: bool = False
) -> None:
    """Put these rows in the place of what was there; nothing (b"") leaves none."""
    keys = np.fromiter(rows, dtype=np.int64, count=len(rows))
    delete_ids(model, keys)
    left = {key: packed for key, packed in rows.items() if packed}
    frame = pl.DataFrame({"id": list(left), column: _bytes(list(left.values()))})
    frame = frame.with_columns(pl.col("id").cast(pl.Int64))
    if with_word:
        words = np.fromiter(left, dtype=np.int64, count=len(left)) >> (SHELVES + 1)
        frame = frame.with_columns(pl.Series("word", words))
    insert_frame(model, frame)


def _bytes(packed: list[bytes]) -> pl.Series:
    """As the database takes them: as they are, or in the hexadecimal digits that COPY reads."""
    if connection.vendor == "sqlite":
        return pl.Series(packed, dtype=pl.Binary)
    return pl.Series([f"\\x{each.hex()}" for each in packed], dtype=pl.String)
