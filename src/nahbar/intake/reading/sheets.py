"""A small program of its own: the process that parses a workbook, so that none can harm the house.

Run as a file by `workbooks`, with the workbook on standard input and limits for memory and time:

    python sheets.py survey MEMORY SECONDS ROWS       → JSON: the visible sheets and their first rows
    python sheets.py rows MEMORY SECONDS "SHEET"       → the sheet's rows, one line each

In a line, cells are divided by U+001E, and U+001F stands for a line end inside a cell. It imports
nothing of nahbar. It ends with 3 if the workbook cannot be read, with 4 if it needs a password, with
5 if it has no such sheet, with 6 or by a signal if it asks for more than its limits.
"""

import json
import re
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

Cell = int | float | str | bool | time | date | datetime | timedelta
DAMAGED, LOCKED, MISSING, DEMANDING = 3, 4, 5, 6
HEAD_LINES = 10_000
HEAD_TEXT = 8_000_000
EXACT: Final = 2**53
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")


def shown(cell: Cell) -> str:
    """What a person would read in the cell, in a form that does not depend on the country.

    Numbers as Excel shows them (15 digits, whole numbers without a decimal point), ISO dates, times
    and durations as hours:minutes:seconds, true and false; error values are already empty.
    """
    return _SHOWN[cell.__class__](cell)


def _plain(text: str) -> str:
    if _CONTROL.search(text) or "\n" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "\x1f".join(_CONTROL.sub("", line) for line in text.split("\n"))
    return text


def _number(value: float) -> str:
    if value.is_integer() and abs(value) <= EXACT:
        return str(int(value))
    digits = format(value, ".15g")
    if "e" not in digits:
        return digits
    places = max(0, 14 - int(digits.partition("e")[2]))
    return (
        format(value, f".{min(places, 330)}f").rstrip("0").rstrip(".")
        if places
        else format(value, ".0f")
    )


def _moment(value: datetime) -> str:
    # Excel keeps fractions of a day: what is a thousandth off a whole second was one.
    if value.microsecond <= 1_000 or value.microsecond >= 999_000:
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")


def _duration(value: timedelta) -> str:
    seconds = round(abs(value.total_seconds()))
    sign = "-" if value < timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_SHOWN: Final[dict[type, Callable[[Any], str]]] = {
    str: _plain,
    float: _number,
    int: str,
    bool: lambda value: "true" if value else "false",
    datetime: _moment,
    date: date.isoformat,
    time: lambda value: value.isoformat("seconds"),
    timedelta: _duration,
}


def lines(sheet: CalamineSheet) -> Iterator[str]:
    """The rows of a sheet from its first row on, without leading empty columns."""
    for row in sheet.iter_rows():
        cells = [
            cell if cell.__class__ is str and cell.isprintable() else shown(cell) for cell in row
        ]
        yield "\x1e".join(cells).rstrip("\x1e")


def survey(workbook: CalamineWorkbook, rows: int) -> None:
    """Tell of every visible sheet that is not empty: name, height, width and first rows."""
    found = []
    for entry in workbook.sheets_metadata:
        if entry.typ is SheetTypeEnum.WorkSheet and entry.visible is SheetVisibleEnum.Visible:
            sheet = workbook.get_sheet_by_name(entry.name)
            if sheet.end is not None:
                found.append({"name": entry.name, **_outline(sheet, rows)})
    json.dump(found, sys.stdout)


def _outline(sheet: CalamineSheet, rows: int) -> dict[str, str | int]:
    head: list[str] = []
    width = height = filled = size = 0
    for height, line in enumerate(lines(sheet), 1):
        width = max(width, line.count("\x1e") + 1)
        if filled < rows and height <= HEAD_LINES and size <= HEAD_TEXT:
            head.append(line)
            filled += bool(line)
            size += len(line)
    return {"width": width, "height": height, "head": "".join(f"{line}\n" for line in head)}


def write(workbook: CalamineWorkbook, sheet: str) -> None:
    """Write all rows of a sheet to standard output."""
    out = sys.stdout.buffer
    for line in lines(workbook.get_sheet_by_name(sheet)):
        out.write(line.encode() + b"\n")
    out.flush()


def confine(memory: int, seconds: int) -> None:
    """Set the limits, where the system knows them and does not set lower ones itself."""
    wanted = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    for kind, bound in wanted.items():
        highest = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound if highest < 0 else min(bound, highest), highest))


def main() -> int:
    """Do what the arguments say within the limits they set."""
    order, memory, seconds, subject = sys.argv[1:]
    confine(int(memory), int(seconds))
    try:
        workbook = CalamineWorkbook.from_filelike(sys.stdin.buffer)
        if order == "survey":
            survey(workbook, json.loads(subject))
        else:
            write(workbook, json.loads(subject))
    except PasswordError:
        return LOCKED
    except WorksheetNotFound:
        return MISSING
    except CalamineError:
        return DAMAGED
    except MemoryError:
        return DEMANDING
    return 0


if __name__ == "__main__":
    sys.exit(main())
