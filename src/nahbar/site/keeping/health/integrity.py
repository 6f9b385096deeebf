"""The database: whether it is whole in itself."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from nahbar.site.keeping.health.problem import Problem
from nahbar.site.keeping.snapshot import ask_database

SAMPLE = 50_000  # rows of each table whose references are followed on PostgreSQL
REFERENCES = (
    "SELECT conrelid::regclass::text, quote_ident(a.attname), confrelid::regclass::text,"
    f" quote_ident(f.attname), least(100, {SAMPLE * 100.0} / greatest(r.reltuples, 1))"
    " FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid"
    " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
    " JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]"
    " WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace"
)
INVALID = (
    "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace"
    " UNION ALL SELECT conname FROM pg_constraint"
    " WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
)
GUARDED = ("core_ledgerentry", "core_accesslogentry")


def check_integrity() -> Iterator[Problem]:
    """Pages, references, and that nobody has opened the ledger to rewriting."""
    yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()
    yield from _guards()


def _sqlite() -> Iterator[Problem]:
    for (said,) in ask_database("PRAGMA quick_check(5)"):
        if said != "ok":
            yield _damaged(str(said))
    broken = ask_database("PRAGMA foreign_key_check")
    for table in sorted({str(row[0]) for row in broken}):
        yield _loose(table)


def _postgresql() -> Iterator[Problem]:
    for (name,) in ask_database(INVALID):
        yield _damaged(str(name))
    for table, column, other, key, share in ask_database(REFERENCES):
        query = (
            f"SELECT 1 FROM {table} t TABLESAMPLE SYSTEM ({share}) WHERE t.{column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT FROM {other} o WHERE o.{key} = t.{column}) LIMIT 1"
        )
        if ask_database(query):
            yield _loose(str(table))


def _guards() -> Iterator[Problem]:
    is_sqlite = connection.vendor == "sqlite"
    query = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite
        else "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    guarded = {row[0] for row in ask_database(query)}
    for table in GUARDED:
        if table not in guarded:
            yield Problem(
                "integrity",
                "ledger_open",
                _("%(table)s can be rewritten: its guard is gone.") % {"table": table},
                _("Somebody has changed the database by hand. Restore a backup of before."),
                is_grave=True,
            )


def _damaged(what: str) -> Problem:
    return Problem(
        "integrity",
        "database_damaged",
        _("The database is damaged: %(what)s") % {"what": what},
        _("Stop nahbar and restore the last good backup: nahbar restore FILE --replace"),
        is_grave=True,
    )


def _loose(table: str) -> Problem:
    return Problem(
        "integrity",
        "loose_reference",
        _("Rows of %(table)s refer to something that is not there.") % {"table": table},
        _(
            "Somebody has changed the database by hand. Restore a backup of before, or ask for help."
        ),
        is_grave=True,
    )
