"""What a firm dropped in, and what came of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from nahbar.intake.reading import Table, UnreadableRow, inspect, read_chunks


class Dribble(io.RawIOBase):
    """A stream that cannot be sought and gives little at a time, as a decrypting one may."""

    def __init__(self, content: bytes, step: int = 777) -> None:
        super().__init__()
        self._content = memoryview(content)
        self._step = step

    def read(self, size: int = -1) -> bytes:
        taken = self._content[: min(size, self._step)]
        self._content = self._content[len(taken) :]
        return bytes(taken)


def opener(content: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(content)


@dataclass(frozen=True)
class Read:
    """One table with all its rows."""

    table: Table
    rows: list[tuple[str | None, ...]]
    numbers: list[int]
    lines: list[int]
    unreadable: list[UnreadableRow]


def tables(content: bytes, name: str = "kunden.csv") -> list[Read]:
    return [read(content, table) for table in inspect(opener(content), name)]


def table(content: bytes | str, name: str = "kunden.csv") -> Read:
    [only] = tables(content.encode() if isinstance(content, str) else content, name)
    return only


def read(content: bytes, found: Table, **options: int) -> Read:
    rows, numbers, lines, unreadable = [], [], [], []
    for chunk in read_chunks(opener(content), found, **options):
        rows += chunk.rows.drop("row", "line").rows()
        numbers += chunk.rows["row"].to_list()
        lines += chunk.rows["line"].to_list()
        unreadable += chunk.unreadable
    return Read(found, rows, numbers, lines, unreadable)
