"""Who was erased does not come in again with a file: neither by the same row nor by the same key."""

import polars as pl

from nahbar.core.digest import digest_rows
from nahbar.privacy.erasure_list import Unwanted, digest_keys, row_salt

PLACE = ("row", "line")
ERASED = "erased"


def digest_raw(rows: pl.DataFrame) -> pl.Series:
    """Keyed digests of raw rows, whatever their places."""
    return digest_rows(rows.drop(*PLACE), salt=row_salt())


def made_anew(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows in memory of their own: a filtered frame still carries the texts of what it left out."""
    return pl.DataFrame(rows.rows(), schema=rows.schema, orient="row")


def rows_erased(rows: pl.DataFrame, unwanted: Unwanted) -> pl.DataFrame:
    """Those of the raw rows that stood in a file before, of somebody who was erased since."""
    if not unwanted.rows or rows.is_empty():
        return rows.clear()
    return rows.filter(digest_raw(rows).is_in(sorted(unwanted.rows)))


def keys_erased(keys: pl.Series, source: int, unwanted: Unwanted) -> list[str]:
    """Those of a source's keys that are of somebody who was erased."""
    if not unwanted.keys:
        return []
    digests = digest_keys(source, keys.drop_nulls().unique().to_list())
    return sorted(key for key, digest in digests.items() if digest in unwanted.keys)
