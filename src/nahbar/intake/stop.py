"""Ending a step of an import before its time."""

import io
import time
from collections.abc import Callable
from typing import BinaryIO

from nahbar.intake.models import Import

EVERY = 1.0  # seconds


class Stopped(Exception):
    """A person asked for the end of the import."""


def raise_if_cancelled(import_run: Import) -> None:
    """Raise Stopped where somebody has asked for the end of the import."""
    if Import.objects.filter(pk=import_run.pk, cancel_asked_at__isnull=False).exists():
        raise Stopped


class Listening(io.RawIOBase):
    """A file that while it is read asks every second, through `listen`, whether to go on."""

    def __init__(self, stream: BinaryIO, listen: Callable[[], None]) -> None:
        self._stream = stream
        self._listen = listen
        self._asked_at = time.monotonic()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]  # any buffer in the stubs
        """Read on, or raise what `listen` raises."""
        if time.monotonic() - self._asked_at >= EVERY:
            self._listen()
            self._asked_at = time.monotonic()
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        super().close()
