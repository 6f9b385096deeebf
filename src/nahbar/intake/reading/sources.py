"""What kind of file this is, by its bytes and never by its name, and how to get at what is inside."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from nahbar.intake.reading import limits
from nahbar.intake.reading.archives import guard_workbook, inflated, members, workbook_format
from nahbar.intake.reading.errors import ReadingError
from nahbar.intake.reading.gunzip import MAGIC as GZIP_MAGIC
from nahbar.intake.reading.gunzip import Gunzip
from nahbar.intake.reading.streams import Bounded, Joined, Peekable, Readable
from nahbar.intake.reading.tables import Opener

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"SQLite format 3\0": "SQLite",
    b"PAR1": "Parquet",
}
TEXT_KINDS = {
    b"<!doctype html": "HTML",
    b"<html": "HTML",
    b"<table": "HTML",
    b"<?xml": "XML",
    b"begin:vcard": "vCard",
    b"begin:vcalendar": "iCalendar",
}


@dataclass(frozen=True)
class Source:
    """An opened file: `text` to be read through, or a workbook laid down in a temporary file."""

    format: str
    text: Peekable | None = None
    workbook: BinaryIO | None = None


@contextmanager
def opened(open_file: Opener, file: str) -> Iterator[Source]:
    """Open a file and take off what is packed around it (one gzip, or a zip around one file).

    Workbooks need random access: they are laid down in a temporary file without a name, and
    checked for what they unpack to before anyone parses them.
    """
    with ExitStack() as stack:
        raw = Peekable(_Guarded(stack, open_file, file))
        packed = raw.peek(2) == GZIP_MAGIC
        yield _recognise(_unpacked(raw, file) if packed else raw, stack, file, packed=packed)


def _recognise(stream: Peekable, stack: ExitStack, file: str, *, packed: bool) -> Source:
    head = stream.peek(64)
    if head.startswith(GZIP_MAGIC):
        raise ReadingError("nested_archive", file=file)
    if head.startswith(ZIP_MAGICS):
        return _container(stream, stack, file, packed=packed)
    if head.startswith(OLE_MAGIC):
        return Source("xls", workbook=_laid_down(stream, stack, file)[0])
    for magic, kind in OTHER_KINDS.items():
        if head.startswith(magic):
            raise ReadingError("not_a_table", file=file, kind=kind)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for opening, kind in TEXT_KINDS.items():
        if start.startswith(opening):
            raise ReadingError("not_a_table", file=file, kind=kind)
    return Source("csv", text=stream)


def _container(stream: Peekable, stack: ExitStack, file: str, *, packed: bool) -> Source:
    spool, size = _laid_down(stream, stack, file)
    infos = members(spool, file)
    kind = workbook_format(infos)
    if kind in {"xlsx", "ods"}:
        guard_workbook(spool, infos, size, file)
        return Source(kind, workbook=spool)
    if kind is not None:
        raise ReadingError("not_a_table", file=file, kind=kind)
    if len(infos) != 1:
        raise ReadingError("archive", file=file, members=len(infos))
    text = Joined(inflated(spool, infos[0], file))
    inner = Peekable(Bounded(text, lambda: infos[0].compress_size, file))
    if packed or inner.peek(4).startswith(ZIP_MAGICS):
        raise ReadingError("nested_archive", file=file)
    return _recognise(inner, stack, file, packed=True)


def _unpacked(packed: Peekable, file: str) -> Peekable:
    plain = Gunzip(packed, file)
    return Peekable(Bounded(plain, lambda: plain.packed_size, file))


def _laid_down(stream: Readable, stack: ExitStack, file: str) -> tuple[BinaryIO, int]:
    spool = cast("BinaryIO", stack.enter_context(TemporaryFile()))  # noqa: SIM115  # the stack does
    size = 0
    while piece := stream.read(1 << 20):
        size += len(piece)
        if size > limits.LARGEST_WORKBOOK:
            raise ReadingError("too_large", file=file, limit=limits.LARGEST_WORKBOOK)
        spool.write(piece)
    spool.flush()
    return spool, size


class _Guarded:
    """The caller's stream, whose own failures are told as a file that cannot be opened."""

    def __init__(self, stack: ExitStack, open_file: Opener, file: str) -> None:
        self._file = file
        try:
            self._stream = open_file()
        except OSError as error:
            raise self._refusal(error) from error
        stack.callback(self._stream.close)

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except OSError as error:
            raise self._refusal(error) from error

    def _refusal(self, error: OSError) -> ReadingError:
        return ReadingError("cannot_open", file=self._file, reason=error.strerror or "input error")
