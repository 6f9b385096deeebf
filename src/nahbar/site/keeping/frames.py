"""Sealed frames: what makes one flipped bit, a swap and an early end of a backup show.

Content is cut into frames of one MiB, each sealed with AES-256-GCM; the nonce carries the frame's
place and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár, 2015), the associated data the file's own header.
"""

import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FRAME = 1 << 20
OVERHEAD = 16
PREFIX = 7


class Damaged(Exception):
    """A frame is not what was sealed."""


class CutShort(Damaged):
    """The frames are whole, and the last one is missing."""


class FrameWriter:
    """Takes bytes of any length and writes sealed frames; the last one with `close`."""

    def __init__(self, stream: BinaryIO, key: bytes, about: bytes) -> None:
        self._stream, self._about = stream, about
        self._cipher = AESGCM(key)
        self._prefix = secrets.token_bytes(PREFIX)
        self._number = 0
        self._pending: list[memoryview] = []
        self._waiting = 0
        stream.write(self._prefix)

    def write(self, data: bytes) -> int:
        """Seal what fills frames; the rest waits. Raises OSError when the disk is full."""
        self._pending.append(memoryview(data))
        self._waiting += len(data)
        while self._waiting > FRAME:  # one frame always waits: it may be the last
            self._seal(self._take(FRAME), last=False)
        return len(data)

    def close(self) -> None:
        """Seal the last frame. The stream stays open."""
        self._seal(self._take(self._waiting), last=True)

    def _take(self, size: int) -> bytes:
        """The first bytes of what waits, copied once: a million of them at a time are no small matter."""
        parts, missing = [], size
        while missing:
            part = self._pending[0][:missing]
            rest = self._pending[0][missing:]
            self._pending[:1] = [rest] if rest else []
            parts.append(part)
            missing -= len(part)
        self._waiting -= size
        return b"".join(parts)

    def _seal(self, frame: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._stream.write(self._cipher.encrypt(nonce, frame, self._about))
        self._number += 1


class FrameReader:
    """Gives the sealed bytes back in the order they were written."""

    def __init__(self, stream: BinaryIO, key: bytes, about: bytes) -> None:
        self._frames = _opened(stream, AESGCM(key), about)
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes, fewer at the end. Raises Damaged, CutShort."""
        parts, missing = [], size
        while missing:
            if not self._rest:
                frame = next(self._frames, None)
                if frame is None:
                    break
                self._rest = memoryview(frame)
            part = self._rest[:missing]
            self._rest = self._rest[len(part) :]
            missing -= len(part)
            parts.append(part)
        return b"".join(parts)


def _opened(stream: BinaryIO, cipher: AESGCM, about: bytes) -> Iterator[bytes]:
    prefix, number = stream.read(PREFIX), 0
    sealed = stream.read(FRAME + OVERHEAD)
    while True:
        following = stream.read(FRAME + OVERHEAD)
        try:
            yield cipher.decrypt(_nonce(prefix, number, last=not following), sealed, about)
        except (InvalidTag, ValueError) as error:
            raise _why(cipher, prefix, number, sealed, about, at_end=not following) from error
        if not following:
            return
        sealed, number = following, number + 1


def _why(
    cipher: AESGCM, prefix: bytes, number: int, sealed: bytes, about: bytes, *, at_end: bool
) -> Damaged:
    """A frame that is whole and was not the last, at the end: the file was cut between two."""
    if at_end:
        try:
            cipher.decrypt(_nonce(prefix, number, last=False), sealed, about)
        except (InvalidTag, ValueError):
            return Damaged()
        return CutShort()
    return Damaged()


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")
