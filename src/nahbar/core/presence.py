"""Who of the workers lives: each holds a lock on a file, which the system takes back when it dies."""

import fcntl
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from nahbar.core import clock

FOREIGN = timedelta(hours=12)  # how long a worker of another machine is believed to be at work
STALE = 3600


def show_presence(worker: str) -> IO[bytes]:
    """Hold the lock of `worker` until the file is closed, or the process ends in whatever way."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (folder / worker).open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def end_presence(worker: str, lock: IO[bytes]) -> None:
    """Leave in an orderly way."""
    (_folder() / worker).unlink(missing_ok=True)
    lock.close()


def is_gone(worker: str, *, seen_at: datetime | None) -> bool:
    """Whether the worker is dead; of one from another machine only its age can be asked."""
    path = _folder() / worker
    if not path.exists():
        return seen_at is None or seen_at < clock.now() - FOREIGN
    return _is_free(path)


def clear_away() -> None:
    """Remove the files of workers long dead."""
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # another worker clears away as well
            if time.time() - path.stat().st_mtime > STALE and _is_free(path):
                path.unlink()


def _is_free(path: Path) -> bool:
    try:
        with path.open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return True
    return True


def _folder() -> Path:
    folder: Path = settings.NAHBAR_HOME / "work" / "workers"
    return folder
