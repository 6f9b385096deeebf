"""The server as one process tree: this supervisor, the web processes, one worker."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from nahbar.site.addresses import local_url
from nahbar.site.process_tree import Child, end_all

BREATH = 0.1
AGAIN = "again"

Print = Callable[[Mapping[str, Any]], None]


class Supervisor:
    """Starts web, then the worker, and keeps both until it is told to stop."""

    def __init__(self, *, tell_ready: Print, tell_refusal: Print) -> None:
        self._web = Child("nahbar.site.web", restarted=[AGAIN])
        self._worker = Child("nahbar.site.work")
        self._tell_ready, self._tell_refusal = tell_ready, tell_refusal
        self._stops = 0

    def run(self) -> int:
        """Serve until SIGINT, SIGTERM or SIGHUP; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            news = self._start_web()
            if not news:
                return 0
            if "refused" in news:
                self._tell_refusal(news["refused"])
                return 1
            self._worker.start()
            self._wait_for_page(local_url())
            if not self._stops:
                self._tell_ready(news)
            while not self._stops:
                self._web.keep_alive()
                self._worker.keep_alive()
                time.sleep(BREATH)
        finally:
            end_all([self._web, self._worker])
        return 0

    def _start_web(self) -> dict[str, Any]:
        """Start the web process; what it says of itself: where it is, or why it will not start."""
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self._web.start(pass_fd=writing)
        os.close(writing)
        said = b""
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            while not self._stops and not said.endswith(b"\n"):
                part = pipe.read()
                if part == b"":
                    raise SystemExit(1)  # it died with its reason on standard error
                said += part or b""
                time.sleep(BREATH / 5)
        return dict(json.loads(said)) if said.endswith(b"\n") else {}

    def _wait_for_page(self, address: str) -> None:
        while not self._stops and self._web.is_alive and not _answers(address):
            time.sleep(BREATH / 2)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stops += 1
        if self._stops > 1:
            self._web.kill()
            self._worker.kill()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/alive/", timeout=2):  # noqa: S310  # our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
