"""Rows by the million: blocks that are plainly regular go through Polars at once.

A block qualifies only if this reading cannot differ from `CarefulReader`: every quote opens, closes
or doubles as it should, no row has cells to spare, none is very long, and rows over several lines
are trusted one by one. For any other block the answer is None, and the careful reading takes it.
"""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
import polars as pl

from nahbar.intake.reading.careful import Shape
from nahbar.intake.reading.cells import cleaned_columns
from nahbar.intake.reading.grammar import SHEET, SHEET_CELL_END, SHEET_LINE_END
from nahbar.intake.reading.limits import LARGEST_CELL, LONGEST_ROW
from nahbar.intake.reading.lines import CUT
from nahbar.intake.reading.tables import technical_names

Positions = npt.NDArray[np.int64]
LF = 10


@dataclass(frozen=True)
class Swept:
    """The rows of a block, how many lines they took, and where the next row begins."""

    rows: pl.DataFrame
    lines: int
    end: int


@dataclass(frozen=True)
class _Rows:
    """Where the rows of a block begin and end, and all its line breaks."""

    starts: Positions
    ends: Positions
    breaks: Positions

    @property
    def end(self) -> int:
        return int(self.ends[-1]) + 1 if self.ends.size else 0


def sweep(block: bytes, shape: Shape, *, first_line: int) -> Swept | None:
    """All rows that are complete in the block, with their `line`, or None if it is not regular."""
    if b"\0" in block or CUT.encode() in block or _has_escapes(block, shape):
        return None
    places = _regular_places(block, shape)
    if places is None or not _are_trusted(block, places, shape):
        return None
    rows = _parsed(block[: places.end], len(places.ends), shape)
    if rows is None:
        return None
    lines = first_line + np.searchsorted(places.breaks, places.starts)
    return Swept(
        _without_blank(rows.with_columns(pl.Series("line", lines, pl.Int64))),
        int(np.searchsorted(places.breaks, places.end)),
        places.end,
    )


def _regular_places(block: bytes, shape: Shape) -> _Rows | None:
    """Where rows lie, if quotes are regular and no row is very long."""
    signs = np.frombuffer(block, np.uint8)
    breaks = np.flatnonzero(signs == LF)
    quotes = _quotes(signs, shape)
    ends = breaks[np.searchsorted(quotes, breaks) % 2 == 0] if quotes.size else breaks
    starts = np.concatenate(([0], ends[:-1] + 1)) if ends.size else ends
    places = _Rows(starts, ends, breaks)
    if len(block) - places.end >= LONGEST_ROW:
        return None
    if ends.size and int((ends - starts).max()) > LARGEST_CELL:
        return None
    return places if _is_regular(signs, quotes, shape) else None


def _has_escapes(block: bytes, shape: Shape) -> bool:
    escape = shape.grammar.escape
    return escape is not None and escape.encode() in block


def _quotes(signs: npt.NDArray[np.uint8], shape: Shape) -> Positions:
    if shape.grammar.quote is None:
        return np.empty(0, np.int64)
    return np.flatnonzero(signs == ord(shape.grammar.quote))


def _is_regular(signs: npt.NDArray[np.uint8], quotes: Positions, shape: Shape) -> bool:
    """Whether quotes alternate between opening at a cell's start and closing at its end.

    A doubled quote counts as closing and opening again.
    """
    if not quotes.size:
        return True
    edges = [LF, ord(shape.grammar.quote or "")]
    if shape.grammar.delimiter is not None:
        edges.append(ord(shape.grammar.delimiter))
    opening, closing = quotes[::2], quotes[1::2]
    before = signs[opening[opening > 0] - 1]
    behind = signs[closing + 1]
    return bool(np.isin(before, edges).all() and np.isin(behind, edges).all())


def _are_trusted(block: bytes, places: _Rows, shape: Shape) -> bool:
    """Whether every row over several lines is one row in the eyes of the careful reading."""
    starts, ends, breaks = places.starts, places.ends, places.breaks
    if len(breaks) == len(ends):
        return True
    first, last = np.searchsorted(breaks, starts), np.searchsorted(breaks, ends)
    for place in np.flatnonzero(first != last):
        text = block[starts[place] : ends[place] + 1].decode()
        taken = shape.grammar.take(text, 0, len(text))
        if taken is None or not shape.trusts(taken[0], text[:-1].split("\n")):
            return False
    return True


def _parsed(block: bytes, count: int, shape: Shape) -> pl.DataFrame | None:
    columns, width = len(shape.header), max(shape.widths)
    separator = shape.grammar.delimiter or SHEET_CELL_END
    # Polars takes the number of columns from the first line: one without any text is put there.
    first = separator.encode() * (width - 1) + b"\n"
    try:
        rows = pl.read_csv(
            BytesIO(first + block),
            has_header=False,
            separator=separator,
            quote_char=shape.grammar.quote,
            schema=dict.fromkeys(technical_names(width), pl.String()),
            infer_schema=False,
        ).slice(1)
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None
    if rows.height != count:
        return None
    if shape.grammar == SHEET and SHEET_LINE_END.encode() in block:
        rows = rows.with_columns(pl.all().str.replace_all(SHEET_LINE_END, "\n", literal=True))
    rows = cleaned_columns(rows)
    surplus = rows[:, columns:]
    if any(column.null_count() < count for column in surplus):
        return None
    return rows[:, :columns]


def _without_blank(rows: pl.DataFrame) -> pl.DataFrame:
    if rows[:, 0].null_count() == 0:
        return rows
    return rows.filter(pl.any_horizontal(pl.exclude("line").is_not_null()))
