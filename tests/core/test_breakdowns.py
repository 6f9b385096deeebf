"""What broke beneath is told by its cause, not as one sentence for everything."""

import errno
import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from nahbar.core.breakdowns import refusal_of


def caused(error: Exception, name: str) -> Exception:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorname = name
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (caused(OperationalError(), "SQLITE_FULL"), "disk_full"),
        (OSError(errno.ENOSPC, "full"), "disk_full"),
        (caused(OperationalError(), "SQLITE_READONLY"), "read_only"),
        (OSError(errno.EROFS, "read-only"), "read_only"),
        (caused(DatabaseError(), "SQLITE_NOTADB"), "database_damaged"),
        (OperationalError(), "database"),
        (PermissionError(errno.EACCES, "denied"), "system"),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates"), "not_text"),
    ],
)
def test_each_breakdown_has_its_own_code(error: Exception, code: str) -> None:
    refusal = refusal_of(error)
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize("error", [IntegrityError(), KeyError(), DatabaseError()])
def test_a_fault_of_ours_stays_one(error: Exception) -> None:
    assert refusal_of(error) is None


def test_sqlite_says_of_a_foreign_file_that_it_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no database " * 100)
    with (
        sqlite3.connect(tmp_path / "x") as connection,
        pytest.raises(sqlite3.DatabaseError) as told,
    ):
        connection.execute("SELECT * FROM x")
    connection.close()
    refusal = refusal_of(told.value)
    assert refusal is not None
    assert refusal.code == "database_damaged"
