"""From blocks of lines to numbered rows: the quick reading where it is safe, else the careful one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from nahbar.intake.reading.careful import CarefulReader, Found, Shape
from nahbar.intake.reading.columnar import sweep
from nahbar.intake.reading.grammar import SHEET, SHEET_LINE_END
from nahbar.intake.reading.limits import PART
from nahbar.intake.reading.tables import UnreadableRow, technical_names


@dataclass(frozen=True)
class Batch:
    """Consecutive rows, the unreadable ones among them, and a bound of the bytes in the cells."""

    rows: pl.DataFrame
    unreadable: tuple[UnreadableRow, ...]
    size: int


def batches(
    blocks: Iterable[bytes], shape: Shape, *, line: int = 1, quick: bool = True
) -> Iterator[Batch]:
    """The rows of blocks of whole lines, of which the first is line `line`.

    `quick` False leaves everything to the careful reading; the rows are the same.
    """
    reader = CarefulReader(shape, row=1, line=line)
    rest = b""
    for block in blocks:
        waiting = rest + block
        swept = _sweep(waiting, reader, shape) if quick else None
        if swept is not None:
            batch, rest = swept
            yield batch
            continue
        # One odd row must not make a whole block slow: only its part is read with care.
        rest = b""
        for part in _parts(waiting) if quick else [waiting]:
            swept = _sweep(rest + part, reader, shape) if quick else None
            batch, rest = swept or _read(rest + part, reader, shape, final=False)
            yield batch
    yield _read(rest, reader, shape, final=True)[0]


def _parts(block: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(block):
        end = block.find(b"\n", at + PART) + 1 or len(block)
        yield block[at:end]
        at = end


def _sweep(block: bytes, reader: CarefulReader, shape: Shape) -> tuple[Batch, bytes] | None:
    swept = None if reader.is_lost else sweep(block, shape, first_line=reader.line)
    if swept is None:
        return None
    rows = _numbered(swept.rows, reader.row)
    reader.row += rows.height
    reader.line += swept.lines
    return Batch(rows, (), swept.end), block[swept.end :]


def _read(block: bytes, reader: CarefulReader, shape: Shape, *, final: bool) -> tuple[Batch, bytes]:
    text = block.decode()
    found, end = reader.read(text, final=final)
    rest = text[end:].encode()
    return Batch(_framed(found, shape), tuple(found.unreadable), len(block) - len(rest)), rest


def _numbered(rows: pl.DataFrame, first: int) -> pl.DataFrame:
    numbers = pl.int_range(first, first + rows.height, dtype=pl.Int64, eager=True)
    return rows.insert_column(rows.width - 1, numbers.alias("row"))


def _framed(found: Found, shape: Shape) -> pl.DataFrame:
    names = technical_names(len(shape.header))
    columns = zip(*found.cells, strict=True) if found.cells else ([] for _ in names)
    frame = pl.DataFrame(
        [pl.Series(name, cells, pl.String) for name, cells in zip(names, columns, strict=True)]
    )
    if shape.grammar == SHEET:
        frame = frame.with_columns(pl.all().str.replace_all(SHEET_LINE_END, "\n", literal=True))
    return frame.with_columns(
        pl.Series("row", found.rows, pl.Int64), pl.Series("line", found.lines, pl.Int64)
    )
