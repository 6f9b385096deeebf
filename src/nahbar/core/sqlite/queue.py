"""A fair queue for the one writer that SQLite allows at a time.

Two locks: who holds the first is next, who holds the second is at work. A writer leaves the first
only when it has the second, so that one who comes back at once finds somebody before it. The
system takes both back when their holder dies, however it dies.
"""

import fcntl
import os
import weakref
from pathlib import Path


class WritersQueue:
    """One connection's place in the queue of a database file. Never shared between threads."""

    def __init__(self, database: Path) -> None:
        self._next = _open(database.with_name(f"{database.name}-next"))
        self._work = _open(database.with_name(f"{database.name}-work"))
        self._close = weakref.finalize(self, _close, self._next, self._work)
        self.is_ours = False

    def enter(self) -> None:
        """Wait until it is our turn to write."""
        try:
            fcntl.flock(self._next, fcntl.LOCK_EX)
            fcntl.flock(self._work, fcntl.LOCK_EX)
            self.is_ours = True
        except BaseException:  # a signal's handler may end the waiting at any instant
            self.leave()
            raise
        finally:
            fcntl.flock(self._next, fcntl.LOCK_UN)

    def leave(self) -> None:
        """Let the next one write."""
        self.is_ours = False
        fcntl.flock(self._work, fcntl.LOCK_UN)

    def close(self) -> None:
        """Leave for good."""
        self.is_ours = False
        self._close()


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
