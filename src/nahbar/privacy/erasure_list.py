"""Who was erased, noted outside the database: so that no backup and no file brings them back.

`NAHBAR_HOME/erasures.jsonl` has a line for each erasure, of keys alone that say nothing of a person:
the random ids of the customers, and digests, keyed with the house's own secret, of what sources
call them and of the raw rows in which they stood. Lines are only added.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Erased:
    """One line. `customers` are public ids, `keys` and `rows` signed 64-bit digests.

    A line with `lifts` says that what the erasure of that id noted no longer counts: the person has
    become a customer anew.
    """

    id: str
    at: str
    customers: list[str] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    lifts: str = ""


@dataclass(frozen=True)
class Unwanted:
    """What must not come in again: digests of sources' keys and of raw rows."""

    keys: frozenset[int]
    rows: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.keys or self.rows)


def note(erased: Erased) -> None:
    """Add a line and sync it to the disk; one that is there already is not added again."""
    add_lines([json.dumps(asdict(erased))])


def all_erased() -> list[Erased]:
    """All lines, in the order they came."""
    return [Erased(**json.loads(line)) for line in read_lines()]


def unwanted() -> Unwanted:
    """What all erasures together keep from coming in, without those that were lifted."""
    lines = all_erased()
    lifted = {line.lifts for line in lines}
    held = [line for line in lines if line.id not in lifted]
    return Unwanted(
        frozenset(key for line in held for key in line.keys),
        frozenset(row for line in held for row in line.rows),
    )


def read_lines() -> list[str]:
    """The list as it stands, for who carries it into a backup."""
    try:
        text = _path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if line]


def add_lines(lines: Iterable[str]) -> int:
    """Add those that are not there yet, as from the list in a backup; how many were new."""
    with _held() as stream:
        there = set(stream.read().splitlines())
        new = [line for line in lines if line and line not in there]
        stream.writelines(f"{line}\n" for line in new)
        stream.flush()
        os.fsync(stream.fileno())
    return len(new)


def digest_key(source_id: int, key: str) -> int:
    """What a source calls a customer, as a number that tells nobody who that is."""
    said = hmac.new(_secret("key"), f"{source_id}\x1f{key}".encode(), hashlib.sha256).digest()
    return int.from_bytes(said[:8], "little", signed=True)


def digest_keys(source_id: int, keys: Collection[str]) -> dict[str, int]:
    """The same of many."""
    return {key: digest_key(source_id, key) for key in keys}


def row_salt() -> str:
    """With what raw rows are digested (`core.digest.digest_rows`): 16 characters nobody knows."""
    return _secret("row").hex()[:16]


def _secret(use: str) -> bytes:
    return hmac.new(settings.FILES_KEY, f"erased {use}".encode(), hashlib.sha256).digest()


@contextmanager
def _held() -> Iterator[IO[str]]:
    descriptor = os.open(_path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        yield stream


def _path() -> Path:
    home: Path = settings.NAHBAR_HOME
    return home / FILE
