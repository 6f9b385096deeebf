"""Digests that stay the same for years: they decide whether a row was seen before.

Polars' and Python's own hashes change between versions; these are the first 64 bits of BLAKE2b.
Ten million different rows meet by chance with a probability of 3 in a million.
"""

from hashlib import blake2b

import numpy as np
import polars as pl

UNIT = "\x1f"  # the unit separator: readers strip control characters, so no cell holds it
NULL = "\x00"


def digest_rows(frame: pl.DataFrame, *, salt: str = "") -> pl.Series:
    """A signed 64-bit digest of each row over all columns, in the order of the columns' names.

    A column that is null everywhere counts for nothing, so that an export with one more empty
    column says the same. Times and decimals count by their value, not by how they were written.
    """
    named = [
        pl.concat_str(pl.lit(name + UNIT), pl.col(name).cast(pl.String))
        for name in sorted(frame.columns)
    ]
    joined = frame.select(pl.concat_str(*named, separator=NULL, ignore_nulls=True).alias("text"))
    return digest_texts(joined["text"].fill_null(""), salt=salt)


def number_repeats(digests: pl.Series, occurrences: pl.Series) -> pl.Series:
    """Tell equal rows apart: the first keeps its digest, the n-th gets one of its own.

    The mixing is the finaliser of splitmix64 (Steele, Lea and Flood, 2014).
    """
    mixed = digests.to_numpy().astype(np.uint64)
    mixed = mixed + (occurrences.to_numpy().astype(np.uint64) - 1) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return pl.Series("row_key", mixed.view(np.int64))


def digest_texts(texts: pl.Series, *, salt: str = "") -> pl.Series:
    """A signed 64-bit digest of each text; repeated texts are digested once."""
    distinct = texts.rename("text").unique()
    if 2 * distinct.len() < texts.len():
        digested = distinct.to_frame().with_columns(_digest(distinct, salt))
        return (
            texts.rename("text")
            .to_frame()
            .join(digested, on="text", how="left", maintain_order="left")["digest"]
        )
    return _digest(texts, salt)


def _digest(texts: pl.Series, salt: str) -> pl.Series:
    person, encode = salt.encode()[:16], str.encode
    digests = (blake2b(encode(t), digest_size=8, person=person).digest() for t in texts.to_list())
    return pl.Series("digest", np.frombuffer(b"".join(digests), dtype="<i8"), dtype=pl.Int64)
