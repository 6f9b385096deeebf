"""Which delimiter, quote and escape a text file uses, judged by all of its beginning.

Every candidate splits the sample; the best one gives most cells in rows of one width, cells that do
not look as if they wanted to be split otherwise, and the wider rows among equals.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nahbar.intake.reading.grammar import Grammar

DELIMITERS = ";,\t|"
MOST_RECORDS = 1_000
LONGEST_SAMPLE = 400_000
_DECLARED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_BACKSLASH_QUOTE = re.compile(r'\\"')
_APOSTROPHES = re.compile(r"(?:^|(?<=[;,\t|]))'[^'\n]*'(?=[;,\t|\n])", re.MULTILINE)
_LONE_APOSTROPHE = re.compile(r"(?:^|(?<=[;,\t|]))'(?![^'\n]*'[;,\t|\n])", re.MULTILINE)
_NUMBER = re.compile(r'[ "]*[-+]?[\d.]+(,\d{1,2})?[ €"]*')
_COMMA_IN_TEXT = re.compile(r",(?![\d ])|(?<!\d),(?=\d)")


@dataclass(frozen=True)
class Record:
    """One row of the sample, with the line it begins on and the one the next begins on."""

    cells: list[str]
    line: int
    next_line: int


def declared_delimiter(first_line: str) -> str | None:
    """The delimiter of Excel's `sep=` line, if this is one."""
    found = _DECLARED.fullmatch(first_line.removeprefix("\ufeff"))
    return None if found is None else found[1]


def decide(text: str, delimiter: str | None = None) -> Grammar:
    """The grammar of a text of whole lines; `delimiter` if the file itself names it."""
    sample = text[:LONGEST_SAMPLE]
    sample = sample[: sample.rfind("\n") + 1] or text
    candidates = [
        Grammar(one, quote, escape)
        for one in ([delimiter] if delimiter else _delimiters(sample))
        for quote, escape in _quotings(sample)
    ]
    singles = [Grammar(None, quote, escape) for quote, escape in _quotings(sample)]
    if delimiter is None:
        candidates += singles
    # Python's max keeps the first of equals: semicolon before comma, doubling before escaping.
    return max(candidates, key=lambda grammar: _merit(sample, grammar))


def records(text: str, grammar: Grammar, first_line: int = 1) -> Iterator[Record]:
    """The rows of a text, a line by itself where quotes fail; blank rows are left out.

    They end before a row that is still open where the text ends, unless it is the first.
    """
    at, line = 0, first_line
    while at < len(text):
        taken = grammar.take(text, at, len(text))
        if taken is None and line > first_line and grammar.is_open(text, at, len(text)):
            return
        end = text.index("\n", at)
        cells, after = taken or (grammar.split(text[at:end]), end + 1)
        following = line + text.count("\n", at, after)
        if any(cell.strip() for cell in cells):
            yield Record(cells, line, following)
        at, line = after, following


def _delimiters(sample: str) -> list[str]:
    found = [sign for sign in DELIMITERS if sign in sample]
    return [] if found == [","] and _is_one_number_a_line(sample) else found


def _quotings(sample: str) -> list[tuple[str, str | None]]:
    if '"' not in sample and _wraps_in_apostrophes(sample):
        return [("'", None)]
    if _BACKSLASH_QUOTE.search(sample):
        return [('"', None), ('"', "\\")]
    return [('"', None)]


def _wraps_in_apostrophes(sample: str) -> bool:
    return len(_APOSTROPHES.findall(sample)) >= 2 and not _LONE_APOSTROPHE.search(sample)


def _merit(sample: str, grammar: Grammar) -> float:
    widths: Counter[int] = Counter()
    odd = at = 0
    while at < len(sample) and widths.total() < MOST_RECORDS:
        taken = grammar.parts(sample, at, len(sample))
        end = sample.index("\n", at)
        if taken is None:
            if widths and grammar.is_open(sample, at, len(sample)):
                break
            width = odd_here = len(grammar.split(sample[at:end]))
            at = end + 1
        else:
            cells, at = taken
            width, odd_here = len(cells), sum(_is_odd(cell, grammar) for cell in cells)
            if width == 1 and not (cells[0][0] or cells[0][1]).strip():
                continue
        widths[width] += 1
        odd += odd_here
    cells_in_all = sum(width * count for width, count in widths.items())
    if not cells_in_all:
        return 0.0
    fit = (1 - odd / cells_in_all) ** 2
    if grammar.delimiter is None:
        return 0.25 * fit
    common = max(widths, key=lambda width: (width - 1) * widths[width])
    share = common * widths[common] / cells_in_all
    return float(share * fit * (1 - 1 / common) ** 0.25)


def _is_odd(cell: tuple[str | None, str], grammar: Grammar) -> bool:
    """Whether a cell without quotes holds what neither prose nor numbers explain."""
    quoted, bare = cell
    if quoted is not None:
        return False
    if any(sign in bare for sign in ";\t|" if sign != grammar.delimiter):
        return True
    return grammar.delimiter != "," and _COMMA_IN_TEXT.search(bare) is not None


def _is_one_number_a_line(sample: str) -> bool:
    """Whether commas only mark decimals in a single column."""
    lines = [line for line in sample.split("\n")[1:MOST_RECORDS] if line.strip()]
    return len(lines) > 0 and sum(map(bool, map(_NUMBER.fullmatch, lines))) > 0.9 * len(lines)
