"""Whether somebody lives in the house that a backup is to be restored into, and is at home."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection, connections
from django.utils.translation import gettext_lazy as _

from nahbar.core.outages import is_damaged
from nahbar.core.refusals import Refused
from nahbar.site.keeping.manifest import firm_of
from nahbar.site.keeping.snapshot import ask_database
from nahbar.site.keeping.standing_still import database_file

PATIENCE = 3.0
SESSIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@dataclass(frozen=True)
class Living:
    """`anybody`: there is something that must not be lost. `opened_at` tells which house it is."""

    anybody: bool
    firm: str = ""
    opened_at: str = ""


def who_lives_here() -> Living:
    """What the house's own database says; one that is damaged may hold anything."""
    try:
        tables = set(connection.introspection.table_names())
        if "team_firm" not in tables:
            return Living(anybody=False)
        firms = ask_database("SELECT 1 FROM team_firm")
        customers = ask_database("SELECT 1 FROM customers_customer LIMIT 1")
        firm, opened_at = firm_of(ask_database)
    except DatabaseError as error:
        if not is_damaged(error):
            raise
        return Living(anybody=True)
    return Living(bool(firms or customers), firm, opened_at)


@contextmanager
def nobody_at_home() -> Iterator[None]:
    """Hold the house so that nobody else works in it. Raises Refused (`house_open`)."""
    if connection.vendor == "postgresql":
        if ask_database(SESSIONS)[0][0]:
            raise still_open()
        yield
        return
    connections.close_all()
    with _alone(database_file()):
        yield


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """SQLite's exclusive lock is given to the only connection alone; the log is gone when we have it."""
    if not database.exists():
        yield
        return
    with closing(sqlite3.connect(database, isolation_level=None, timeout=PATIENCE)) as only:
        try:
            only.execute("PRAGMA locking_mode = EXCLUSIVE")
            only.execute("PRAGMA journal_mode = DELETE")
            only.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise still_open() from error
            raise
        except sqlite3.DatabaseError:  # it is no database: nobody can be at work in it
            pass
        yield


def still_open() -> Refused:
    """Somebody is at work in the house."""
    sentence = _("nahbar is running, or another program has its database open. Stop it first.")
    return Refused("house_open", sentence)
