"""What an error of the machine is: disk full, read-only or damaged, the database away or busy."""

import errno
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
# PostgreSQL by SQLSTATE: connection lost, rolled back for others, too many connections, locked,
# shutting down. What one statement brings on itself, such as too much memory, is not among them.
_POSTGRESQL = ("08", "40", "53300", "55", "57P")


def is_disk_full(error: BaseException) -> bool:
    """Whether the disk is full, in the words of the system, SQLite or PostgreSQL."""
    return any(
        (isinstance(cause, OSError) and cause.errno in {errno.ENOSPC, errno.EDQUOT})
        or _code(cause) in {"SQLITE_FULL", "53100"}
        for cause in _causes(error)
    )


def is_passing(error: BaseException) -> bool:
    """Whether the database is away or busy, so that the same work may succeed later.

    An error of the connection without a code is one whose other end has gone.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    codes = [code for cause in _causes(error) if (code := _code(cause))]
    return not codes or any(code.startswith(_SQLITE + _POSTGRESQL) for code in codes)


def is_read_only(error: BaseException) -> bool:
    """Whether there is no writing where the data lie."""
    return any(
        (isinstance(cause, OSError) and cause.errno == errno.EROFS)
        or _code(cause) in {"SQLITE_READONLY", "25006"}
        for cause in _causes(error)
    )


def is_damaged(error: BaseException) -> bool:
    """Whether what lies there is no database, or no longer one."""
    damage = {"SQLITE_NOTADB", "SQLITE_CORRUPT", "XX001", "XX002"}
    return any(_code(cause) in damage for cause in _causes(error))


def _code(error: BaseException) -> str:
    return getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
