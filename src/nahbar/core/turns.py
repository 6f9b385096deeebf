"""Taking turns: work of which only one may run in the house at a time.

A turn ends with its holder, however that ends: the lock is the operating system's (embedded
database: one machine) or the database session's (PostgreSQL: any machine).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from nahbar.core.text_digest import digest_text


class NotOurTurn(Exception):
    """Somebody else has the turn and we did not want to wait."""


@contextmanager
def turn(name: str, *, wait: bool = True) -> Iterator[None]:
    """Hold the turn `name`; without `wait`, raise NotOurTurn where somebody else has it."""
    holder = _session_lock if connection.vendor == "postgresql" else _file_lock
    with holder(name, wait=wait):
        yield


@contextmanager
def _file_lock(name: str, *, wait: bool) -> Iterator[None]:
    with (settings.NAHBAR_HOME / "work" / f"{name}.turn").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotOurTurn(name) from error
        yield


@contextmanager
def _session_lock(name: str, *, wait: bool) -> Iterator[None]:
    key = digest_text(f"turn {name}")
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            if not cursor.fetchone()[0]:
                raise NotOurTurn(name)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
