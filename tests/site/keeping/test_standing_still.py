"""SQLite's file is read as of one instant, however much is written meanwhile."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from nahbar.site.keeping.standing_still import standing_still

WRITER = """
import random, sqlite3, sys
from nahbar.core.sqlite.queue import WritersQueue
from pathlib import Path
path = Path(sys.argv[1])
queue = WritersQueue(path)
database = sqlite3.connect(path, isolation_level=None, timeout=30)
database.execute("PRAGMA wal_autocheckpoint = 20")
print("ready", flush=True)
while True:
    queue.enter()
    database.execute("BEGIN IMMEDIATE")
    one, other, much = random.randrange(1, 501), random.randrange(1, 501), random.randrange(100)
    database.execute("UPDATE purse SET holds = holds - ? WHERE id = ?", (much, one))
    database.execute("UPDATE purse SET holds = holds + ? WHERE id = ?", (much, other))
    database.execute("COMMIT")
    queue.leave()
"""


@pytest.fixture
def database(tmp_path: Path, settings: Any) -> Path:
    """Five hundred purses that hold 500,000 together, whatever goes from one to the other."""
    settings.NAHBAR_HOME = tmp_path
    (tmp_path / "work").mkdir()
    path = tmp_path / "nahbar.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("CREATE TABLE purse (id INTEGER PRIMARY KEY, holds INTEGER, about TEXT)")
        made.executemany("INSERT INTO purse (holds, about) VALUES (1000, ?)", [("x" * 2000,)] * 500)
        made.commit()
    return path


@contextmanager
def somebody_writing(path: Path) -> Iterator[None]:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    try:
        yield
    finally:
        writer.kill()
        writer.communicate()


def total(path: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(path)) as read:
        [(held,)] = read.execute("SELECT sum(holds) FROM purse")
        [(said,)] = read.execute("PRAGMA integrity_check")
    return held, said


@pytest.mark.slow
@pytest.mark.parametrize("as_copy", [False, True])
def test_money_that_changes_hands_meanwhile_is_neither_lost_nor_doubled(
    database: Path, tmp_path: Path, as_copy: bool
) -> None:
    with somebody_writing(database):
        for count in range(5):
            copy = tmp_path / f"copy-{count}"
            with standing_still(database, as_copy=as_copy) as still:
                copy.write_bytes(b"".join(still.pieces()))
                assert still.is_untouched
                [(seen,)] = still.ask("SELECT sum(holds) FROM purse")
            assert (seen, total(copy)) == (500_000, (500_000, "ok"))


def test_the_file_itself_is_read_and_no_copy_made(database: Path, tmp_path: Path) -> None:
    with standing_still(database) as still:
        assert still.path == database
    with standing_still(database, as_copy=True) as still:
        assert still.path != database
    assert list((tmp_path / "work").iterdir()) == []


def test_others_write_while_it_is_read_and_we_do_not_see_it(database: Path) -> None:
    with standing_still(database) as still:
        with closing(sqlite3.connect(database, timeout=0.1)) as other:
            other.execute("UPDATE purse SET holds = 0")
            other.commit()
            other.execute("PRAGMA wal_checkpoint(PASSIVE)")
        assert still.ask("SELECT sum(holds) FROM purse") == [(500_000,)]
        assert still.is_untouched
    assert total(database)[0] == 0


def test_a_reader_who_does_not_end_makes_it_a_copy(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nahbar.site.keeping.standing_still.PATIENCE", 0.05)
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM purse LIMIT 1").fetchone()
        with closing(sqlite3.connect(database)) as writer:
            writer.execute("UPDATE purse SET holds = holds + 1")
            writer.commit()
        with standing_still(database) as still:
            assert still.path != database
            assert still.ask("SELECT sum(holds) FROM purse") == [(500_500,)]


def test_a_touched_file_is_noticed(database: Path) -> None:
    with standing_still(database) as still:
        with database.open("r+b") as stranger:
            stranger.seek(100)
            stranger.write(b"\x00")
        assert not still.is_untouched
