"""Mass work over columns: frames into tables and out of them, in the running transaction.

On PostgreSQL through COPY, on SQLite through one prepared statement for all rows. Frames carry the
table's column names and what the table stores: money in millionths, times in UTC.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from django.db import connection, models

Ids = npt.NDArray[np.int64]
WIDEST_IN = 100_000
STEP = 20_000
WORTH_COUNTING = 1_000  # rows; fewer are soon walked through


def allocate_ids(model: type[models.Model], count: int) -> Ids:
    """Reserve `count` primary keys, ascending. Must run in the transaction that uses them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = (row[0] if row else 0) + 1
            return np.arange(first, first + count, dtype=np.int64)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return np.sort(np.fromiter((row[0] for row in cursor), dtype=np.int64, count=count))


def insert_frame(model: type[models.Model], frame: pl.DataFrame) -> None:
    """Add the frame's rows to the model's table; columns that it lacks must be nullable."""
    if frame.is_empty():
        return
    table = model._meta.db_table
    names = ", ".join(f'"{name}"' for name in frame.columns)
    if connection.vendor == "sqlite":
        holes = ", ".join("?" * frame.width)
        rows = frame.with_columns(_for_sqlite(frame)).rows()
        with connection.cursor() as cursor:
            cursor.cursor.connection.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({holes})', rows
            )
        return
    with connection.cursor() as cursor:
        # Foreign keys are checked at commit by plans that are made while statistics still call the
        # tables empty; a walk through a table or an index for each of a million rows would never end.
        cursor.execute("SET LOCAL enable_seqscan = off")
        statement = f"COPY \"{table}\" ({names}) FROM STDIN (FORMAT csv, NULL '\\N')"
        with cursor.copy(statement) as copy:
            for part in frame.iter_slices(20_000):
                copy.write(_as_csv(part))
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        if frame.height > max(cursor.fetchone()[0], WORTH_COUNTING):
            cursor.execute(f'ANALYZE "{table}"')


def update_frame(model: type[models.Model], frame: pl.DataFrame) -> None:
    """Set the frame's columns in the rows that its column `id` names."""
    if frame.is_empty():
        return
    table, columns = model._meta.db_table, [name for name in frame.columns if name != "id"]
    if connection.vendor == "sqlite":
        sets = ", ".join(f'"{name}" = ?' for name in columns)
        ordered = frame.with_columns(_for_sqlite(frame)).select(*columns, "id")
        with connection.cursor() as cursor:
            cursor.cursor.connection.executemany(
                f'UPDATE "{table}" SET {sets} WHERE id = ?', ordered.rows()
            )
        return
    scratch = f"scratch_{table}"
    sets = ", ".join(f'"{name}" = s."{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in frame.columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {scratch}")
        cursor.execute(
            f'CREATE TEMP TABLE {scratch} ON COMMIT DROP AS SELECT {names} FROM "{table}" LIMIT 0'
        )
        with cursor.copy(f"COPY {scratch} ({names}) FROM STDIN (FORMAT csv, NULL '\\N')") as copy:
            copy.write(_as_csv(frame))
        cursor.execute(f'UPDATE "{table}" t SET {sets} FROM {scratch} s WHERE t.id = s.id')


def moment(at: datetime) -> pl.Expr:
    """A time (UTC) as a column of a frame for `insert_frame`."""
    return pl.lit(at.replace(tzinfo=None), dtype=pl.Datetime("us"))


def slices(ids: Ids, size: int = STEP) -> Iterator[Ids]:
    """The ids in parts of at most `size`, for work that commits step by step."""
    return (ids[start : start + size] for start in range(0, ids.size, size))


def delete_ids(model: type[models.Model], ids: Ids) -> int:
    """Delete the rows with these primary keys; how many there were."""
    return _for_ids(f'DELETE FROM "{model._meta.db_table}" WHERE id', ids)


def set_for_ids(model: type[models.Model], ids: Ids, column: str, value: Any) -> int:
    """Set one column to one value in the rows with these primary keys; how many there were."""
    table = model._meta.db_table
    return _for_ids(f'UPDATE "{table}" SET "{column}" = %s WHERE id', ids, [value])


def read_frame(
    query: str, parameters: Sequence[Any] = (), *, schema: dict[str, Any]
) -> pl.DataFrame:
    """The rows of a query as a frame, in the transaction's own view.

    `schema` names the columns in the query's order; `pl.Datetime` columns come as UTC without zone.
    """
    if connection.vendor == "sqlite":
        return _read_sqlite(query, parameters, schema)
    with connection.cursor() as cursor:
        buffer = io.BytesIO()
        statement = f"COPY ({query}) TO STDOUT (FORMAT csv, NULL '\\N', FORCE_QUOTE *)"
        if not any(dtype == pl.String for dtype in schema.values()):
            statement = f"COPY ({query}) TO STDOUT (FORMAT csv, NULL '\\N')"
        raw = cursor.cursor  # Django's own cursor, where it records, takes no parameters for a copy
        with raw.copy(statement, list(parameters) or None) as copy:
            for block in copy:
                buffer.write(block)
    if not buffer.tell():
        return pl.DataFrame(schema=schema)
    texts = {name: pl.String if _is_time(dtype) else dtype for name, dtype in schema.items()}
    texts = {name: pl.String if dtype == pl.Boolean else dtype for name, dtype in texts.items()}
    buffer.seek(0)
    frame = pl.read_csv(buffer, has_header=False, schema=texts, null_values="\\N")
    booleans = [n for n, dtype in schema.items() if dtype == pl.Boolean]
    return frame.with_columns(*_times(schema), *(pl.col(n) == "t" for n in booleans))


def read_matching(
    query: str, keys: Iterable[Any] | pl.Series, *, schema: dict[str, Any]
) -> pl.DataFrame:
    """Like `read_frame` for `query` with `IN {keys}` where a list of keys is looked up.

    PostgreSQL gets an array constant, which it hashes where it does not use an index: a subselect
    would be planned by statistics that are old while a table is being filled.
    """
    values = keys.to_list() if isinstance(keys, pl.Series) else list(keys)
    parts = [
        read_frame(query.replace("IN {keys}", inside), parameters, schema=schema)
        for inside, parameters in map(key_list, _slices(values))
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _slices(values: list[Any]) -> Iterable[list[Any]]:
    return (values[at : at + WIDEST_IN] for at in range(0, len(values), WIDEST_IN))


def key_list(values: list[Any]) -> tuple[str, list[Any]]:
    """The condition `IN …` for these values, and its parameters."""
    if connection.vendor == "sqlite":
        return "IN (SELECT value FROM json_each(%s))", [json.dumps(values)]
    kind = "bigint" if values and isinstance(values[0], int) else "text"
    return f"= ANY(%s::{kind}[])", [values]


def _for_ids(statement: str, ids: Ids, parameters: Sequence[Any] = ()) -> int:
    """Run the statement, which ends before its condition on the ids; how many rows it met.

    What was stored together lies together: one statement for each run of ids. Where there are more
    runs than a tenth of the ids, they are named in lists instead, `WIDEST_IN` at a time.
    """
    ordered = np.unique(ids)
    runs = list(_ranges(ordered))
    if 10 * len(runs) > ordered.size:
        conditions = [key_list(part) for part in _slices(ordered.tolist())]
    else:
        conditions = [("BETWEEN %s AND %s", [first, last]) for first, last in runs]
    count = 0
    with connection.cursor() as cursor:
        for condition, keys in conditions:
            cursor.execute(f"{statement} {condition}", [*parameters, *keys])
            count += cursor.rowcount
    return count


def _ranges(ordered: Ids) -> Iterable[tuple[int, int]]:
    breaks = np.flatnonzero(np.diff(ordered) != 1)
    firsts = ordered[np.concatenate(([0], breaks + 1))] if ordered.size else ordered
    lasts = ordered[np.concatenate((breaks, [ordered.size - 1]))] if ordered.size else ordered
    return zip(firsts.tolist(), lasts.tolist(), strict=True)


def _as_csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv(
        include_header=False,
        null_value="\\N",
        quote_style="non_numeric",
        datetime_format="%Y-%m-%d %H:%M:%S%.6f+00",
    ).encode()


def _for_sqlite(frame: pl.DataFrame) -> list[pl.Expr]:
    """As Django writes them: times as text in UTC, dates as text, truth as 0 and 1."""
    shown = []
    for name, dtype in frame.schema.items():
        if _is_time(dtype):
            text = pl.col(name).dt.strftime("%Y-%m-%d %H:%M:%S%.6f")
            shown.append(text.str.strip_suffix(".000000"))
        elif dtype == pl.Date:
            shown.append(pl.col(name).dt.strftime("%Y-%m-%d"))
        elif dtype == pl.Boolean:
            shown.append(pl.col(name).cast(pl.Int8))
    return shown


def _read_sqlite(query: str, parameters: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
    parts: list[pl.DataFrame] = []
    with connection.cursor() as cursor:
        cursor.execute(query, list(parameters))
        raw = cursor.cursor
        while rows := raw.fetchmany(100_000):
            parts.append(_columns_of(rows, schema))
    frame = pl.concat(parts) if parts else _columns_of([], schema)
    return frame.with_columns(_times(schema))


def _columns_of(rows: list[tuple[Any, ...]], schema: dict[str, Any]) -> pl.DataFrame:
    """Django hands times out as text or as objects, as the query's columns are declared."""
    columns = zip(*rows, strict=True) if rows else ([] for _name in schema)
    named = zip(schema.items(), columns, strict=True)
    return pl.DataFrame([_column(name, dtype, values) for (name, dtype), values in named])


def _column(name: str, dtype: Any, values: Sequence[Any]) -> pl.Series:
    if not (_is_time(dtype) or dtype == pl.Date):
        return pl.Series(name, values, dtype=dtype)
    texts = (None if value is None else str(value) for value in values)
    return pl.Series(name, texts, dtype=pl.String)


def _times(schema: dict[str, Any]) -> list[pl.Expr]:
    columns = []
    for name, dtype in schema.items():
        if _is_time(dtype):
            seconds = pl.col(name).str.slice(0, 19).str.replace("T", " ")
            columns.append(seconds.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us"))
        elif dtype == pl.Date:
            columns.append(
                pl.col(name).str.to_date("%Y-%m-%d")
                if connection.vendor == "sqlite"
                else pl.col(name)
            )
    return columns


def _is_time(dtype: Any) -> bool:
    return dtype == pl.Datetime or dtype is pl.Datetime
