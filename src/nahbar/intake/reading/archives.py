"""Zip containers: what is in them, and whether unpacking them is safe."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from nahbar.intake.reading import limits
from nahbar.intake.reading.errors import ReadingError

STORED, DEFLATED = 0, 8
ENCRYPTED = 0x1
STEP = 1 << 18


def members(spool: BinaryIO, file: str) -> list[ZipInfo]:
    """The files of an archive, without folders and what macOS adds."""
    try:
        with ZipFile(spool) as archive:
            infos = archive.infolist()
    except (BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise ReadingError("damaged_archive", file=file) from error
    if len(infos) > limits.MOST_PARTS:
        raise ReadingError("zip_bomb", file=file)
    return [info for info in infos if not info.is_dir() and "__MACOSX/" not in info.filename]


def workbook_format(infos: list[ZipInfo]) -> str | None:
    """xlsx or ods, if the members are those of a workbook; other office files are named."""
    names = {info.filename.lower() for info in infos}
    if any(name.endswith("xl/workbook.xml") for name in names):
        return "xlsx"
    if {"content.xml", "mimetype"} <= names:
        return "ods"
    for name, kind in (
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("index/document.iwa", "Numbers"),
    ):
        if name in names:
            return kind
    return None


def guard_workbook(spool: BinaryIO, infos: list[ZipInfo], size: int, file: str) -> None:
    """Refuse a container that unpacks to too much, whatever its directory claims."""
    if sum(info.file_size for info in infos) > limits.LARGEST_INFLATED:
        raise ReadingError("zip_bomb", file=file)
    total = 0
    for info in infos:
        before = total
        for piece in inflated(spool, info, file):
            total += len(piece)
            far_too_dense = (
                total > limits.HARMLESS_INFLATED and total > limits.MOST_INFLATION * size
            )
            if total > limits.LARGEST_INFLATED or far_too_dense:
                raise ReadingError("zip_bomb", file=file)
        if total - before != info.file_size:
            raise ReadingError("damaged_workbook", file=file)


def inflated(spool: BinaryIO, info: ZipInfo, file: str) -> Iterator[bytes]:
    """The true bytes of a member, in small pieces.

    Not through `ZipFile.open`, which stops at the size the directory declares and so would not see
    what a parser that goes on to the end of the deflate stream sees.
    """
    if info.flag_bits & ENCRYPTED:
        raise ReadingError("password_protected", file=file)
    if info.compress_type not in {STORED, DEFLATED}:
        raise ReadingError("damaged_archive", file=file)
    _seek_data(spool, info, file)
    left = info.compress_size
    unpack = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == DEFLATED else None
    while left > 0 and (raw := spool.read(min(STEP, left))):
        left -= len(raw)
        if unpack is None:
            yield raw
        else:
            yield from _unpacked(unpack, raw, file)
    if left > 0 or (unpack is not None and not unpack.eof):
        raise ReadingError("damaged_archive", file=file)


def _unpacked(unpack: "zlib._Decompress", raw: bytes, file: str) -> Iterator[bytes]:
    try:
        piece = unpack.decompress(raw, STEP)
        while piece:
            yield piece
            # An empty tail may still bring out what a bounded call held back.
            piece = unpack.decompress(unpack.unconsumed_tail, STEP)
    except zlib.error as error:
        raise ReadingError("damaged_archive", file=file) from error


def _seek_data(spool: BinaryIO, info: ZipInfo, file: str) -> None:
    spool.seek(max(info.header_offset, 0))
    local = spool.read(30)
    if len(local) < 30 or not local.startswith(b"PK\x03\x04"):
        raise ReadingError("damaged_archive", file=file)
    name_length, extra_length = struct.unpack("<HH", local[26:30])
    spool.seek(name_length + extra_length, 1)
