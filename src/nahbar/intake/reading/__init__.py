"""Reading: whatever file a firm has becomes tables of strings, chunk by chunk, in flat memory.

`inspect` says what tables a file holds; `read_chunks` gives the rows of one. Both read the same for
the same bytes, and both refuse with `ReadingError`, which says what and where. What the strings mean
(numbers, dates, "n/a") is not decided here. See `careful` for what counts as a row, `cells` for what
is taken off cells, `encodings`, `dialects` and `header` for how a text file is recognised.
"""

from collections.abc import Generator

from nahbar.intake.reading.delimited import inspect_text, read_text
from nahbar.intake.reading.errors import ReadingError
from nahbar.intake.reading.sources import opened
from nahbar.intake.reading.tables import Chunk, Layout, Opener, Table, UnreadableRow
from nahbar.intake.reading.workbooks import inspect_workbook, read_sheet

__all__ = [
    "Chunk",
    "Layout",
    "Opener",
    "ReadingError",
    "Table",
    "UnreadableRow",
    "inspect",
    "read_chunks",
]


def inspect(open_file: Opener, file_name: str) -> list[Table]:
    """The tables of a file: one for delimited text, one per filled visible sheet of a workbook.

    The file is read through once, so that damage anywhere in it is found before anything is
    imported. Raises ReadingError.
    """
    with opened(open_file, file_name) as source:
        if source.workbook is not None:
            return inspect_workbook(source.workbook, source.format, file_name)
        if source.text is not None:
            return [inspect_text(source.text, open_file, file_name)]
    raise ReadingError("not_text", file=file_name)


def read_chunks(
    open_file: Opener, table: Table, *, rows: int = 50_000, start_row: int = 1
) -> Generator[Chunk]:
    """The rows of a table of `inspect`, `rows` at a time, from row `start_row` on.

    With `start_row` the first row of an earlier chunk, the chunks are those that followed then.
    Raises ReadingError if the bytes end or break where they did not when inspected.
    """
    read = read_text if table.sheet is None else read_sheet
    yield from read(open_file, table, rows=rows, start_row=start_row)
