"""Gzip, unpacked while it is read, in flat memory and with its end checked."""

import zlib

from nahbar.intake.reading.errors import ReadingError
from nahbar.intake.reading.streams import Readable

MAGIC = b"\x1f\x8b"
GZIP = 16 + zlib.MAX_WBITS
STEP = 1 << 18


class Gunzip:
    """The plain bytes of a gzip stream of one or several members; zero padding is allowed."""

    def __init__(self, packed: Readable, file: str) -> None:
        self._packed = packed
        self._file = file
        self._member = zlib.decompressobj(GZIP)
        self._waiting = b""
        self.packed_size = 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes, none only at the end."""
        while True:
            if self._member.eof and not self._next_member():
                return b""
            if plain := self._unpack(size):
                return plain
            if self._member.eof:
                continue
            # Only now: zlib may hold back what a bounded read left, even without new input.
            self._waiting = self._more(STEP)
            if not self._waiting:
                raise ReadingError("truncated_gzip", file=self._file)

    def _more(self, size: int) -> bytes:
        packed = self._packed.read(size)
        self.packed_size += len(packed)
        return packed

    def _unpack(self, size: int) -> bytes:
        try:
            plain = self._member.decompress(self._waiting, size)
        except zlib.error as error:
            raise ReadingError("damaged_gzip", file=self._file) from error
        self._waiting = (
            self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        )
        return plain

    def _next_member(self) -> bool:
        """Go on to the next member, if one follows; anything else there is damage."""
        rest = self._waiting.lstrip(b"\0")
        while not rest:
            more = self._more(STEP)
            if not more:
                self._waiting = b""
                return False
            rest = more.lstrip(b"\0")
        if len(rest) == 1:
            rest += self._more(1)
        if not rest.startswith(MAGIC):
            raise ReadingError("damaged_gzip", file=self._file)
        self._waiting = rest
        self._member = zlib.decompressobj(GZIP)
        return True
