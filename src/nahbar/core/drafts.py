"""Files that are being written: each locked by its writer, so that those of the dead can be told."""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

# Seconds. What others write in our folder holds no lock, only its age tells; and it is in clear.
ABANDONED = 3_600


@contextmanager
def open_draft() -> Iterator[tuple[Path, BinaryIO]]:
    """A new file for its owner alone, gone at the end. What is to stay must be linked elsewhere."""
    path, stream = _make()
    try:
        yield path, stream
    finally:
        path.unlink(missing_ok=True)
        stream.close()


def sweep_drafts() -> int:
    """Remove drafts of processes that died, and uploads and exports cut off an hour ago; how many."""
    folder = _folder()
    dead = [path for path in folder.glob("store-*") if _remove_unlocked(path)]
    abandoned = [path for path in folder.glob("tmp*") if _is_older(path, ABANDONED)]
    for path in abandoned:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    return len(dead) + len(abandoned)


def _make() -> tuple[Path, BinaryIO]:
    while True:
        path = _folder() / f"store-{secrets.token_hex(8)}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return path, os.fdopen(descriptor, "wb")
        os.close(descriptor)  # swept in the moment before it was locked


def _remove_unlocked(path: Path) -> bool:
    try:
        with path.open("rb") as draft:
            fcntl.flock(draft, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    return True


def _is_older(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:
        return False


def _folder() -> Path:
    folder: Path = settings.NAHBAR_HOME / "work"
    return folder
