"""The text of a file as blocks of whole lines in UTF-8, whatever its encoding and line ends.

In the blocks every line ends with one LF. Control characters other than the tab are gone; NUL stays,
so that its row can be told. A line longer than `LONGEST_ROW` is cut there and ends with `CUT`, a
character that nothing else in a block can be.
"""

import codecs
import re
from collections.abc import Iterator

from nahbar.intake.reading.encodings import UTF8_MARK, decoded
from nahbar.intake.reading.limits import BLOCK, LONGEST_ROW
from nahbar.intake.reading.streams import Readable

CUT = "\x1a"
CONTROLS = bytes(set(range(32)) - set(b"\0\t\n\r")) + b"\x7f"
_HIGH_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")


def text_lines(
    stream: Readable, encoding: str, line_end: str, block: int = BLOCK
) -> Iterator[bytes]:
    """Blocks of whole lines of a text file; `encoding` as `Witness.verdict` names it."""
    whole, _, fallback = encoding.partition("+")
    raw = pieces(stream, block)
    if whole.startswith("utf-8"):
        lines = aligned(_plain(_unmarked(raw), line_end))
        lines = (_valid(one, fallback or "cp1252") for one in lines)
    else:
        lines = aligned(_plain(_recoded(raw, whole), line_end))
    for one in lines:
        yield _straightened(one)


def raw_lines(stream: Readable, line_end: str, block: int = BLOCK) -> Iterator[bytes]:
    """The same blocks, still in the file's one-byte encoding, for a `Witness`."""
    return aligned(_plain(pieces(stream, block), line_end))


def pieces(stream: Readable, size: int) -> Iterator[bytes]:
    """The bytes of a stream in pieces of `size`, however little each read gives."""
    waiting: list[bytes] = []
    length = 0
    while piece := stream.read(size - length):
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)


def aligned(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Cut pieces at line ends; the last line gets one if it has none."""
    rest, skipping = b"", False
    for part in parts:
        if skipping:
            end = part.find(b"\n") + 1
            if end == 0:
                continue
            part, skipping = part[end:], False  # noqa: PLW2901  # what is left of it
        lines = rest + part
        first = lines.find(b"\n")
        if (len(lines) if first < 0 else first) > LONGEST_ROW:
            yield _whole_characters(lines[:LONGEST_ROW]) + CUT.encode() + b"\n"
            skipping = first < 0
            lines = b"" if skipping else lines[first + 1 :]
        end = lines.rfind(b"\n") + 1
        if end:
            yield lines[:end]
        rest = lines[end:]
    if rest:
        yield rest + b"\n"


def _whole_characters(cut: bytes) -> bytes:
    return cut[:-4] + cut[-4:].rstrip(bytes(range(128, 256)))


def _unmarked(raw: Iterator[bytes]) -> Iterator[bytes]:
    for number, piece in enumerate(raw):
        yield piece if number else piece.removeprefix(UTF8_MARK)


def _recoded(raw: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = (decoder.decode(piece) for piece in raw)
    for number, piece in enumerate(text):
        yield (piece if number else piece.removeprefix("\ufeff")).encode()
    yield decoder.decode(b"", final=True).encode()


def _plain(parts: Iterator[bytes], line_end: str) -> Iterator[bytes]:
    for part in parts:
        plain = part.translate(None, CONTROLS)
        yield plain.replace(b"\r", b"\n") if line_end == "\r" else plain


def _valid(lines: bytes, fallback: str) -> bytes:
    if lines.isascii():
        return lines
    try:
        lines.decode("utf-8")
    except UnicodeDecodeError:
        return b"\n".join(decoded(line, fallback).encode() for line in lines.split(b"\n"))
    return lines


def _straightened(lines: bytes) -> bytes:
    if b"\r" in lines:
        # CR CR LF comes from programs that translate line ends twice; a lone CR is no line here.
        lines = lines.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b" ")
    if b"\xc2" in lines:
        lines = _HIGH_CONTROL.sub(b"", lines)
    return lines
