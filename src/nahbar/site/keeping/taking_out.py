"""Taking a backup out of its file: into a scratch home, and its tables into an empty database.

Everything is held against what was sealed before the house is touched.
"""

import hashlib
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nahbar.site.keeping.container import cut_short, damaged
from nahbar.site.keeping.frames import CutShort, Damaged
from nahbar.site.keeping.kept_files import Copied, path_of
from nahbar.site.keeping.manifest import Manifest
from nahbar.site.keeping.records import PIECE, BrokenRecords, PartReader, RecordReader, RecordWriter
from nahbar.site.keeping.scratch import answer_of, start_in
from nahbar.site.keeping.snapshot import IMAGE, count_rows

LOADING, POURING = "nahbar.site.keeping.loading", "nahbar.site.keeping.pouring"
Sums = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class TakenOut:
    """What a backup held: counts and checksums as they were read back, and what was missing in it."""

    counts: dict[str, int]
    checksums: dict[str, str]
    missing: list[str]
    files: int


def take_out(reader: RecordReader, manifest: Manifest, scratch: Path, url: str) -> TakenOut:
    """Take everything out into the scratch home.

    The tables become `nahbar.sqlite3` there, or fill the database at `url`. Raises Refused
    (`backup_damaged`, `backup_cut_short`, and what loading refuses).
    """
    copied = Copied()
    with reading_a_backup(), closing(_Loading(scratch, url)) as loading:
        for part in reader.parts():
            match part.part.kind:
                case "table":
                    loading.pass_on(part, manifest)
                case "file":
                    digest = part.part.name.removeprefix("files/")
                    _write(part, path_of(scratch, digest))
                    copied.add(digest, part.ended.sha256, part.ended.size)
                case "key":
                    _write(part, scratch / "keys" / part.part.name)
                case _:
                    _write(part, scratch / part.part.name)
        sums = reader.sums
        is_image = manifest.kind == "image"
        back = _image_sums(scratch / IMAGE) if is_image else loading.finish(sums)
        checksums = {**back["checksums"], "files": copied.sums.hexdigest()}
        if (back["counts"], checksums) != (sums["counts"], sums["checksums"]):
            raise Damaged
    if is_image and url:
        checksums = {**_pour_over(scratch, url)["checksums"], "files": checksums["files"]}
    return TakenOut(back["counts"], checksums, sums["missing"], copied.count)


@contextmanager
def reading_a_backup() -> Iterator[None]:
    """What is wrong with the file is refused in a sentence."""
    try:
        yield
    except CutShort as error:
        raise cut_short() from error
    except (Damaged, BrokenRecords, sqlite3.DatabaseError) as error:
        raise damaged() from error


class _Loading:
    """The process that fills the database, from the first table on."""

    def __init__(self, scratch: Path, url: str) -> None:
        self._scratch, self._url = scratch, url
        self._process: subprocess.Popen[bytes] | None = None
        self._writer: RecordWriter | None = None

    def pass_on(self, part: PartReader, manifest: Manifest) -> None:
        """Hand the part's lines over."""
        if self._writer is None:
            self._process = start_in(self._scratch, self._url, [LOADING], stdin=subprocess.PIPE)
            self._writer = RecordWriter(Pipe(self._process))
            self._writer.manifest(manifest.as_data())
        self._writer.begin(part.part.name, "table", part.part.told)
        for piece in part.pieces():
            self._writer.data(piece)
        self._writer.end(rows=part.ended.rows)

    def finish(self, sums: Sums) -> Sums:
        """That was all: what the process has read back, when it stands."""
        if self._process is None or self._writer is None:
            raise BrokenRecords
        self._writer.finish(sums)
        return answer_of(self._process)

    def close(self) -> None:
        """It does not outlive us."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


class Pipe:
    """The standard input of a process, which may have ended: it will say why."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def write(self, data: bytes, /) -> Any:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(data)


def _write(part: PartReader, path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with path.open("wb") as stream:
        path.chmod(0o600)
        for piece in part.pieces():
            stream.write(piece)


def _image_sums(image: Path) -> Sums:
    """Counts and checksum of the file as it lies on the disk now."""
    digest = hashlib.sha256()
    with image.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    with closing(sqlite3.connect(f"file:{image}?immutable=1", uri=True)) as database:
        counts = count_rows(lambda sql: database.execute(sql).fetchall())
    return {"counts": counts, "checksums": {IMAGE: digest.hexdigest()}}


def _pour_over(scratch: Path, url: str) -> Sums:
    """Out of the file of SQLite into PostgreSQL."""
    pouring = start_in(scratch, "", [POURING])
    try:
        loading = start_in(scratch, url, [LOADING], stdin=pouring.stdout)
        if pouring.stdout is not None:
            pouring.stdout.close()  # it is the other's now
        return answer_of(loading)
    finally:
        pouring.kill()
        pouring.wait()
