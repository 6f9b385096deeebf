"""Rows cut into chunks by their numbers and weight, never by how the bytes happened to arrive."""

from collections.abc import Iterator

import polars as pl

from nahbar.intake.reading.limits import HEAVIEST_CHUNK
from nahbar.intake.reading.rows import Batch
from nahbar.intake.reading.tables import Chunk, UnreadableRow


def chunked(batches: Iterator[Batch], *, rows: int, start_row: int) -> Iterator[Chunk]:
    """Chunks of `rows` consecutive row numbers from `start_row` on, fewer where cells are heavy.

    A chunk that reaches `HEAVIEST_CHUNK` bytes of cells ends with the row that does so.
    """
    waiting = _Waiting(start_row)
    for batch in batches:
        waiting.add(batch)
        while (last := waiting.last_of_chunk(rows)) is not None:
            yield waiting.cut(last)
    if not waiting.is_empty:
        yield waiting.cut(waiting.last)


class _Waiting:
    """Rows that are not yet a chunk."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._frames: list[pl.DataFrame] = []
        self._unreadable: list[UnreadableRow] = []
        self._bound = 0
        self.last = first - 1

    @property
    def is_empty(self) -> bool:
        return self.last < self._first

    def add(self, batch: Batch) -> None:
        """Take in the rows from the first one that is wanted."""
        frame = batch.rows
        if frame.height and int(frame["row"][0]) < self._first:
            frame = frame.filter(pl.col("row") >= self._first)
        if frame.height:
            self._bound += batch.size
            self.last = int(frame["row"][-1])
        if frame.height or not self._frames:
            self._frames.append(frame)
        for unreadable in batch.unreadable:
            if unreadable.row >= self._first:
                self._unreadable.append(unreadable)
                self.last = max(self.last, unreadable.row)

    def last_of_chunk(self, rows: int) -> int | None:
        """The number of the row with which the next chunk ends, if it is here already."""
        full = self._first + rows - 1
        heavy = self._crossing() if self._bound >= HEAVIEST_CHUNK else None
        if heavy is not None and heavy <= full:
            return heavy
        return full if self.last >= full else None

    def cut(self, last: int) -> Chunk:
        """Take out the chunk that ends with row `last`."""
        frame = self._joined()
        length = int(frame["row"].search_sorted(last, side="right"))
        taken, rest = frame[:length], frame[length:]
        unreadable = tuple(row for row in self._unreadable if row.row <= last)
        chunk = Chunk(self._first, taken, unreadable)
        self._unreadable = self._unreadable[len(unreadable) :]
        self._frames = [rest]
        self._bound = int(_weights(rest).sum()) if self._bound >= HEAVIEST_CHUNK else self._bound
        self._first = last + 1
        return chunk

    def _crossing(self) -> int | None:
        """The number of the first row with which the weight is reached."""
        frame = self._joined()
        weights = _weights(frame).cum_sum()
        place = int(weights.search_sorted(HEAVIEST_CHUNK, side="left"))
        if place < frame.height:
            return int(frame["row"][place])
        self._bound = int(weights[-1]) if frame.height else 0
        return None

    def _joined(self) -> pl.DataFrame:
        if len(self._frames) != 1:
            self._frames = [pl.concat(self._frames)]
        return self._frames[0]


def _weights(frame: pl.DataFrame) -> pl.Series:
    """Bytes in the cells of each row."""
    lengths = [column.str.len_bytes().fill_null(0) for column in frame.drop("row", "line")]
    return sum(lengths[1:], start=lengths[0].cast(pl.Int64)).rename("weight")
