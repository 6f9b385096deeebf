"""Columns of facts: packed for the table, and kept in memory by the part.

A part is 65,536 customers in a row: each row of it is a customer and a value; a customer with
several values has several rows. Texts are numbered, so that a word is compared once.
"""

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from nahbar.core.bulk import Ids
from nahbar.core.facts import Fact, FactKind
from nahbar.core.folded_columns import fold_column
from nahbar.customers.models.facts import FactPart

SIZE = 65_536
MOST_BYTES = 128_000_000  # of columns that one process keeps
SMALL, LARGE, TEXTS = b"\x04", b"\x08", b"\x00"
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Rows of a fact: `values` are numbers, of a text its place in `folded`."""

    customers: Ids
    values: Numbers
    folded: pl.Series | None = None

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        words = self.folded.estimated_size() if self.folded is not None else 0
        return int(self.customers.nbytes + self.values.nbytes + words)


def part_of(fact: Fact, frame: pl.DataFrame) -> Part:
    """A frame `customer, value` as rows."""
    known = frame.drop_nulls()
    customers = known["customer"].cast(pl.Int64).to_numpy()
    if fact.kind != FactKind.TEXT:
        return Part(customers, known["value"].cast(pl.Int64).to_numpy())
    words = known["value"].unique(maintain_order=True)
    numbered = pl.DataFrame({"value": words}).with_row_index("number")
    places = known.join(numbered, on="value", how="left", maintain_order="left")["number"]
    folded = numbered.select(fold_column(pl.col("value")).alias("folded"))["folded"]
    return Part(customers, places.cast(pl.Int64).to_numpy(), folded)


def pack_part(fact: Fact, frame: pl.DataFrame, number: int) -> bytes:
    """A frame `customer, value` of the customers of one part, for the table."""
    known = frame.drop_nulls().sort("customer", "value")
    offsets = (known["customer"].to_numpy() - number * SIZE).astype("<u2")
    if fact.kind == FactKind.TEXT:
        buffer = io.BytesIO()
        known.select("value").write_ipc(buffer, compression="lz4")
        return TEXTS + len(offsets).to_bytes(4, "little") + offsets.tobytes() + buffer.getvalue()
    values = known["value"].cast(pl.Int64).to_numpy()
    is_small = not values.size or (values.min() >= -(2**31) and values.max() < 2**31)
    packed = values.astype("<i4" if is_small else "<i8").tobytes()
    width = SMALL if is_small else LARGE
    return width + len(offsets).to_bytes(4, "little") + offsets.tobytes() + packed


def unpack_part(data: bytes, number: int) -> pl.DataFrame:
    """What was packed, as a frame `customer, value`."""
    width, count = data[:1], int.from_bytes(data[1:5], "little")
    end = 5 + 2 * count
    customers = np.frombuffer(data[5:end], dtype="<u2").astype(np.int64) + number * SIZE
    if width == TEXTS:
        values = pl.read_ipc(io.BytesIO(data[end:]))["value"]
    else:
        numbers = np.frombuffer(data[end:], dtype="<i4" if width == SMALL else "<i8")
        values = pl.Series("value", numbers.astype(np.int64))
    return pl.DataFrame({"customer": customers, "value": values})


def kept_parts(fact: Fact) -> list[Part]:
    """All parts of a fact as the table has them now. One query, and one for parts that are others now."""
    rows = FactPart.objects.filter(fact=fact.key).order_by("part")
    found: dict[int, Part | None] = {
        number: _memory.get((fact.key, number, version))
        for number, version in rows.values_list("part", "version")
    }
    missing = [number for number, part in found.items() if part is None]
    if missing:
        asked = rows.filter(part__in=missing).values_list("part", "version", "data")
        for number, version, data in asked.iterator(chunk_size=8):
            part = part_of(fact, unpack_part(bytes(data), number))
            _memory.put((fact.key, number, version), part)
            found[number] = part
    return [part for part in found.values() if part is not None]


class _Memory:
    """The parts used last, up to `MOST_BYTES`."""

    def __init__(self) -> None:
        self._parts: OrderedDict[tuple[str, int, int], Part] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, int, int]) -> Part | None:
        with self._lock:
            part = self._parts.get(key)
            if part is not None:
                self._parts.move_to_end(key)
            return part

    def put(self, key: tuple[str, int, int], part: Part) -> None:
        with self._lock:
            if key not in self._parts:
                self._parts[key] = part
                self._bytes += part.bytes
            while self._bytes > MOST_BYTES and len(self._parts) > 1:
                self._bytes -= self._parts.popitem(last=False)[1].bytes

    def clear(self) -> None:
        with self._lock:
            self._parts.clear()
            self._bytes = 0


_memory = _Memory()


def forget_parts() -> None:
    """Read all again when next asked. For tests, whose houses are rolled back."""
    _memory.clear()
