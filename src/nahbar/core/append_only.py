"""Ledger and access log cannot be rewritten: the database itself refuses, whoever asks.

A row of the ledger stays for good. One of the access log may go once it is `YOUNG` days old.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LEDGER, ACCESS_LOG = "core_ledgerentry", "core_accesslogentry"
YOUNG = 90

SQLITE = {
    LEDGER: [
        f"CREATE TRIGGER IF NOT EXISTS {LEDGER}_no_{verb} BEFORE {verb} ON {LEDGER} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
        for verb in ("update", "delete")
    ],
    ACCESS_LOG: [
        (
            f"CREATE TRIGGER IF NOT EXISTS {ACCESS_LOG}_no_update BEFORE UPDATE ON {ACCESS_LOG} "
            "BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END"
        ),
        (
            f"CREATE TRIGGER IF NOT EXISTS {ACCESS_LOG}_no_delete BEFORE DELETE ON {ACCESS_LOG} "
            f"WHEN OLD.read_at > datetime('now', '-{YOUNG} days') "
            "BEGIN SELECT RAISE(ABORT, 'the access log is kept'); END"
        ),
    ],
}

POSTGRESQL = {
    LEDGER: [
        (
            "CREATE OR REPLACE FUNCTION nahbar_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {LEDGER}_only_grows "
            f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {LEDGER} "
            "FOR EACH STATEMENT EXECUTE FUNCTION nahbar_only_grows()"
        ),
    ],
    ACCESS_LOG: [
        (
            "CREATE OR REPLACE FUNCTION nahbar_access_log_only_grows() RETURNS trigger "
            "LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the access log only grows'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {ACCESS_LOG}_only_grows "
            f"BEFORE UPDATE OR TRUNCATE ON {ACCESS_LOG} "
            "FOR EACH STATEMENT EXECUTE FUNCTION nahbar_access_log_only_grows()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {ACCESS_LOG}_is_kept BEFORE DELETE ON {ACCESS_LOG} "
            f"FOR EACH ROW WHEN (OLD.read_at > CURRENT_TIMESTAMP - INTERVAL '{YOUNG} days') "
            "EXECUTE FUNCTION nahbar_access_log_only_grows()"
        ),
    ],
}

TRIGGERS: dict[str, dict[str, tuple[str, ...]]] = {
    "sqlite": {
        LEDGER: (f"{LEDGER}_no_update", f"{LEDGER}_no_delete"),
        ACCESS_LOG: (f"{ACCESS_LOG}_no_update", f"{ACCESS_LOG}_no_delete"),
    },
    "postgresql": {
        LEDGER: (f"{LEDGER}_only_grows",),
        ACCESS_LOG: (f"{ACCESS_LOG}_only_grows", f"{ACCESS_LOG}_is_kept"),
    },
}


def forbid_rewriting(connection: BaseDatabaseWrapper) -> None:
    """Make it an error to change rows of the ledger and the access log, or to remove them early.

    A table that is not there yet is left out: migrations call this as each of them is made.
    """
    made = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    _run(connection, [one for table in _tables(connection) for one in made[table]])


def allow_rewriting(connection: BaseDatabaseWrapper) -> None:
    """Lift the ban: for taking a table away, and for emptying a test database or the demo's house."""
    triggers = TRIGGERS[connection.vendor]
    ends = {
        table: f" ON {table}" if connection.vendor == "postgresql" else "" for table in triggers
    }
    _run(
        connection,
        [
            f"DROP TRIGGER IF EXISTS {name}{ends[table]}"
            for table in _tables(connection)
            for name in triggers[table]
        ],
    )


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    there = connection.introspection.table_names()
    return [table for table in (LEDGER, ACCESS_LOG) if table in there]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
