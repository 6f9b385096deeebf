"""What the index must say otherwise of some customers: their texts now against their entries."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.core.bulk import Ids, allocate_ids, read_matching
from nahbar.core.models import SearchWord
from nahbar.core.search.columns import spread, words_of
from nahbar.core.search.fields import NAMES
from nahbar.core.search.lists import (
    FIELD,
    SPAN,
    Keys,
    distinct,
    list_ids,
    pack_entry,
    pack_list,
    read_entries,
    read_packed,
    unpack_list,
    without,
)
from nahbar.core.search.vocabulary import ROWS
from nahbar.core.search.words import sound

LOW = (1 << SPAN) - 1


@dataclass(frozen=True)
class Difference:
    """New `words`; `counted` ones with new `fields` and `count`; `lists` and `entries` as they are now.

    Frames: `words` and `counted` as the table of words; lists and entries by id, b"" where there
    is nothing left.
    """

    words: pl.DataFrame
    counted: pl.DataFrame
    lists: dict[int, bytes]
    entries: dict[int, bytes]


def difference(customers: Ids) -> Difference:
    """How the index must change for these customers. To be called by who has the turn alone."""
    told = words_of(customers)
    known, new = _learn(told["word"].unique().sort())
    ids = pl.concat([known, new]).select("word", "id")
    now = told.join(ids, on="word").select("customer", word="id", field="field")
    then = _then(customers)
    counted, made = _count(known, new, now, then)
    return Difference(made, counted, _lists(now, then), _entries(customers, now))


def _learn(words: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The words as they are kept, and those that are not kept yet, in order."""
    known = read_matching(
        "SELECT id, word, sound, fields, count FROM core_searchword WHERE word IN {keys}",
        words,
        schema=ROWS,
    )
    missing = words.filter(~words.is_in(known["word"].to_list()))
    new = pl.DataFrame(
        {
            "id": allocate_ids(SearchWord, missing.len()),
            "word": missing,
            "sound": [sound(word) for word in missing],
            "fields": np.zeros(missing.len(), dtype=np.int64),
            "count": np.zeros(missing.len(), dtype=np.int64),
        },
        schema=ROWS,
    )
    return known, new


def _then(customers: Ids) -> pl.DataFrame:
    """What the entries say: `customer, word, field`."""
    entries = read_entries(customers.tolist())
    owners = np.repeat(entries.customers, entries.lengths)
    return pl.DataFrame({"customer": owners, "word": entries.words, "field": entries.fields})


def _count(
    known: pl.DataFrame, new: pl.DataFrame, now: pl.DataFrame, then: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Known words whose count or fields are others now, and the new ones."""
    here = spread(now).rename({"fields": "stands", "count": "more"})
    before = spread(then).select("word", fewer="count")
    gone = then.filter(~pl.col("word").is_in(known["id"].to_list())).select("word").unique()
    forgotten = read_matching(
        "SELECT id, word, sound, fields, count FROM core_searchword WHERE id IN {keys}",
        gone["word"],
        schema=ROWS,
    )
    kept = pl.concat([known, forgotten]).with_columns(is_new=pl.lit(value=False))
    both = pl.concat([kept, new.with_columns(is_new=pl.lit(value=True))])
    for each in (here, before):
        both = both.join(each, left_on="id", right_on="word", how="left", maintain_order="left")
    filled = both.with_columns(pl.col("more", "fewer", "stands").fill_null(0))
    result = filled.with_columns(
        (pl.col("count") + pl.col("more") - pl.col("fewer")).alias("counted"),
        pl.Series("held", filled["fields"].to_numpy() | filled["stands"].to_numpy()),
    )
    is_other = (pl.col("counted") != pl.col("count")) | (pl.col("held") != pl.col("fields"))
    shown = result.filter(is_other | pl.col("is_new")).select(
        "id", "word", "sound", "is_new", fields="held", count="counted"
    )
    changed = shown.filter(~pl.col("is_new")).select("id", "fields", "count")
    return changed, shown.filter("is_new").drop("is_new")


def _lists(now: pl.DataFrame, then: pl.DataFrame) -> dict[int, bytes]:
    """The lists that must change, as they are afterwards."""
    is_here, was_here = _places(now), _places(then)
    added, removed = without(is_here, was_here), without(was_here, is_here)
    touched = distinct(np.concatenate([added, removed]) >> SPAN)
    kept = read_packed(touched.tolist())
    old = [(key << SPAN) | unpack_list(packed) for key, packed in kept.items()]
    after = without(distinct(np.concatenate([added, *old])), removed)
    bounds = np.searchsorted(after, np.append(touched, touched[-1:] + 1) << SPAN)
    low = (after & LOW).astype(np.uint16)
    return {
        key: pack_list(low[first:end]) if end > first else b""
        for key, first, end in zip(touched.tolist(), bounds[:-1], bounds[1:], strict=False)
    }


def _places(told: pl.DataFrame) -> Keys:
    """Where each customer stands in which list: the list's id and the customer's last 16 bits."""
    words, customers = told["word"].to_numpy(), told["customer"].to_numpy()
    is_name = (np.int64(NAMES) >> told["field"].to_numpy()) & 1 == 1
    return distinct((list_ids(words, is_name, customers) << SPAN) | (customers & LOW))


def _entries(customers: Ids, now: pl.DataFrame) -> dict[int, bytes]:
    keyed = now.with_columns((pl.col("word") * (1 << FIELD) + pl.col("field")).alias("key"))
    keyed = keyed.sort("customer", "key")
    owners, keys = keyed["customer"].to_numpy(), keyed["key"].to_numpy()
    firsts, ends = np.searchsorted(owners, customers), np.searchsorted(owners, customers, "right")
    return {
        customer: pack_entry(keys[first:end]) if end > first else b""
        for customer, first, end in zip(customers.tolist(), firsts, ends, strict=True)
    }
