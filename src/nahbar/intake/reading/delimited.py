"""Delimited text files: what they are, and their rows."""

from collections.abc import Generator, Iterator
from itertools import islice

import polars as pl

from nahbar.intake.reading import limits
from nahbar.intake.reading.careful import Shape
from nahbar.intake.reading.chunks import chunked
from nahbar.intake.reading.dialects import decide, declared_delimiter, records
from nahbar.intake.reading.encodings import Witness, is_utf32, looks_binary, wide_encoding
from nahbar.intake.reading.errors import ReadingError
from nahbar.intake.reading.grammar import Grammar
from nahbar.intake.reading.header import find_table
from nahbar.intake.reading.lines import CUT, raw_lines, text_lines
from nahbar.intake.reading.rows import batches
from nahbar.intake.reading.sources import opened
from nahbar.intake.reading.streams import Peekable
from nahbar.intake.reading.tables import Chunk, Layout, Opener, Table, technical_names, with_sample

FIRST_LOOK = 65_536
FIRST_RECORDS = 400


def inspect_text(stream: Peekable, open_file: Opener, file: str) -> Table:
    """Read the whole file once for its encoding, length and soundness, then decide on its head."""
    encoding, line_end, lines = _surveyed(stream, file)
    text = _head(open_file, file, encoding, line_end)
    declared = declared_delimiter(text.split("\n", 1)[0])
    first, body = (2, text.split("\n", 1)[1]) if declared else (1, text)
    grammar = decide(body, declared)
    start = find_table(islice(records(body, grammar, first), FIRST_RECORDS), file)
    names = technical_names(len(start.header))
    above = text.split("\n")[: (start.header_line or start.data_line) - 1]
    layout = Layout(start.data_line, start.widths, grammar.escape, line_end)
    unsampled = Table(
        file_name=file,
        sheet=None,
        format="csv",
        encoding=encoding,
        delimiter=grammar.delimiter,
        quote=grammar.quote,
        preamble=tuple(line[: limits.RAW_TEXT] for line in above),
        header=start.header,
        columns=names,
        sample=pl.DataFrame(schema=dict.fromkeys(names, pl.String())),
        lines=lines,
        layout=layout,
    )
    return with_sample(unsampled, read_text(open_file, unsampled, rows=limits.SAMPLE_ROWS))


def read_text(
    open_file: Opener, table: Table, *, rows: int, start_row: int = 1
) -> Generator[Chunk]:
    """The rows of a delimited file from row `start_row` on."""
    grammar = Grammar(table.delimiter, table.quote, table.layout.escape)
    shape = Shape(grammar, table.header, table.layout.widths)
    first = table.layout.data_line
    with opened(open_file, table.file_name) as source:
        if source.text is None:
            raise ReadingError("not_text", file=table.file_name)
        blocks = text_lines(source.text, table.encoding or "utf-8", table.layout.line_end)
        rows_in_order = batches(after_lines(blocks, first - 1), shape, line=first)
        yield from chunked(rows_in_order, rows=rows, start_row=start_row)


def _surveyed(stream: Peekable, file: str) -> tuple[str, str, int]:
    """Encoding, line end and number of lines of the whole file."""
    head = stream.peek(FIRST_LOOK)
    if is_utf32(head):
        raise ReadingError("utf_32", file=file)
    wide = wide_encoding(head)
    if wide is None and looks_binary(head):
        raise ReadingError("not_text", file=file)
    line_end = _line_end(head.decode(wide, "replace").encode() if wide else head)
    if wide is not None:
        blocks = text_lines(stream, wide, line_end)
        return wide, line_end, sum(block.count(b"\n") for block in blocks)
    witness, lines = Witness(), 0
    for block in raw_lines(stream, line_end):
        witness.hear(block)
        lines += block.count(b"\n")
    return witness.verdict(), line_end, lines


def _line_end(head: bytes) -> str:
    feeds, returns = head.count(b"\n"), head.count(b"\r")
    lone_returns = returns - head.count(b"\r\n") - head.endswith(b"\r")
    return "\r" if lone_returns > feeds else "\n"


def _head(open_file: Opener, file: str, encoding: str, line_end: str) -> str:
    """The beginning of the text; NUL bytes and lines that were cut cannot be part of a header."""
    with opened(open_file, file) as source:
        if source.text is None:
            raise ReadingError("not_text", file=file)
        parts: list[bytes] = []
        size = text_size = 0
        for block in text_lines(source.text, encoding, line_end):
            parts.append(block)
            size += len(block)
            text_size += len(block.strip())
            if text_size >= limits.HEAD or size >= limits.BLANK_HEAD:
                break
    text = b"".join(parts).decode()
    first = text.lstrip().split("\n", 1)[0]
    if CUT in first:
        raise ReadingError("line_too_long", file=file, limit=limits.LONGEST_ROW)
    lines = text.replace("\0", "").split("\n")
    return "\n".join("" if CUT in line else line for line in lines)


def after_lines(blocks: Iterator[bytes], count: int) -> Iterator[bytes]:
    """The blocks without their first `count` lines."""
    for block in blocks:
        at = 0
        while count and at < len(block):
            at = block.index(b"\n", at) + 1
            count -= 1
        yield block[at:]
