"""Rows that a name stands for, such as branches: found by it, made where it is new."""

from typing import Any

import polars as pl
from django.db import models

LONGEST_NAME = 100


def find_or_make(
    rows: models.Manager[Any], names: pl.Series, column: str, **of_new: Any
) -> pl.DataFrame:
    """Frame `column, column_id` for these names; `of_new` are the other fields of new rows."""
    cleaned = names.str.slice(0, LONGEST_NAME)
    known = dict(rows.filter(name__in=cleaned.to_list()).values_list("name", "pk"))
    for name in cleaned:
        if name not in known:
            known[name] = rows.create(name=name, **of_new).pk
    found = {column: names, f"{column}_id": [known[name] for name in cleaned]}
    return pl.DataFrame(found, schema={column: pl.String, f"{column}_id": pl.Int64})
