"""Byte streams of which only `read(n)` is asked."""

from collections.abc import Callable, Iterator
from typing import Protocol

from nahbar.intake.reading import limits
from nahbar.intake.reading.errors import ReadingError


class Readable(Protocol):
    """Anything that gives up to `size` bytes, and none only at its end."""

    def read(self, size: int, /) -> bytes: ...


class Peekable:
    """A stream whose beginning can be looked at before it is read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._ahead = b""

    def peek(self, size: int) -> bytes:
        """The next `size` bytes (fewer only at the end), left where they are."""
        while len(self._ahead) < size and (more := self._stream.read(size - len(self._ahead))):
            self._ahead += more
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        """Up to `size` bytes."""
        if self._ahead:
            taken, self._ahead = self._ahead[:size], self._ahead[size:]
            return taken
        return self._stream.read(size)


class Joined:
    """Pieces of bytes read as one stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._ahead = b""

    def read(self, size: int) -> bytes:
        """Up to `size` bytes."""
        while not self._ahead:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._ahead = piece
        taken, self._ahead = self._ahead[:size], self._ahead[size:]
        return taken


class Bounded:
    """What is unpacked, up to what files of its packed size (bytes so far) can honestly hold."""

    def __init__(self, plain: Readable, packed_size: Callable[[], int], file: str) -> None:
        self._plain = plain
        self._packed_size = packed_size
        self._file = file
        self._size = 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes."""
        piece = self._plain.read(size)
        self._size += len(piece)
        far_too_dense = (
            self._size > limits.HARMLESS_INFLATED
            and self._size > limits.MOST_INFLATION * self._packed_size()
        )
        if far_too_dense or self._size > limits.LARGEST_INFLATED_TEXT:
            raise ReadingError("unpacks_to_too_much", file=self._file)
        return piece
