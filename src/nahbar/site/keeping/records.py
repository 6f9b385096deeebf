"""What a backup says, one record after the other: a letter, a length, bytes or JSON.

`M` what it is, then for each part `P` its name and kind, `D` its bytes in pieces, `E` how many bytes
and rows that were and their SHA-256; at the end `Z`, the sums of everything. The same records go
through a pipe when a house moves from one database to another.
"""

import hashlib
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

PIECE = 1 << 20
LARGEST = 1 << 26
_HEAD = struct.Struct(">cI")


class Sink(Protocol):
    """Takes bytes."""

    def write(self, data: bytes, /) -> Any: ...


class Spring(Protocol):
    """Gives exactly as many bytes as it is asked for, fewer at the end."""

    def read(self, size: int, /) -> bytes: ...


class BrokenRecords(Exception):
    """The bytes are no records, or end before the last one."""


@dataclass(frozen=True)
class Part:
    """The beginning of a part: `kind` is `key`, `file`, `image` or `table`."""

    name: str
    kind: str
    told: Mapping[str, Any]


@dataclass(frozen=True)
class Ended:
    """The end of a part: its length, its rows where it has some, and its SHA-256."""

    name: str
    kind: str
    size: int
    rows: int
    sha256: str


class RecordWriter:
    """Writes records, and counts and digests what each part holds."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._part: Part | None = None
        self._digest = hashlib.sha256()
        self._size = self._rows = 0

    def manifest(self, told: Mapping[str, Any]) -> None:
        """What this is. The first record."""
        self._write(b"M", told)

    def begin(self, name: str, kind: str, told: Mapping[str, Any] | None = None) -> None:
        """Begin a part."""
        self._part = Part(name, kind, told or {})
        self._digest, self._size, self._rows = hashlib.sha256(), 0, 0
        self._write(b"P", {"name": name, "kind": kind, "told": self._part.told})

    def data(self, piece: bytes, *, rows: int = 0) -> None:
        """The next bytes of the part; `rows` of a table end in them."""
        self._digest.update(piece)
        self._size += len(piece)
        self._rows += rows
        self._sink.write(_HEAD.pack(b"D", len(piece)))
        self._sink.write(piece)

    def end(self, *, rows: int | None = None) -> Ended:
        """End the part; `rows` where they were counted before."""
        if self._part is None:
            raise RuntimeError("no part was begun")
        part, self._part = self._part, None
        sha256, count = self._digest.hexdigest(), self._rows if rows is None else rows
        self._write(b"E", {"size": self._size, "rows": count, "sha256": sha256})
        return Ended(part.name, part.kind, self._size, count, sha256)

    def finish(self, sums: Mapping[str, Any]) -> None:
        """The last record."""
        self._write(b"Z", sums)

    def _write(self, letter: bytes, told: Mapping[str, Any]) -> None:
        body = json.dumps(told, ensure_ascii=False).encode()
        self._sink.write(_HEAD.pack(letter, len(body)) + body)


class RecordReader:
    """Reads records, and holds each part against the digest at its end."""

    def __init__(self, spring: Spring) -> None:
        self._spring = spring
        self.sums: dict[str, Any] = {}

    def manifest(self) -> dict[str, Any]:
        """What this is. Raises BrokenRecords."""
        letter, body = self._next()
        if letter != b"M":
            raise BrokenRecords
        return dict(json.loads(body))

    def parts(self) -> Iterator["PartReader"]:
        """Each part; the one before is read to its end first. After the last, `sums` are known."""
        while True:
            letter, body = self._next()
            if letter == b"Z":
                self.sums = dict(json.loads(body))
                return
            if letter != b"P":
                raise BrokenRecords
            told = json.loads(body)
            reader = PartReader(Part(told["name"], told["kind"], told["told"]), self._next)
            yield reader
            reader.skip()

    def _next(self) -> tuple[bytes, bytes]:
        head = self._spring.read(_HEAD.size)
        if len(head) != _HEAD.size:
            raise BrokenRecords
        letter, length = _HEAD.unpack(head)
        if length > LARGEST:
            raise BrokenRecords
        body = self._spring.read(length)
        if len(body) != length:
            raise BrokenRecords
        return letter, body


class PartReader:
    """One part's pieces; when they are read, how it ended."""

    def __init__(self, part: Part, next_record: Any) -> None:
        self.part = part
        self._next = next_record
        self._ended: Ended | None = None

    def pieces(self) -> Iterator[bytes]:
        """The bytes as they were written. Raises BrokenRecords where they are not what was summed."""
        digest, size = hashlib.sha256(), 0
        while self._ended is None:
            letter, body = self._next()
            if letter == b"D":
                digest.update(body)
                size += len(body)
                yield body
                continue
            told = json.loads(body) if letter == b"E" else {}
            if (told.get("size"), told.get("sha256")) != (size, digest.hexdigest()):
                raise BrokenRecords
            part = self.part
            self._ended = Ended(part.name, part.kind, size, told["rows"], told["sha256"])

    def skip(self) -> None:
        """Read what is left."""
        for _piece in self.pieces() if self._ended is None else ():
            pass

    @property
    def ended(self) -> Ended:
        """Known when all pieces are read."""
        if self._ended is None:
            raise RuntimeError("the part is not read yet")
        return self._ended
