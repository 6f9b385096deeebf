"""Filling PostgreSQL: by COPY, with indexes and references made afterwards, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from nahbar.site.keeping.columns import Table

CONSTRAINTS = (
    "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE contype = %s AND connamespace = current_schema()::regnamespace"
)
INDEXES = (
    "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE c.relnamespace = current_schema()::regnamespace"
    " AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid)"
)


@contextmanager
def one_go() -> Iterator[None]:
    """All or nothing; what nahbar had there before goes with it."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
            there = set(connection.introspection.table_names(cursor))
            if ours := sorted(_our_tables() & there):
                names = ", ".join(f'"{name}"' for name in ours)
                cursor.execute(f"DROP TABLE {names} CASCADE")
        yield


def _our_tables() -> set[str]:
    models = apps.get_models(include_auto_created=True, include_swapped=True)
    return {model._meta.db_table for model in models} | {settings.CACHE_TABLE, "django_migrations"}


@contextmanager
def without_indexes() -> Iterator[None]:
    """Indexes, keys and references are taken away and made anew from the whole tables."""
    with connection.cursor() as cursor:
        references = _drop_constraints(cursor, "f")
        keys = _drop_constraints(cursor, "u")
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, made in indexes:
            cursor.execute(made)
        for table, name, definition in [*keys, *references]:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _drop_constraints(cursor: object, kind: str) -> list[tuple[str, str, str]]:
    cursor.execute(CONSTRAINTS, [kind])  # type: ignore[attr-defined]  # Django's stubs name no type for it
    found = cursor.fetchall()  # type: ignore[attr-defined]  # as above
    for table, name, _definition in found:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")  # type: ignore[attr-defined]  # as above
    return list(found)


def empty(name: str) -> None:
    """Take away what migrations put there by themselves. Most tables are empty, the ledger is."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT EXISTS (SELECT FROM "{name}")')
        row = cursor.fetchone()
        if row and row[0]:
            cursor.execute(f'DELETE FROM "{name}"')


def fill(table: Table, blocks: Iterator[bytes]) -> None:
    """Copy whole lines into the table, and let its counter go on where it stood."""
    names = ", ".join(f'"{name}"' for name in table.names)
    with connection.cursor() as cursor:
        with cursor.cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for block in blocks:
                copy.write(block)
        if table.highest is not None:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(%s, 1), %s)",
                [f'"{table.name}"', table.highest, table.highest > 0],
            )


def check() -> None:
    """References were checked when they were made anew; the planner learns what is there."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
