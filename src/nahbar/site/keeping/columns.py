"""Which tables a database has, and what their columns hold, said alike for both databases."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str], Sequence[Sequence[Any]]]

# What the databases call their types → what a column holds.
POSTGRESQL = {
    "boolean": "truth",
    "smallint": "whole",
    "integer": "whole",
    "bigint": "whole",
    "double precision": "real",
    "real": "real",
    "numeric": "decimal",
    "character varying": "text",
    "character": "text",
    "text": "text",
    "inet": "text",
    "timestamp with time zone": "moment",
    "date": "day",
    "time without time zone": "time",
    "uuid": "id",
    "jsonb": "json",
    "bytea": "bytes",
}
SQLITE = {
    "bool": "truth",
    "integer": "whole",
    "bigint": "whole",
    "smallint": "whole",
    "integer unsigned": "whole",
    "smallint unsigned": "whole",
    "bigint unsigned": "whole",
    "real": "real",
    "decimal": "decimal",
    "varchar": "text",
    "char": "text",
    "text": "text",
    "datetime": "moment",
    "date": "day",
    "time": "time",
    "blob": "bytes",
}
UUID = "char(32)"  # Django's; texts of its own are varchar
JSON = re.compile(r'JSON_VALID\("([^"]+)"\)', re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """`columns` are (name, kind) by name, `key` the names of the primary key's columns.

    `highest` is the highest primary key ever given, where the database counts them.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    highest: int | None = None

    @property
    def names(self) -> list[str]:
        """The columns' names."""
        return [name for name, _kind in self.columns]


def tables_of(ask: Ask, vendor: str, *, without: str) -> list[Table]:
    """All tables but `without`, by name."""
    found = _sqlite_tables(ask) if vendor == "sqlite" else _postgresql_tables(ask)
    return sorted((one for one in found if one.name != without), key=lambda one: one.name)


def _sqlite_tables(ask: Ask) -> list[Table]:
    made = ask(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    counters = ask("SELECT name, seq FROM sqlite_sequence") if _counts(ask) else []
    counted = {str(name): int(highest) for name, highest in counters}
    return [_sqlite_table(ask, name, sql, counted) for name, sql in made]


def _counts(ask: Ask) -> bool:
    return bool(ask("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"))


def _sqlite_table(ask: Ask, name: str, sql: str, counted: dict[str, int]) -> Table:
    json = set(JSON.findall(sql))
    rows = ask(f'PRAGMA table_info("{name}")')
    kinds = {row[1]: "json" if row[1] in json else _sqlite_kind(row[2]) for row in rows}
    key = [row[1] for row in sorted(rows, key=lambda row: row[5]) if row[5]]
    highest = counted.get(name, 0) if "AUTOINCREMENT" in sql.upper() else None
    return Table(name, tuple(sorted(kinds.items())), tuple(key), highest)


def _sqlite_kind(declared: str) -> str:
    if declared.lower() == UUID:
        return "id"
    return SQLITE[declared.split("(", maxsplit=1)[0].strip().lower()]


def _postgresql_tables(ask: Ask) -> list[Table]:
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in ask(
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
    ):
        columns.setdefault(table, []).append((column, POSTGRESQL[kind]))
    keys: dict[str, list[str]] = {}
    for table, column in ask(
        "SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum"
        " WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace"
        " ORDER BY c.relname, k.place"
    ):
        keys.setdefault(table, []).append(column)
    counted = _counters(ask)
    return [
        Table(name, tuple(sorted(found)), tuple(keys.get(name, ())), counted.get(name))
        for name, found in columns.items()
    ]


def _counters(ask: Ask) -> dict[str, int]:
    """The highest number that each table's counter has given."""
    named = ask(
        "SELECT c.relname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
        " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
        " AND a.attname = 'id' AND NOT a.attisdropped"
    )
    return {
        table: ask(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {counter}")[0][0]
        for table, counter in named
        if counter
    }
