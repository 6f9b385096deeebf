"""Rows as lines of text, the same to the letter from either database: what COPY of PostgreSQL writes.

Columns stand in the order of their names, rows in that of the primary key; tabs between the values,
`\\N` for null. PostgreSQL writes such lines itself; for SQLite they are put together in SQL, so that
Python touches whole lines only. Times are in UTC, decimals without zeros at the end, JSON with keys
by length and letters, as jsonb has it.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from nahbar.site.keeping.columns import Table

BLOCK = 1 << 20
ROWS = 4_000
ESCAPED = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}  # fmt: skip
FROM_SQLITE = {
    "truth": "CASE {c} WHEN 1 THEN 't' WHEN 0 THEN 'f' END",
    "whole": "{c}",
    "real": "plain_real({c})",
    "decimal": "plain_decimal({c})",
    "text": None,
    "json": None,
    "moment": "CASE WHEN instr({c}, '.') THEN rtrim(rtrim({c}, '0'), '.') ELSE {c} END || '+00'",
    "day": "{c}",
    "time": "CASE WHEN instr({c}, '.') THEN rtrim(rtrim({c}, '0'), '.') ELSE {c} END",
    "id": "substr({c},1,8)||'-'||substr({c},9,4)||'-'||substr({c},13,4)||'-'"
    "||substr({c},17,4)||'-'||substr({c},21)",
    "bytes": "CASE WHEN {c} IS NOT NULL THEN '\\\\x' || lower(hex({c})) END",
}


def blocks(connection: BaseDatabaseWrapper, table: Table) -> Iterator[tuple[bytes, int]]:
    """The table's lines in pieces of about a MiB, each with its number of rows. In a transaction."""
    write = _sqlite_lines if connection.vendor == "sqlite" else _postgresql_lines
    parts: list[bytes] = []
    size = rows = 0
    for piece, count in write(connection, table):
        parts.append(piece)
        size += len(piece)
        rows += count
        if size >= BLOCK:
            yield b"".join(parts), rows
            parts, size, rows = [], 0, 0
    if parts:
        yield b"".join(parts), rows


def _postgresql_lines(connection: Any, table: Table) -> Iterator[tuple[bytes, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD';"
            " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"
        )
        chosen = ", ".join(
            f'trim_scale("{name}")' if kind == "decimal" else f'"{name}"'
            for name, kind in table.columns
        )
        kinds = dict(table.columns)
        key = ", ".join(
            f'"{name}" COLLATE "C"' if kinds[name] == "text" else f'"{name}"' for name in table.key
        )
        order = f" ORDER BY {key}" if key else ""
        statement = f'COPY (SELECT {chosen} FROM "{table.name}"{order}) TO STDOUT'
        with cursor.cursor.copy(statement) as copy:
            for line in copy:
                yield bytes(line), 1


def _sqlite_lines(connection: Any, table: Table) -> Iterator[tuple[bytes, int]]:
    connection.ensure_connection()
    raw = connection.connection
    raw.create_function("plain_json", 1, plain_json, deterministic=True)
    raw.create_function("plain_real", 1, plain_real, deterministic=True)
    raw.create_function("plain_decimal", 1, plain_decimal, deterministic=True)
    line = " || char(9) || ".join(_from_sqlite(name, kind) for name, kind in table.columns)
    key = ", ".join(f'"{name}"' for name in table.key) or "rowid"
    cursor = raw.cursor()
    cursor.row_factory = None
    rows = cursor.execute(f'SELECT {line} FROM "{table.name}" ORDER BY {key}')
    while lines := rows.fetchmany(ROWS):
        yield ("\n".join(row[0] for row in lines) + "\n").encode(), len(lines)


def _from_sqlite(name: str, kind: str) -> str:
    column = f'"{name}"'
    value = FROM_SQLITE[kind]
    told = (
        value.format(c=column)
        if value
        else _escaped(f"plain_json({column})" if kind == "json" else column)
    )
    return f"coalesce({told}, '\\N')"


def _escaped(value: str) -> str:
    """Most texts hold nothing to escape: one look is enough for them."""
    replaced = value
    for character, escape in ESCAPED.items():
        replaced = f"replace({replaced}, char({ord(character)}), '{escape}')"
    odd = "'*[' || char(8) || '-' || char(13) || char(92) || ']*'"
    return f"CASE WHEN {value} GLOB {odd} THEN {replaced} ELSE {value} END"


def plain_json(text: str | None) -> str | None:
    """JSON as jsonb writes it."""
    if text is None:
        return None
    return _json_text(json.loads(text, parse_float=Decimal, parse_int=Decimal))


def _json_text(value: Any) -> str:
    match value:
        case dict():
            keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
            inside = (
                f"{json.dumps(key, ensure_ascii=False)}: {_json_text(value[key])}" for key in keys
            )
            return "{" + ", ".join(inside) + "}"
        case list():
            return "[" + ", ".join(_json_text(one) for one in value) + "]"
        case Decimal():
            return _decimal_text(value)
    return json.dumps(value, ensure_ascii=False)


def _decimal_text(value: Decimal) -> str:
    text = format(value, "f")
    return text.lstrip("-") if not value else text


def plain_decimal(value: float | str | None) -> str | None:
    """A decimal without zeros at its end."""
    if value is None:
        return None
    text = _decimal_text(Decimal(str(value)))
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_real(value: float | None) -> str | None:
    """The shortest digits that give the same number back, in PostgreSQL's way of writing them."""
    if value is None:
        return None
    text = repr(float(value))
    if text.endswith("inf"):
        return text.replace("inf", "Infinity")
    text = text.removesuffix(".0")
    digits = text.lstrip("-")
    if "e" in text or "." in text or len(digits) < 16:
        return text
    mantissa = digits.rstrip("0")
    sign = "-" if text.startswith("-") else ""
    point = f".{mantissa[1:]}" if len(mantissa) > 1 else ""
    return f"{sign}{mantissa[0]}{point}e+{len(digits) - 1}"
