"""Places that are gone at the end: a home, a database, and processes of nahbar that live in them."""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from nahbar.core.refusals import Refused
from nahbar.site.process_tree import PARENT

LOCK = ".lock"


@contextmanager
def scratch_home() -> Iterator[Path]:
    """A data folder beside the house's own, on the same disk. Those of the dead are removed first."""
    work: Path = settings.NAHBAR_HOME / "work"
    _sweep(work)
    home = work / f"scratch-{secrets.token_hex(6)}"
    for name in ("", "files", "keys", "work"):
        (home / name).mkdir(mode=0o700)
    with (home / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield home
        finally:
            shutil.rmtree(home, ignore_errors=True)


@contextmanager
def scratch_database() -> Iterator[str]:
    """The URL of a new database on the house's server.

    Empty, which means SQLite in a scratch home, where the house lives in SQLite itself or may make
    no databases.
    """
    url: str = settings.DATABASE_URL
    if not url:
        yield ""
        return
    import psycopg  # noqa: PLC0415  # only where this database is used

    own = str(connection.settings_dict["NAME"])[:40]
    name = f"{own}_scratch_{secrets.token_hex(6)}"
    with closing(psycopg.connect(url, autocommit=True)) as server:
        for (old,) in server.execute(_LEFT_BEHIND, [f"{own}_scratch_%"]).fetchall():
            server.execute(f'DROP DATABASE IF EXISTS "{old}"')
        try:
            server.execute(f'CREATE DATABASE "{name}"')
        except psycopg.errors.InsufficientPrivilege:
            yield ""
            return
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


_LEFT_BEHIND = (
    "SELECT datname FROM pg_database d WHERE datname LIKE %s"
    " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)"
)


def start_in(
    home: Path, url: str, command: Sequence[str], *, stdin: int | IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """A process of ours in another home and database; it ends with us. It answers with one JSON line."""
    env = {**os.environ, "NAHBAR_HOME": str(home), PARENT: str(os.getpid())}
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    return subprocess.Popen(  # noqa: S603  # our own modules
        [sys.executable, "-m", *command],
        env=env,
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        stdout=subprocess.PIPE,
    )


def answer_of(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What the process answers when it has ended. Raises Refused with what it refused."""
    with suppress(BrokenPipeError):
        if process.stdin is not None:
            process.stdin.close()
    stream = process.stdout
    said = stream.read() if stream is not None else b""
    code = process.wait()
    told = json.loads(said) if said else {}
    if error := told.get("error"):
        raise Refused(error["code"], error["message"])
    if code and not told:
        raise RuntimeError(f"{process.args!r} ended with {code}")
    return dict(told)


def ask_in(
    home: Path, url: str, command: Sequence[str], given: str | Mapping[str, Any] = ""
) -> dict[str, Any]:
    """Let such a process run, told `given` on its standard input; its answer. Raises Refused."""
    process = start_in(home, url, command, stdin=subprocess.PIPE)
    text = given if isinstance(given, str) else json.dumps(given)
    if process.stdin is not None:
        with suppress(BrokenPipeError):
            process.stdin.write(text.encode())
            process.stdin.flush()
    return answer_of(process)


def _sweep(work: Path) -> None:
    for home in work.glob("scratch-*"):
        with suppress(OSError), (home / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(home, ignore_errors=True)
