"""The kept files that a snapshot names: copied as they lie, sealed, and held against their digests."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext

from nahbar.core.files import FRAME, MARK, OVERHEAD
from nahbar.site.keeping.records import PIECE, RecordWriter

HEAD = len(MARK) + 7


@dataclass
class Copied:
    """How many files and bytes were copied, the digest over all of them, and which were not whole."""

    count: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)
    sums: Any = field(default_factory=hashlib.sha256)

    def add(self, digest: str, sha256: str, size: int) -> None:
        """One more."""
        self.count += 1
        self.size += size
        self.sums.update(f"{digest} {sha256}\n".encode())


def sealed_size(size: int) -> int:
    """How long a kept file of `size` bytes lies on the disk."""
    return HEAD + size + OVERHEAD * max(1, -(-size // FRAME))


def copy_files(writer: RecordWriter, home: Path, used: Sequence[Sequence[Any]]) -> Copied:
    """Write each of the files (digest, size); one that is missing or too short is named and left out."""
    copied = Copied()
    for digest, size in used:
        path = path_of(home, digest)
        try:
            is_whole = path.stat().st_size == sealed_size(size)
        except FileNotFoundError:
            is_whole = False
        if not is_whole:
            copied.missing.append(digest)
            continue
        writer.begin(f"files/{digest}", "file")
        for piece in _pieces(path):
            writer.data(piece)
        ended = writer.end()
        copied.add(digest, ended.sha256, ended.size)
    return copied


def missing_files(digests: Sequence[str]) -> list[dict[str, str]]:
    """What is to be told of files that are in no backup; their names say nothing of a person."""
    if not digests:
        return []
    sentence = ngettext(
        "%(count)d kept file was missing or damaged when the backup was made.",
        "%(count)d kept files were missing or damaged when the backup was made.",
        len(digests),
    )
    return [
        {"check": "files", "code": "file_missing", "message": sentence % {"count": len(digests)}}
    ]


def path_of(home: Path, digest: str) -> Path:
    """Where a kept file lies."""
    return home / "files" / digest[:2] / digest


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
