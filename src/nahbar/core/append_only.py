"""The ledger cannot be rewritten: the database itself refuses, whoever asks."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "core_ledgerentry"

SQLITE = {
    "forbid": [
        f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
        for verb in ("update", "delete")
    ],
    "allow": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")],
}

POSTGRESQL = {
    "forbid": [
        (
            "CREATE OR REPLACE FUNCTION nahbar_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$"
        ),
        (
            f"CREATE TRIGGER {TABLE}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION nahbar_only_grows()"
        ),
    ],
    "allow": [f"DROP TRIGGER IF EXISTS {TABLE}_only_grows ON {TABLE}"],
}


def forbid_rewriting(connection: BaseDatabaseWrapper) -> None:
    """Make updates and deletions of ledger rows an error."""
    _run(connection, "forbid")


def allow_rewriting(connection: BaseDatabaseWrapper) -> None:
    """Lift the ban: for taking the table away, and for emptying a test database."""
    _run(connection, "allow")


def _run(connection: BaseDatabaseWrapper, what: str) -> None:
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for statement in statements[what]:
            cursor.execute(statement)
