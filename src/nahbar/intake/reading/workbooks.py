"""Workbooks (xlsx, xls, ods): every filled, visible sheet is a table of its own.

They are parsed in a process of its own (`sheets`) under limits of memory and time, because a small
workbook can ask for any amount of both. Hidden sheets and charts are left out.
"""

import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import polars as pl

from nahbar.intake.reading import limits
from nahbar.intake.reading.careful import Shape
from nahbar.intake.reading.chunks import chunked
from nahbar.intake.reading.delimited import FIRST_RECORDS, after_lines
from nahbar.intake.reading.dialects import records
from nahbar.intake.reading.errors import ReadingError
from nahbar.intake.reading.grammar import SHEET, SHEET_CELL_END, SHEET_LINE_END
from nahbar.intake.reading.header import find_table
from nahbar.intake.reading.lines import aligned
from nahbar.intake.reading.rows import batches
from nahbar.intake.reading.sheets import DAMAGED, DEMANDING, LOCKED, MISSING
from nahbar.intake.reading.sources import opened
from nahbar.intake.reading.tables import Chunk, Layout, Opener, Table, technical_names, with_sample

PROGRAM = Path(__file__).with_name("sheets.py")
ENDINGS = {
    DAMAGED: "damaged_workbook",
    LOCKED: "password_protected",
    MISSING: "no_such_sheet",
    DEMANDING: "workbook_too_demanding",
}
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")


def inspect_workbook(workbook: BinaryIO, kind: str, file: str) -> list[Table]:
    """The tables of a workbook, one for each visible sheet that holds anything."""
    with _parsing(workbook, file, "survey", limits.SHEET_HEAD_ROWS) as written:
        sheets = json.loads(b"".join(written))
    tables = [_table(sheet, kind, file) for sheet in sheets if sheet["head"].strip()]
    if not tables:
        raise ReadingError("no_filled_sheet", file=file)
    return tables


def read_sheet(
    open_file: Opener, table: Table, *, rows: int, start_row: int = 1
) -> Generator[Chunk]:
    """The rows of one sheet from row `start_row` on; `line` is the sheet's own row number."""
    sheet = table.sheet or ""
    with opened(open_file, table.file_name) as source:
        if source.workbook is None:
            raise ReadingError("damaged_workbook", file=table.file_name)
        with _parsing(source.workbook, table.file_name, "rows", sheet) as written:
            yield from _chunks(aligned(written), table, rows=rows, start_row=start_row)


def _chunks(
    blocks: Iterator[bytes], table: Table, *, rows: int, start_row: int = 1
) -> Generator[Chunk]:
    first = table.layout.data_line
    shape = Shape(SHEET, table.header, table.layout.widths)
    rows_in_order = batches(after_lines(blocks, first - 1), shape, line=first)
    yield from chunked(rows_in_order, rows=rows, start_row=start_row)


def _table(sheet: dict[str, str | int], kind: str, file: str) -> Table:
    name, head, width = str(sheet["name"]), str(sheet["head"]), int(sheet["width"])
    if width > limits.MOST_COLUMNS:
        limit = limits.MOST_COLUMNS
        raise ReadingError("too_many_columns", file=file, sheet=name, columns=width, limit=limit)
    start = find_table(islice(records(head, SHEET), FIRST_RECORDS), file, sheet=name)
    header = start.header + ("",) * (width - len(start.header))
    names = technical_names(len(header))
    above = head.split("\n")[: (start.header_line or start.data_line) - 1]
    table = Table(
        file_name=file,
        sheet=name,
        format=kind,
        encoding=None,
        delimiter=None,
        quote=None,
        preamble=tuple(_readable(line)[: limits.RAW_TEXT] for line in above),
        header=tuple(part.replace(SHEET_LINE_END, "\n") for part in header),
        columns=names,
        sample=pl.DataFrame(schema=dict.fromkeys(names, pl.String())),
        lines=int(sheet["height"]),
        layout=Layout(start.data_line, (len(header),)),
    )
    return with_sample(table, _chunks(iter([head.encode()]), table, rows=limits.SAMPLE_ROWS))


def _readable(line: str) -> str:
    return line.replace(SHEET_CELL_END, "\t").replace(SHEET_LINE_END, " ")


@contextmanager
def _parsing(
    workbook: BinaryIO, file: str, order: str, subject: str | int
) -> Iterator[Iterator[bytes]]:
    """What the parsing process writes, in pieces."""
    # It inherits the place in the file itself, which a buffered seek need not move.
    os.lseek(workbook.fileno(), 0, os.SEEK_SET)
    bounds = [str(limits.WORKBOOK_MEMORY), str(limits.WORKBOOK_SECONDS)]
    command = [sys.executable, "-I", str(PROGRAM), order, *bounds, json.dumps(subject)]
    with subprocess.Popen(  # noqa: S603  # our own program; the sheet's name is one argument
        command, stdin=workbook, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield _written(process, workbook, file)
        finally:
            process.kill()


def _written(process: subprocess.Popen[bytes], workbook: BinaryIO, file: str) -> Iterator[bytes]:
    """The output to its end, which is only an end if the process ended well."""
    while process.stdout is not None and (piece := process.stdout.read(limits.BLOCK)):
        yield piece
    ending = process.wait()
    if ending < 0:
        raise ReadingError("workbook_too_demanding", file=file)
    if ending:
        code = ENDINGS.get(ending, "damaged_workbook")
        locked = code == "damaged_workbook" and _is_encrypted(workbook)
        raise ReadingError("password_protected" if locked else code, file=file)


def _is_encrypted(workbook: BinaryIO) -> bool:
    """Whether this is the old container in which newer workbooks are encrypted."""
    workbook.seek(0)
    before = b""
    while piece := workbook.read(limits.BLOCK):
        if ENCRYPTED_PART in before + piece:
            return True
        before = piece[-len(ENCRYPTED_PART) :]
    return False
