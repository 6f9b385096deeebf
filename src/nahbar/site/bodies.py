"""What people send, waited for without a thread, and at a pace that must not fall asleep."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from typing import Any

LARGEST_FORM = 1 << 20  # bytes; what is larger is a file
LEAST_BYTES, LONGEST_WAIT = 80_000, 20.0  # bytes that must come within seconds of waiting


class TooSlow(OSError):
    """The sender fell asleep. An OSError, so that Django takes it for a broken connection."""


class Arriving:
    """The body of a request as it comes in.

    Only time spent waiting counts: slow lines are given hours, and who takes long to deal with what
    came does not make the sender slow.
    """

    def __init__(
        self, parts: AsyncIterator[bytes], length: int, *, wait: float = LONGEST_WAIT
    ) -> None:
        self._parts, self._left, self._wait = parts, length, wait
        self._patience, self._received = wait, 0
        self.was_too_slow = False

    async def part(self) -> bytes:
        """What came next; nothing at the end. Raises TooSlow, and OSError where the line was cut."""
        if not self._left:
            return b""
        began = asyncio.get_running_loop().time()
        try:
            part = await asyncio.wait_for(self._next(), self._patience)
        except TimeoutError:
            self.was_too_slow = True
            raise TooSlow("the body of a request came too slowly") from None
        self._patience -= asyncio.get_running_loop().time() - began
        part = part[: self._left]
        self._left = self._left - len(part) if part else 0
        self._received += len(part)
        if self._received >= LEAST_BYTES:
            self._patience, self._received = self._wait, 0
        return part

    async def _next(self) -> bytes:
        try:
            return await anext(self._parts)
        except StopAsyncIteration:
            return b""

    async def whole(self) -> bytes:
        """All of it. Raises as `part`."""
        parts = []
        while part := await self.part():
            parts.append(part)
        return b"".join(parts)


class ReadByThread(io.RawIOBase):
    """A body that a thread reads while the loop waits for it. Raises as `Arriving.part`."""

    def __init__(self, arriving: Arriving, loop: asyncio.AbstractEventLoop) -> None:
        self._arriving, self._loop, self._rest = arriving, loop, b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants a wider buffer type
        """As many bytes as have come, at least one before the end."""
        if not self._rest:
            waiting = asyncio.run_coroutine_threadsafe(self._arriving.part(), self._loop)
            self._rest = waiting.result()
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def declared_length(environ: Mapping[str, Any]) -> int:
    """How many bytes the sender promised; none where it does not say."""
    told = str(environ.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isascii() and told.isdecimal() else 0
