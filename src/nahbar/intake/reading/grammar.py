"""How one row of a delimited text splits into cells: strictly, and where that fails, with goodwill.

Strictly: a cell is quoted if it begins with the quote; inside, the quote is doubled (or escaped, if
the file does so), and delimiters and line ends are text. Spaces around the quotes do not count, if
the cell ends on its line. Any other cell ends at the next delimiter or line end, and quotes inside
it are text.
"""

import re
from dataclasses import dataclass
from functools import cached_property

SHEET_CELL_END = "\x1e"
SHEET_LINE_END = "\x1f"
NEW_LINE = "\\n"


@dataclass(frozen=True)
class Grammar:
    """The dialect of one table; `delimiter` None means a single column."""

    delimiter: str | None
    quote: str | None
    escape: str | None = None

    def split(self, line: str) -> list[str]:
        """The cells of a line in which nothing is quoted."""
        return [line] if self.delimiter is None else line.split(self.delimiter)

    def take(self, text: str, start: int, stop: int) -> tuple[list[str], int] | None:
        """The cells of the row at `start` and where the next begins, if it is strict before `stop`."""
        taken = self.parts(text, start, stop)
        if taken is None:
            return None
        return [bare if quoted is None else quoted for quoted, bare in taken[0]], taken[1]

    def parts(
        self, text: str, start: int, stop: int
    ) -> tuple[list[tuple[str | None, str]], int] | None:
        """`take`, with each cell's text either as quoted (first of the pair) or as bare (second)."""
        cells: list[tuple[str | None, str]] = []
        at = start
        while (found := self._cell.match(text, at, stop)) is not None:
            quoted, spaced, bare = found.groups()
            inside = spaced if quoted is None else quoted
            cells.append((None if inside is None else self._unescaped(inside), bare or ""))
            at = found.end() + 1
            if text[at - 1] == "\n":
                return cells, at
        return None

    def is_open(self, text: str, start: int, stop: int) -> bool:
        """Whether the row at `start`, which `take` refused, may yet become strict beyond `stop`."""
        at = start
        while (found := self._cell.match(text, at, stop)) is not None:
            at = found.end() + 1
        opening = self._opening.match(text, at, stop)
        return opening is not None and opening.end() >= stop - 1

    def whole_cells(self, line: str) -> tuple[list[str], str]:
        """The strict cells of a line that was cut, and what is left behind them."""
        cells = []
        at = 0
        while at < len(line) and (found := self._cell.match(line, at)) is not None:
            cells.append(found[0])
            at = found.end() + 1
        return cells, line[at:]

    def mended(self, line: str, widths: tuple[int, ...]) -> list[str] | None:
        """The cells of a line whose quotes are not strict, if some reading gives a whole row."""
        readings = (self._balanced(line), self._closed_at_ends(line))
        for width in widths:
            for cells in readings:
                if cells is not None and len(cells) == width:
                    return cells
        return None

    def _balanced(self, line: str) -> list[str] | None:
        """Quotes pair up within each cell, as in `"Der Fluch" (Buch)`."""
        quote = self.quote or ""
        cells = self.split(line)
        if any(cell.count(quote) % 2 for cell in cells):
            return None
        return [self._unwrapped(cell) for cell in cells]

    def _closed_at_ends(self, line: str) -> list[str] | None:
        """Quotes close only before a delimiter, as in `"he said "yes, sir" and left"`."""
        cells = []
        at = 0
        while (found := self._lenient_cell.match(line, at)) is not None:
            quoted, bare = found.groups()
            cells.append(bare if quoted is None else self._unescaped(quoted))
            at = found.end() + 1
            if at > len(line):
                return cells
        return None

    def _unwrapped(self, cell: str) -> str:
        quote = self.quote or ""
        bare = cell.strip(" ")
        if len(bare) > 1 and bare.startswith(quote) and bare.endswith(quote):
            return self._unescaped(bare[1:-1])
        return cell

    def _unescaped(self, inside: str) -> str:
        quote = self.quote or ""
        if self.escape is not None and self.escape in inside:
            return self._escaped.sub(lambda found: found[0][1], inside)
        return inside.replace(quote * 2, quote)

    def _inside(self, but: str = "") -> str:
        """What may stand between quotes, without the signs of `but`."""
        quote = re.escape(self.quote or "")
        if self.escape is None:
            return f"[^{quote}{but}]*+(?:{quote}{quote}[^{quote}{but}]*+)*+"
        escape = re.escape(self.escape)
        anything = f"[^{but}]" if but else "[\\s\\S]"
        return f"(?:[^{quote}{escape}{but}]++|{escape}{anything}|{quote}{quote})*+"

    @cached_property
    def _ends(self) -> str:
        return re.escape(self.delimiter or "") + "\\n"

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        ends = self._ends
        if self.quote is None:
            return re.compile(f"(?!)()()|([^{ends}]*+)(?=[{ends}])")
        quote = re.escape(self.quote)
        quoted = f"{quote}({self._inside()}){quote}"
        # Only within a line: whether a quote behind a space opens must not hang on later lines.
        spaced = f" ++{quote}({self._inside(NEW_LINE)}){quote}"
        bare = f"((?!{quote})[^{ends}]*+)"
        return re.compile(f"(?:(?:{quoted}|{spaced}) *+|{bare})(?=[{ends}])")

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        return re.compile(f"{re.escape(self.quote or '')}{self._inside()}")

    @cached_property
    def _lenient_cell(self) -> re.Pattern[str]:
        quote, end = re.escape(self.quote or ""), f"(?=[{self._ends}]|\\Z)"
        return re.compile(f"(?: *+{quote}(.*?){quote} *+|((?!{quote})[^{self._ends}]*+)){end}")

    @cached_property
    def _escaped(self) -> re.Pattern[str]:
        quote, escape = re.escape(self.quote or ""), re.escape(self.escape or "")
        return re.compile(f"{escape}[{quote}{escape}]|{quote}{quote}")


SHEET = Grammar(SHEET_CELL_END, None)
"""How rows of workbooks are handed over: these two characters occur in no cell."""
