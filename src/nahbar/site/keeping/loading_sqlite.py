"""Filling SQLite: a file that nobody else knows yet, so nothing is synced before the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from nahbar.site.keeping.columns import Table
from nahbar.site.keeping.row_values import rows_of
from nahbar.site.keeping.standing_still import database_file

INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"


@contextmanager
def one_go() -> Iterator[None]:
    """Written without care, and synced when it is whole."""
    raw = _raw()
    for pragma in ("journal_mode = MEMORY", "synchronous = OFF"):
        raw.execute(f"PRAGMA {pragma}")
    yield
    raw.execute("PRAGMA journal_mode = WAL")
    connection.close()
    descriptor = os.open(database_file(), os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def without_indexes() -> Iterator[None]:
    """Indexes are taken away and made anew; references are looked at in the end."""
    raw = _raw()
    raw.execute("PRAGMA foreign_keys = OFF")
    indexes = raw.execute(INDEXES).fetchall()
    raw.execute("BEGIN")
    for name, _made in indexes:
        raw.execute(f'DROP INDEX "{name}"')
    yield
    for _name, made in indexes:
        raw.execute(made)
    raw.execute("COMMIT")


def empty(name: str) -> None:
    """Take away what migrations put there by themselves. Most tables are empty, the ledger is."""
    raw = _raw()
    if raw.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()[0]:
        raw.execute(f'DELETE FROM "{name}"')


def fill(table: Table, blocks: Iterator[bytes]) -> None:
    """Insert whole lines into the table, and let its counter go on where it stood."""
    raw = _raw()
    names = ", ".join(f'"{name}"' for name in table.names)
    holes = ", ".join("?" * len(table.columns))
    kinds = [kind for _name, kind in table.columns]
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({holes})'
    for block in blocks:
        raw.executemany(statement, rows_of(block, kinds))
    if table.highest is not None:
        raw.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table.name])
        if table.highest:
            row = [table.name, table.highest]
            raw.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", row)


def check() -> None:
    """Every reference leads somewhere. Raises Refused (`rows_differ`)."""
    from nahbar.site.keeping.loading import differing  # noqa: PLC0415  # it loads us

    wrong = _raw().execute("PRAGMA foreign_key_check").fetchone()
    if wrong:
        raise differing(wrong[0])


def _raw() -> Any:
    connection.ensure_connection()
    return connection.connection
