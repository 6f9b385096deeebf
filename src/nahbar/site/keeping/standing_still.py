"""SQLite's file, standing still while people go on writing.

In WAL mode writers add to the log; only a checkpoint moves pages into the file, and none may while
somebody reads from the file alone. So the log is emptied at an instant when nobody writes, a reader
begins at that instant, and the file can be read like any other until the reader ends. Should it have
been touched all the same (another program, a network disk), its time of change tells, and SQLite's
own online backup makes a copy instead.

The file is read by a process of its own: closing it here would drop the locks that this process
holds on it (POSIX locks belong to the process).
"""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.db import connection

from nahbar.core.drafts import open_draft
from nahbar.core.sqlite.queue import WritersQueue

PIECE = 1 << 20
PATIENCE = 5  # seconds, for readers of before to come to their end
CAT = "/bin/cat"


@dataclass(frozen=True)
class Still:
    """The file to read, and a connection that sees exactly what is in it."""

    path: Path
    connection: sqlite3.Connection
    stamp: tuple[int, int]

    def pieces(self) -> Iterator[bytes]:
        """All bytes of the file."""
        with subprocess.Popen([CAT, str(self.path)], stdout=subprocess.PIPE) as reading:  # noqa: S603  # our own file
            stream = cast("IO[bytes]", reading.stdout)
            while piece := stream.read(PIECE):
                yield piece
        if reading.returncode:
            raise OSError(f"{CAT} ended with {reading.returncode}")

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has written into it since."""
        return _stamp(self.path) == self.stamp

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query, as of the instant at which it began to stand still."""
        return self.connection.execute(sql).fetchall()


def database_file() -> Path:
    """Where the house's SQLite lies."""
    return Path(str(connection.settings_dict["NAME"]))


@contextmanager
def standing_still(database: Path, *, as_copy: bool = False) -> Iterator[Still]:
    """The database of this instant. Where it cannot be held, or with `as_copy`, a copy of it."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=PATIENCE)) as reading:
        if not as_copy and _hold(reading, database):
            yield Still(database, reading, _stamp(database))
            return
        with open_draft() as (path, _stream):
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                copy.execute("PRAGMA synchronous = OFF")  # a draft: the backup itself is synced
                reading.backup(copy)
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                copy.execute("PRAGMA journal_mode = DELETE")
                copy.execute("BEGIN")
                yield Still(path, copy, _stamp(path))


def _hold(reading: sqlite3.Connection, database: Path) -> bool:
    """Empty the log and begin to read before anybody writes to it; whether that came about."""
    queue = WritersQueue(database)
    try:
        queue.enter()
        busy, _frames, _moved = reading.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        log = database.with_name(f"{database.name}-wal")
        held = not busy and log.exists() and not log.stat().st_size
    finally:
        queue.close()
    if not held:
        reading.execute("ROLLBACK")
    return held


def _stamp(path: Path) -> tuple[int, int]:
    told = os.stat(path)
    return told.st_mtime_ns, told.st_size
