"""By what customers are found here: what they have, and the marks on it."""

import polars as pl

from nahbar.core.bulk import Ids, read_matching

TEXTS = {"customer": pl.Int64, "text": pl.String}


def read_names(customers: Ids) -> pl.DataFrame:
    """What things are called and of what kind they are: `customer, text`."""
    return _read("name || ' ' || kind", "", customers)


def read_marks(customers: Ids) -> pl.DataFrame:
    """Plates and numbers as they are written, without anything between, and that without the
    letters it begins with, for few say the district: `customer, text`."""
    marks = _read("mark || ' ' || mark_key", " AND mark <> ''", customers)
    last = pl.col("text").str.extract(r"\p{L}+(\d\S*)$", 1)
    return marks.with_columns(pl.concat_str("text", last, separator=" ", ignore_nulls=True))


def _read(text: str, where: str, customers: Ids) -> pl.DataFrame:
    return read_matching(
        f"SELECT customer_id, {text} FROM circulation_thing"
        f" WHERE ended_on IS NULL{where} AND customer_id IN {{keys}}",
        customers.tolist(),
        schema=TEXTS,
    )
