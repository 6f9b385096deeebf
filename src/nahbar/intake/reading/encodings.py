"""Which characters the bytes of a text file stand for.

The rule, right for the files of German firms: what is valid UTF-8 is UTF-8, line by line. Lines that
are not are read by the whole file's evidence: DOS (cp850) or Macintosh where letters stand between
letters that Windows would not have there, else Windows (cp1252), or Latin-1 where a byte occurs that
Windows does not define. UTF-16 shows itself by its mark or by its zero bytes.
"""

import re

import numpy as np

UTF8_MARK = b"\xef\xbb\xbf"
UTF32_MARKS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
UTF16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NOT_LEADING = bytes(range(0xC2))
_UNDEFINED_IN_CP1252 = [0x81, 0x8D, 0x8F, 0x90, 0x9D]
# Between two letters Windows has letters of its own range, never quotation marks or capitals.
# 0xE1 is left out: it is ß in DOS and á in Windows.
_WINDOWS = re.compile(rb"(?<=[A-Za-z])[\xc0-\xe0\xe2-\xff](?=[A-Za-z])")
_DOS = re.compile(rb"(?<=[A-Za-z])[\x81\x84\x94](?=[A-Za-z])")
_MACINTOSH = re.compile(rb"(?<=[A-Za-z])[\x8a\x9f](?=[A-Za-z])")
_CONTROLS = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1a\x1b")) + b"\x7f"


def wide_encoding(head: bytes) -> str | None:
    """utf-16-le or utf-16-be, if the beginning of the file is written in two-byte units."""
    if (marked := UTF16_MARKS.get(head[:2])) is not None:
        return marked
    pairs = len(head) // 2
    low, high = head[1 : pairs * 2 : 2].count(0), head[0 : pairs * 2 : 2].count(0)
    if pairs >= 2 and low >= 0.4 * pairs and high <= 0.05 * pairs:
        return "utf-16-le"
    if pairs >= 2 and high >= 0.4 * pairs and low <= 0.05 * pairs:
        return "utf-16-be"
    return None


def is_utf32(head: bytes) -> bool:
    """Whether the beginning of the file is written in four-byte units."""
    if head.startswith(UTF32_MARKS):
        return True
    zeros = [head[: len(head) // 4 * 4][at::4].count(0) * 4 for at in range(4)]
    little, big = zeros[1:], zeros[:3]
    enough = len(head) >= 8
    return (
        enough and any(min(side) >= 0.9 * (len(head) - 3) for side in (little, big)) and 0 in zeros
    )


def looks_binary(head: bytes) -> bool:
    """Whether the beginning of a file holds bytes that no text of one-byte units has."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(8, 0.02 * len(head)) or head.count(0) > max(8, 0.3 * len(head))


class Witness:
    """Hears all lines of a file, block by block, and says how it is encoded."""

    def __init__(self) -> None:
        self._marked: bool | None = None
        self._sequences = 0
        self._strays = np.zeros(256, dtype=np.int64)
        self._windows = self._dos = self._macintosh = 0

    def hear(self, lines: bytes) -> None:
        """Take in a block of whole lines."""
        if self._marked is None:
            self._marked = lines.startswith(UTF8_MARK)
            lines = lines.removeprefix(UTF8_MARK)
        if lines.isascii():
            return
        try:
            lines.decode("utf-8")
        except UnicodeDecodeError:
            self._weigh(lines)
        else:
            self._sequences += len(lines.translate(None, _NOT_LEADING))

    def verdict(self) -> str:
        """The encoding, for instance utf-8, utf-8-sig, cp1252 or utf-8+cp1252."""
        whole = "utf-8-sig" if self._marked else "utf-8"
        strays = int(self._strays[128:].sum())
        if strays == 0:
            return whole
        # Single characters of other encodings look like UTF-8 by chance, but less than 1 in 100.
        if self._marked or self._sequences * 100 >= strays:
            return f"{whole}+{self._single()}"
        return self._single()

    def _weigh(self, lines: bytes) -> None:
        rest, sequences = _SEQUENCE.subn(b"", lines)
        self._sequences += sequences
        self._strays += np.bincount(np.frombuffer(rest, np.uint8), minlength=256)
        self._windows += len(_WINDOWS.findall(lines))
        self._dos += len(_DOS.findall(lines))
        self._macintosh += len(_MACINTOSH.findall(lines))

    def _single(self) -> str:
        if self._dos >= max(2, 4 * self._windows, self._macintosh):
            return "cp850"
        if self._macintosh >= max(2, 4 * self._windows):
            return "mac-roman"
        return "latin-1" if self._strays[_UNDEFINED_IN_CP1252].any() else "cp1252"


def decoded(line: bytes, fallback: str) -> str:
    """One line as text: UTF-8 if it is, else the fallback; never an error."""
    for encoding in ("utf-8", fallback):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")
