"""Overwriting what deleted rows leave behind in the database's own file.

SQLite marks deleted rows and pages as free and keeps their bytes until something else comes to lie
there; VACUUM writes the whole database anew without them, and a checkpoint empties the log of
writes. PostgreSQL's VACUUM frees the space, which is overwritten as the tables go on being written.
"""

import time

from django.db import connection

LARGE = 1 << 30  # bytes; what is larger is written anew at night
TRIES, PAUSE = 20, 0.1  # of waiting for those who are reading; seconds


def is_large() -> bool:
    """Whether writing the database anew would keep people waiting."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0]) > LARGE


def overwrite_free_space() -> None:
    """Let nothing of what was deleted be found in the database's files. Outside of any transaction."""
    if connection.in_atomic_block:
        raise RuntimeError("a database is not written anew inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        if connection.vendor != "sqlite":
            return
        for _attempt in range(TRIES):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return
            time.sleep(PAUSE)
