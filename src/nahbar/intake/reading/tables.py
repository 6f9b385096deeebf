"""What reading delivers: tables, chunks of their rows, and the rows that could not be read."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import polars as pl

from nahbar.intake.reading.errors import ROW_SENTENCES

Opener = Callable[[], BinaryIO]
"""Gives the raw bytes from the start each time it is called; only `read(n)` is asked of them."""


@dataclass(frozen=True)
class Layout:
    """What reading needs to know beyond what people see of a table."""

    data_line: int
    """Physical line (or sheet row) on which the data begin, counted from 1."""
    widths: tuple[int, ...]
    """Numbers of cells a whole row of this table has: the header's, and the usual one."""
    escape: str | None = None
    """The character that takes a quotation mark's meaning away, if the file uses one."""
    line_end: str = "\n"
    """`"\\r"` for old Macintosh files; CRLF counts as `"\\n"`."""


@dataclass(frozen=True)
class Table:
    """One header and its rows: a delimited text file, or one sheet of a workbook.

    `header` is as in the file, stripped; a file without a header has only empty names.
    `columns` are the technical names c0, c1, … of the same length. `preamble` are the lines above
    the header, with Excel's `sep=` line. `sample` holds the first rows (at most 200).
    `lines` counts the physical lines or sheet rows, so that progress can be true.
    """

    file_name: str
    sheet: str | None
    format: str
    encoding: str | None
    delimiter: str | None
    quote: str | None
    preamble: tuple[str, ...]
    header: tuple[str, ...]
    columns: tuple[str, ...]
    sample: pl.DataFrame
    lines: int
    layout: Layout

    @property
    def has_header(self) -> bool:
        """Whether any column has a name."""
        return any(self.header)


@dataclass(frozen=True)
class UnreadableRow:
    """A row that takes its number but could not be made into cells; `text` is its raw beginning."""

    row: int
    line: int | None
    code: str
    parameters: dict[str, str | int] = field(hash=False)
    text: str

    def __str__(self) -> str:
        where = f"row {self.row}" if self.line is None else f"row {self.row}, line {self.line}"
        return f"{where}: {ROW_SENTENCES[self.code].format_map(self.parameters)}"


@dataclass(frozen=True)
class Chunk:
    """Consecutive rows of a table.

    `rows` has String columns c0 … cn, then `row` (Int64, number of the data row) and `line` (Int64,
    the physical line in an editor, or the sheet row in Excel, on which it begins). Rows are counted
    from 1; unreadable rows take a number, rows without a single filled cell do not.
    """

    first_row: int
    rows: pl.DataFrame
    unreadable: tuple[UnreadableRow, ...]


def technical_names(count: int) -> tuple[str, ...]:
    """c0, c1, …: names that no file can make ambiguous."""
    return tuple(f"c{number}" for number in range(count))


def with_sample(table: Table, chunks: Generator[Chunk]) -> Table:
    """The table with the rows of its first chunk as sample."""
    with closing(chunks):
        first = next(chunks, None)
    return table if first is None else replace(table, sample=first.rows.drop("row", "line"))
