"""Writers on SQLite: one at a time, in order of arrival, and nobody is left behind."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.utils import IntegrityError

from nahbar.core.sqlite.base import DatabaseWrapper
from nahbar.core.sqlite.queue import WritersQueue

HOLD_AND_WAIT = """
import sys
from pathlib import Path
from nahbar.core.sqlite.queue import WritersQueue
queue = WritersQueue(Path(sys.argv[1]))
queue.enter()
print("inside", flush=True)
sys.stdin.read()
"""
Connect = Callable[[], DatabaseWrapper]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one table."""
    path = tmp_path / "house.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, said TEXT UNIQUE)")
    return path


@pytest.fixture
def connect(path: Path, django_db_blocker: Any) -> Iterator[Connect]:
    """Connections to it, with the queue."""
    made: list[DatabaseWrapper] = []
    like = {
        **connections.settings["default"],
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }

    def new() -> DatabaseWrapper:
        made.append(DatabaseWrapper(like, "default"))
        made[-1].inc_thread_sharing()
        return made[-1]

    with django_db_blocker.unblock():
        yield new
    for connection in made:
        connection.close()


def begin(connection: DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(connection: DatabaseWrapper, *, well: bool = True) -> None:
    connection.commit() if well else connection.rollback()
    connection.set_autocommit(True)


def note(connection: DatabaseWrapper, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO note (said) VALUES (%s)", [said])


def is_free(path: Path) -> bool:
    """Whether a newcomer gets in at once."""
    queue, came = WritersQueue(path), threading.Event()
    newcomer = threading.Thread(target=lambda: (queue.enter(), came.set(), queue.leave()))
    newcomer.daemon = True
    newcomer.start()
    return came.wait(0.3)


def test_the_house_s_own_database_has_the_queue() -> None:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        assert settings.DATABASES["default"]["ENGINE"] == "nahbar.core.sqlite"


@pytest.mark.parametrize("well", [True, False])
def test_the_place_is_held_from_before_a_transaction_until_its_end(
    path: Path, connect: Connect, well: bool
) -> None:
    mia = connect()
    begin(mia)
    note(mia, "inside")
    assert not is_free(path)
    end(mia, well=well)
    assert is_free(path)


def test_one_statement_by_itself_queues_and_leaves_even_when_it_fails(
    path: Path, connect: Connect
) -> None:
    mia = connect()
    note(mia, "once")
    assert is_free(path)
    with pytest.raises(IntegrityError):
        note(mia, "once")
    assert is_free(path)


def test_a_statement_by_itself_waits_for_whoever_is_inside(path: Path, connect: Connect) -> None:
    mia, jonas = connect(), connect()
    begin(mia)
    written = threading.Thread(target=note, args=(jonas, "after"))
    written.start()
    written.join(0.2)
    assert written.is_alive()
    end(mia)
    written.join(5)
    assert not written.is_alive()


def test_readers_do_not_queue(path: Path, connect: Connect) -> None:
    mia, petra = connect(), connect()
    note(mia, "to be read")
    with petra.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    begin(mia)
    note(mia, "not yet")
    with petra.cursor() as cursor:
        cursor.execute("SELECT said FROM note")
        assert cursor.fetchall() == [("to be read",)]
    end(mia)


def test_a_connection_closed_within_a_transaction_leaves(path: Path, connect: Connect) -> None:
    mia = connect()
    begin(mia)
    mia.close()
    assert is_free(path)


def test_a_database_in_memory_needs_no_queue(connect: Connect) -> None:
    mia = connect()
    mia.settings_dict = {**mia.settings_dict, "NAME": ":memory:"}
    mia.ensure_connection()
    assert mia._queue is None


def test_a_killed_writer_makes_room(path: Path) -> None:
    command = [sys.executable, "-c", HOLD_AND_WAIT, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "inside\n"
        assert not is_free(path)
        writer.kill()
    assert is_free(path)


def test_an_interrupted_wait_leaves_no_trace(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal may end the waiting after the lock was given and before anything noted it."""
    from nahbar.core.sqlite import queue as module  # noqa: PLC0415

    given, queue = module.fcntl.flock, WritersQueue(path)

    def give_and_interrupt(descriptor: int, what: int) -> None:
        given(descriptor, what)
        if descriptor == queue._work and what == module.fcntl.LOCK_EX:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module.fcntl, "flock", give_and_interrupt)
        with pytest.raises(KeyboardInterrupt):
            queue.enter()
    assert is_free(path)


def test_no_two_write_at_once_and_each_has_its_share(path: Path) -> None:
    """Six who come back at once: when the first has had all its turns, all have had many of theirs."""
    writers, rounds = 6, 40
    order: list[int] = []
    inside, ready = threading.Semaphore(1), threading.Barrier(writers)

    def work(me: int) -> None:
        queue = WritersQueue(path)
        ready.wait()
        for _ in range(rounds):
            queue.enter()
            assert inside.acquire(blocking=False)
            order.append(me)
            time.sleep(0.002)
            inside.release()
            queue.leave()

    threads = [threading.Thread(target=work, args=(me,)) for me in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = [[at for at, who in enumerate(order) if who == me] for me in range(writers)]
    assert [len(mine) for mine in turns] == [rounds] * writers
    first_is_done = min(mine[-1] for mine in turns)
    served = [sum(at <= first_is_done for at in mine) for mine in turns]
    assert min(served) >= rounds / 3
