"""Processes that live and die together: a child that dies is started again, none outlives its parent."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

PARENT = "NAHBAR_PARENT"
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SETTLED = 60.0  # a child that lived so long is taken for healthy: its next pause is the shortest
PATIENCE = 8.0
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


class Child:
    """A supervised process, in a session of its own so that Ctrl-C reaches only its parent."""

    def __init__(self, module: str, *, restarted: Sequence[str] = ()) -> None:
        self._command = [sys.executable, "-m", module]
        self._restarted = list(restarted)
        self._pause = SHORTEST_PAUSE
        self._began = self._again_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, pass_fd: int | None = None) -> None:
        """Start it for the first time; `pass_fd` stays open in it, as its only argument."""
        arguments = [] if pass_fd is None else [str(pass_fd)]
        self._start(arguments, () if pass_fd is None else (pass_fd,))

    def keep_alive(self) -> None:
        """Start it again when it is dead, after a pause that doubles as long as it keeps dying."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self._again_at:
            healthy = now - self._began > SETTLED
            self._pause = SHORTEST_PAUSE if healthy else min(self._pause * 2, LONGEST_PAUSE)
            self._again_at = now + self._pause
        elif now >= self._again_at:
            self._start(self._restarted, ())

    def ask_to_end(self) -> None:
        """Let it end in its own way."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End it and all it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return
            self.process.wait()

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def _start(self, arguments: Sequence[str], fds: Sequence[int]) -> None:
        self._began, self._again_at = time.monotonic(), 0.0
        self.process = subprocess.Popen(  # noqa: S603  # our own modules
            [*self._command, *arguments],
            pass_fds=fds,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, PARENT: str(os.getpid())},
        )


def end_all(children: Sequence[Child]) -> None:
    """Ask all to end; who has not after eight seconds is killed, with all it started."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + PATIENCE
    while any(child.is_alive for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in children:
        child.kill()


def end_with_parent(parent: int | None = None) -> None:
    """From now on this process is killed when its parent ends, however that ends.

    Without `parent` it is the one that NAHBAR_PARENT names; where it names none, nothing is done.
    """
    expected = parent or int(os.environ.get(PARENT, "0"))
    if not expected:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=[expected], daemon=True).start()
    if os.getppid() != expected:  # it ended before we could ask
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
