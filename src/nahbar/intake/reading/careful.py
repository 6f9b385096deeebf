"""Rows one by one: the reading that defines what a file means, and that copes with anything.

The rules beyond `Grammar`:
- A row may have fewer cells than the header, and more if those are empty; else it is unreadable.
- A quoted cell may hold line ends. But if the row it makes does not fit the table, or the lines
  inside would fit as rows of their own, then the quote was a stray one.
- Where a quote is never closed, its row is unreadable, and reading goes on at the next line that
  begins a whole row; the lines between belong to the unreadable row.
Nothing depends on where blocks of the file begin or end.
"""

from dataclasses import dataclass, field

from nahbar.intake.reading.cells import EDGES, cleaned
from nahbar.intake.reading.grammar import SHEET_CELL_END, SHEET_LINE_END, Grammar
from nahbar.intake.reading.limits import LARGEST_CELL, LONGEST_ROW, RAW_TEXT
from nahbar.intake.reading.lines import CUT
from nahbar.intake.reading.tables import UnreadableRow

Cells = list[str | None]
Parameters = dict[str, str | int]
STRAY_EVIDENCE = 6
"""Delimiters that must stand where rows would have them before inner lines prove a stray quote."""


@dataclass(frozen=True)
class Shape:
    """What a whole row of the table looks like."""

    grammar: Grammar
    header: tuple[str, ...]
    widths: tuple[int, ...]

    def fits(self, cells: list[str]) -> bool:
        """Whether the cells are a whole row: of a usual width, or with nothing but empty surplus."""
        return len(cells) in self.widths or (
            len(cells) > len(self.header) and not any(map(cleaned, cells[len(self.header) :]))
        )

    def trusts(self, cells: list[str], lines: list[str]) -> bool:
        """Whether a row over several lines is one row, not several caught by a stray quote."""
        if not self.fits(cells):
            return False
        inner = lines[1:-1]
        if len(inner) * (len(self.header) - 1) < STRAY_EVIDENCE:
            return True
        return not all(len(self.grammar.split(line)) in self.widths for line in inner)


@dataclass
class Found:
    """Rows in order: numbers of their lines and cells, and the unreadable ones between them."""

    cells: list[Cells] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    unreadable: list[UnreadableRow] = field(default_factory=list)


@dataclass
class _Lost:
    """The lines since a quote that is never closed."""

    row: int
    line: int
    position: int
    text: str


class CarefulReader:
    """Reads text block by block; `row` and `line` are the numbers of what comes next."""

    def __init__(self, shape: Shape, *, row: int, line: int) -> None:
        self._shape = shape
        self.row = row
        self.line = line
        self._lost: _Lost | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it is looking for a line on which rows go on."""
        return self._lost is not None

    def read(self, text: str, *, final: bool) -> tuple[Found, int]:
        """The rows of a text of whole lines, and where the row begins that needs more text."""
        found = Found()
        at = 0
        while at < len(text):
            following = self._step(text, at, found, final=final)
            if following is None:
                return found, at
            at = following
        if final:
            self._give_up_lost(found)
        return found, at

    def _step(self, text: str, at: int, found: Found, *, final: bool) -> int | None:
        end = text.index("\n", at)
        line = text[at:end]
        quote = self._shape.grammar.quote
        if "\0" in line or CUT in line:
            return self._spoilt(line, end + 1, found)
        if quote is None or quote not in line:
            return self._single(self._shape.grammar.split(line), line, end + 1, found)
        stop = min(len(text), at + LONGEST_ROW)
        taken = self._shape.grammar.take(text, at, stop)
        if taken is not None:
            cells, after = taken
            if after == end + 1:
                return self._single(cells, line, after, found)
            if self._shape.trusts(cells, text[at : after - 1].split("\n")):
                return self._several(cells, text[at : after - 1], after, found)
        elif not final and stop == len(text) and self._shape.grammar.is_open(text, at, stop):
            return None
        return self._irregular(line, end + 1, found)

    def _single(self, cells: list[str], line: str, after: int, found: Found) -> int:
        if self._lost is not None:
            if not self._shape.fits(cells) or not any(map(cleaned, cells)):
                return self._lose(self._lost, line, after)
            self._give_up_lost(found)
        self._judge(cells, line, found)
        self.line += 1
        return after

    def _several(self, cells: list[str], text: str, after: int, found: Found) -> int:
        self._give_up_lost(found)
        self._judge(cells, text, found)
        self.line += text.count("\n") + 1
        return after

    def _irregular(self, line: str, after: int, found: Found) -> int:
        grammar = self._shape.grammar
        mended = grammar.mended(line, self._shape.widths)
        if mended is not None:
            return self._single(mended, line, after, found)
        if self._lost is not None:
            return self._lose(self._lost, line, after)
        if line.count(grammar.quote or "") % 2:
            position = len(grammar.whole_cells(line)[0])
            self._lost = _Lost(self.row, self.line, position, line[:RAW_TEXT])
            self.row += 1
        else:
            self._refuse("broken_quotes", {}, line, found)
        self.line += 1
        return after

    def _spoilt(self, line: str, after: int, found: Found) -> int:
        self._give_up_lost(found)
        if CUT in line:
            self._refuse(*self._overlong(line.rstrip(CUT)), line, found)
        else:
            self._refuse("nul_bytes", {}, line, found)
        self.line += 1
        return after

    def _judge(self, cells: list[str], text: str, found: Found) -> None:
        columns = len(self._shape.header)
        # Without an argument strip is much faster, and means the same for ASCII.
        edges = None if text.isascii() else EDGES
        tidy = [cell.strip(edges) or None for cell in cells]
        if not any(tidy):
            return
        if len(text) > LARGEST_CELL and (position := _first_overlong(cells)) is not None:
            parameters = self._column(position) | {"limit": LARGEST_CELL}
            self._refuse("cell_too_large", parameters, text, found)
        elif any(tidy[columns:]):
            parameters = {"cells": len(cells), "columns": columns}
            self._refuse("too_many_cells", parameters, text, found)
        else:
            found.cells.append(tidy[:columns] + [None] * (columns - len(tidy)))
            found.rows.append(self.row)
            found.lines.append(self.line)
            self.row += 1

    def _overlong(self, line: str) -> tuple[str, Parameters]:
        """What to say of a line that was cut: its last cell may have lost its end."""
        cells, rest = self._shape.grammar.whole_cells(line)
        position = _first_overlong([*cells, rest])
        if position is None:
            return "row_too_large", {"limit": LONGEST_ROW}
        return "cell_too_large", self._column(position) | {"limit": LARGEST_CELL}

    def _column(self, position: int) -> Parameters:
        header = self._shape.header
        name = header[position] if position < len(header) else ""
        return {"position": position + 1, "column": name}

    def _lose(self, lost: _Lost, line: str, after: int) -> int:
        if len(lost.text) < RAW_TEXT:
            lost.text = f"{lost.text}\n{line}"[:RAW_TEXT]
        self.line += 1
        return after

    def _give_up_lost(self, found: Found) -> None:
        if self._lost is None:
            return
        lost, self._lost = self._lost, None
        parameters = self._column(lost.position) | {"last_line": self.line - 1}
        found.unreadable.append(
            UnreadableRow(lost.row, lost.line, "unclosed_quote", parameters, lost.text)
        )

    def _refuse(self, code: str, parameters: Parameters, text: str, found: Found) -> None:
        raw = text[:RAW_TEXT].replace(SHEET_CELL_END, "\t").replace(SHEET_LINE_END, "\n")
        found.unreadable.append(UnreadableRow(self.row, self.line, code, parameters, raw))
        self.row += 1


def _first_overlong(cells: list[str]) -> int | None:
    return next((place for place, cell in enumerate(cells) if len(cell) > LARGEST_CELL), None)
