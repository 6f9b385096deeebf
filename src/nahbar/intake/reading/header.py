"""Where the table begins: which row holds the names of the columns, and what stands above it.

The table is as wide as the rows that hold most of the sample's cells. Rows before it that are much
emptier, or are labels ("Konto:"), are preamble. A first row that is of the same kinds as the rows
below it (a date above dates, a number above numbers) is no header: then all names are empty.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from nahbar.intake.reading.cells import cleaned
from nahbar.intake.reading.dialects import Record
from nahbar.intake.reading.errors import ReadingError
from nahbar.intake.reading.limits import MOST_COLUMNS

SEARCHED = 60
COMPARED = 100
_YEAR = re.compile(r"(19|20)\d\d")
_KINDS = (
    ("date", re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}([ T]\d{1,2}:\d\d.*)?")),
    ("time", re.compile(r"\d{1,2}:\d\d(:\d\d)?")),
    ("number", re.compile(r"[-+(]?[€$£]? ?\d[\d.,'’ ]*( ?(€|EUR|CHF|USD|%))?\)?-?")),
    ("mail", re.compile(r"[^@\s]+@[^@\s]+\.\w+")),
    ("phone", re.compile(r"\+\d[\d /()-]{5,}")),
    ("address", re.compile(r"https?://\S+")),
)


@dataclass(frozen=True)
class Start:
    """The names of the columns and the line on which the rows below them begin.

    `header_line` is None, and all names are empty, where the file has no header.
    """

    header: tuple[str, ...]
    header_line: int | None
    data_line: int
    widths: tuple[int, ...]


def find_table(records: Iterable[Record], file: str, **place: str) -> Start:
    """Find header and data among the first rows of a file; `place` may name the sheet.

    Raises ReadingError `empty_file` without any row, and `too_many_columns`.
    """
    found = list(records)
    if not found:
        raise ReadingError("empty_file", file=file, **place)
    start = _start(found)
    columns = len(start.header)
    if columns > MOST_COLUMNS:
        line = start.header_line or start.data_line
        raise ReadingError(
            "too_many_columns", file=file, line=line, columns=columns, limit=MOST_COLUMNS, **place
        )
    return start


def _start(records: list[Record]) -> Start:
    width = _table_width(records)
    place = _first_of_table(records, width)
    top, below = records[place], records[place + 1 : place + 1 + COMPARED]
    usual = _usual_width(below)
    if _is_data(top, below):
        columns = max(_reach(top.cells), usual or 1)
        return Start(("",) * columns, None, top.line, _widths(columns, usual))
    header = tuple(cleaned(cell) or "" for cell in top.cells)
    if len(header) > MOST_COLUMNS:
        header = header[: max(_reach(record.cells) for record in (top, *below))]
    return Start(header, top.line, top.next_line, _widths(len(header), usual))


def _widths(columns: int, usual: int | None) -> tuple[int, ...]:
    if usual is None or usual == columns or usual > MOST_COLUMNS:
        return (columns,)
    return (columns, usual)


def _table_width(records: list[Record]) -> int:
    counts = Counter(_reach(record.cells) for record in records)
    return max(counts, key=lambda width: (width * counts[width], width))


def _usual_width(below: list[Record]) -> int | None:
    counts = Counter(len(record.cells) for record in below)
    return max(counts, key=lambda width: (counts[width], width)) if counts else None


def _first_of_table(records: list[Record], width: int) -> int:
    """The first row that is filled like a row of the table and is not a label."""
    for place, record in enumerate(records[:SEARCHED]):
        wide_enough = len(record.cells) >= max(2, width - 1) or width == 1
        if wide_enough and 2 * _filled(record) >= width and not _is_label(record, width):
            return place
    # A table of mostly empty rows: the first row of its width, or whatever comes first.
    return next((i for i, record in enumerate(records[:SEARCHED]) if len(record.cells) >= width), 0)


def _is_label(record: Record, width: int) -> bool:
    if width == 1 or _filled(record) > 2:
        return False
    first = next((cell for cell in map(cleaned, record.cells) if cell), "")
    return first.endswith(":")


def _is_data(top: Record, below: list[Record]) -> bool:
    """Whether the top row is of the kinds of the rows below it."""
    kinds = [_kind(cell) for cell in top.cells]
    if not below:
        return bool({"date", "mail", "phone"} & set(kinds)) or 2 * kinds.count("number") > len(
            kinds
        )
    like, unlike = 0, 0
    for position, kind in enumerate(kinds):
        column = [_kind(r.cells[position]) for r in below if position < len(r.cells)]
        common = _common_kind(column)
        if common is None:
            continue
        if kind == common:
            like += not _YEAR.fullmatch(cleaned(top.cells[position]) or "")
        elif kind == "text":
            unlike += 1
    return like > unlike


def _common_kind(kinds: list[str | None]) -> str | None:
    """The kind of nearly all filled cells of a column, unless it is just text."""
    counts = Counter(kind for kind in kinds if kind is not None)
    if not counts:
        return None
    kind, count = counts.most_common(1)[0]
    return kind if kind != "text" and count >= 0.8 * counts.total() else None


def _kind(cell: str) -> str | None:
    text = cleaned(cell)
    if text is None:
        return None
    return next((name for name, pattern in _KINDS if pattern.fullmatch(text)), "text")


def _filled(record: Record) -> int:
    return sum(cleaned(cell) is not None for cell in record.cells)


def _reach(cells: list[str]) -> int:
    return max((place for place, cell in enumerate(cells, 1) if cleaned(cell)), default=0)
