"""The disk is full, or the database goes away: nothing is half done, and the import goes on later."""

import errno
import io
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection
from tests.intake.dropping import Dropping, is_conserved, is_empty, reasons, refused
from tests.intake.test_many_files import orders

from nahbar.core import bulk, files
from nahbar.core.models import StoredFile, User
from nahbar.intake import chunks
from nahbar.intake.models import Import, ImportChunk, ImportTable
from nahbar.intake.operations import store, survey, undo
from nahbar.intake.operations.confirm import confirm_import
from nahbar.intake.operations.resume import resume_import
from nahbar.intake.operations.start import start_import
from nahbar.intake.operations.undo import ask_to_undo
from nahbar.sales.models import OrderLine
from nahbar.sales.operations import take_over

PATCH = pytest.MonkeyPatch
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="speaks of SQLite")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL")


@pytest.fixture
def counter(mia: User, now: datetime, monkeypatch: PATCH) -> Dropping:
    monkeypatch.setattr(survey, "ROWS", 10)
    return Dropping(mia, now)


def failing(
    real: Callable[..., Any], error: Callable[[], Exception], *, at: int
) -> Callable[..., Any]:
    """The same function, which fails the `at`-th time and ever after."""
    calls = 0

    def call(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= at:
            raise error()
        return real(*args, **options)

    return call


def no_space() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def is_full(failed: Import) -> bool:
    [said] = reasons(failed)
    return failed.error_code == "disk_full" and said.startswith("The disk is full.")


@pytest.mark.django_db
def test_a_file_that_does_not_fit_begins_no_import(
    counter: Dropping, monkeypatch: PATCH, now: datetime, settings: Any
) -> None:
    monkeypatch.setattr(files.os, "fsync", failing(files.os.fsync, no_space, at=1))
    with refused("disk_full"):
        counter.read(("a.csv", orders(1, 30)))
    assert not Import.objects.exists()
    assert not StoredFile.objects.exists()
    assert not list((settings.NAHBAR_HOME / "work").glob("store-*"))


@pytest.mark.django_db
def test_a_full_disk_while_reading_stops_and_reading_begins_anew(
    counter: Dropping, monkeypatch: PATCH
) -> None:
    with monkeypatch.context() as full:
        full.setattr(chunks.files, "store_bytes", failing(files.store_bytes, no_space, at=3))
        failed = counter.read(("a.csv", orders(1, 30)))
    assert is_full(failed)
    waiting = counter.work(resume_import(failed, by=counter.by, at=counter.at))
    assert (waiting.state, waiting.rows_total) == (Import.State.PROPOSED, 30)
    assert is_conserved(counter.confirm(waiting))


@pytest.mark.django_db
def test_a_full_disk_keeps_whole_chunks_and_the_rest_follows(
    counter: Dropping, monkeypatch: PATCH
) -> None:
    waiting = counter.read(("a.csv", orders(1, 30)))
    with monkeypatch.context() as full:
        full.setattr(store, "keep_faults", failing(store.keep_faults, no_space, at=2))
        failed = counter.confirm(waiting)
    assert is_full(failed)
    assert (failed.rows_read, OrderLine.objects.count()) == (10, 10)
    done = counter.work(resume_import(failed, by=counter.by, at=counter.at))
    assert (done.state, done.rows_stored) == (Import.State.DONE, 30)
    assert is_conserved(done)
    assert (done.totals["lines"], done.totals["amount"]) == (30, "135")


@pytest.mark.django_db
def test_a_full_disk_while_taking_back_is_no_reason_to_take_over_again(
    counter: Dropping, monkeypatch: PATCH
) -> None:
    done = counter.take(("a.csv", orders(1, 30)))
    ask_to_undo(done, by=counter.by, at=counter.at)
    with monkeypatch.context() as full:
        full.setattr(undo, "take_back_records", failing(undo.take_back_records, no_space, at=1))
        assert is_full(counter.work(done))
    undone = counter.work(resume_import(done, by=counter.by, at=counter.at))
    assert undone.state == Import.State.UNDONE
    assert undone.undo_result["removed"] == {
        "customers": 7, "orders": 30, "lines": 30, "encounters": 0,
    }  # fmt: skip
    assert is_empty()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_sqlite_without_room_for_more_pages_stops_the_import(counter: Dropping) -> None:
    waiting = counter.read(("a.csv", orders(1, 3)), ("b.csv", orders(4, 2_000)))
    with connection.cursor() as cursor:
        used = cursor.execute("PRAGMA page_count").fetchone()[0]
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {used + 40}")
    failed = counter.confirm(waiting)
    whole = ImportChunk.objects.exclude(taken_over_at=None)
    assert is_full(failed)
    assert failed.rows_read == sum(chunk.row_count for chunk in whole) == OrderLine.objects.count()
    assert 0 < failed.rows_read < 2_003
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {most}")
    done = counter.work(resume_import(failed, by=counter.by, at=counter.at))
    assert (done.state, done.rows_stored) == (Import.State.DONE, 2_003)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_postgresql_without_room_stops_the_import(counter: Dropping, monkeypatch: PATCH) -> None:
    from psycopg.errors import DiskFull  # noqa: PLC0415  # only where this database is used

    def full() -> Exception:
        error = DatabaseError("could not extend file")
        error.__cause__ = DiskFull("could not extend file")
        return error

    waiting = counter.read(("a.csv", orders(1, 30)))
    with monkeypatch.context() as patched:
        patched.setattr(take_over, "insert_frame", failing(bulk.insert_frame, full, at=5))
        failed = counter.confirm(waiting)
    assert is_full(failed)
    assert failed.rows_read == OrderLine.objects.count() < 30
    done = counter.work(resume_import(failed, by=counter.by, at=counter.at))
    assert (done.state, done.rows_stored) == (Import.State.DONE, 30)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_for_a_moment_changes_no_state(
    counter: Dropping, monkeypatch: PATCH
) -> None:
    waiting = counter.read(("a.csv", orders(1, 30)))
    with monkeypatch.context() as away:
        locked = failing(store.keep_faults, lambda: OperationalError("database is locked"), at=2)
        away.setattr(store, "keep_faults", locked)
        with pytest.raises(OperationalError):
            counter.confirm(waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rows_read) == (Import.State.STORING, 10)
    done = counter.work(waiting)
    assert (done.state, done.rows_stored) == (Import.State.DONE, 30)


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("during", ["reading", "taking over", "taking back"])
def test_a_connection_cut_in_the_middle_changes_no_state(
    counter: Dropping, monkeypatch: PATCH, during: str
) -> None:
    def cut() -> Exception:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return AssertionError("the connection should be gone")

    module, name = {
        "reading": (survey, "keep_rows"),
        "taking over": (store, "keep_faults"),
        "taking back": (undo, "take_back_encounters"),
    }[during]
    started = start_import([("a.csv", io.BytesIO(orders(1, 30)))], by=counter.by, at=counter.at)
    for state in ("reading", "taking over", "taking back"):
        if state == "taking over":
            started = confirm_import(started, by=counter.by, at=counter.at)
        if state == "taking back":
            ask_to_undo(started, by=counter.by, at=counter.at)
        if state == during:
            with monkeypatch.context() as away:
                at = 1 if state == "taking back" else 2
                away.setattr(module, name, failing(getattr(module, name), cut, at=at))
                with pytest.raises(OperationalError):
                    counter.work(started)
            connection.close()
            started.refresh_from_db()
            assert started.is_working
        counter.work(started)
    assert started.undo_result["removed"]["lines"] == 30
    assert is_empty()


def overflow() -> OperationalError:
    error = OperationalError("integer overflow")
    error.__cause__ = sqlite3.OperationalError("integer overflow")
    error.__cause__.sqlite_errorname = "SQLITE_ERROR"
    return error


@pytest.mark.django_db
def test_an_import_that_brings_the_error_on_itself_stops_alone(
    counter: Dropping, monkeypatch: PATCH
) -> None:
    poisoned = counter.read(("a.csv", orders(1, 30)))
    good = counter.read(("b.csv", orders(31, 5)))
    confirm_import(good, by=counter.by, at=counter.at)
    with monkeypatch.context() as absurd:
        real = store.keep_faults

        def keep_faults(table: ImportTable, *rest: Any) -> int:
            if table.import_run_id == poisoned.pk:
                raise overflow()
            return real(table, *rest)

        absurd.setattr(store, "keep_faults", keep_faults)
        failed = counter.confirm(poisoned)
    good.refresh_from_db()
    assert (failed.state, failed.error_code) == (Import.State.FAILED, "unexpected")
    assert (good.state, good.rows_stored) == (Import.State.DONE, 5)
    ask_to_undo(failed, by=counter.by, at=counter.at)
    assert counter.work(failed).state == Import.State.UNDONE


@pytest.mark.django_db
def test_an_import_that_is_still_at_work_can_be_taken_back(
    counter: Dropping, monkeypatch: PATCH
) -> None:
    waiting = counter.read(("a.csv", orders(1, 30)))
    with monkeypatch.context() as away:
        locked = failing(store.keep_faults, lambda: OperationalError("database is locked"), at=2)
        away.setattr(store, "keep_faults", locked)
        with pytest.raises(OperationalError):
            counter.confirm(waiting)
        asked = ask_to_undo(waiting, by=counter.by, at=counter.at)
        assert asked.state == Import.State.STORING
        ended = counter.work(asked)
    assert (ended.state, ended.undo_result["removed"]["lines"]) == (Import.State.CANCELLED, 10)
    assert is_empty()
    with refused("not_undoable"):
        ask_to_undo(ended, by=counter.by, at=counter.at)
