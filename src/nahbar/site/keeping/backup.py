"""Making a backup: one file, of one instant, while people work."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nahbar import __version__
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.core.turns import NotOurTurn, turn
from nahbar.privacy.erasure_list import read_lines
from nahbar.site.keeping.container import MARK, finish_container, write_container
from nahbar.site.keeping.kept_files import Copied, copy_files, missing_files
from nahbar.site.keeping.manifest import make_manifest
from nahbar.site.keeping.records import RecordWriter
from nahbar.site.keeping.snapshot import USED, Touched, snapshot

KEYS = ("files.key", "session.key")
ERASURES = "erasures.jsonl"
DRAFT = ".draft"


@dataclass(frozen=True)
class Made:
    """A finished backup. `problems` tell of kept files that were not there or not whole."""

    path: Path
    size: int
    seconds: float
    counts: dict[str, int]
    checksums: dict[str, str]
    files: int
    problems: list[dict[str, str]]
    is_locked: bool


def make_backup(path: Path, *, passphrase: str, by: By, at: datetime) -> Made:
    """Write the house into the file `path`; what stood there is replaced when the new one is whole.

    With a passphrase everything is encrypted and the house's keys are inside; without one they are
    not, for whoever finds the file must not find the key with it. Raises Refused (`backup_under_way`,
    `no_such_folder`, `file_exists`) and OSError.
    """
    demand(by, Ability.RUN_SERVER)
    begun = time.monotonic()
    _refuse_bad_place(path)
    with one_at_a_time(), _draft(path) as stream:
        try:
            told = _write(stream, passphrase, at, as_copy=False)
        except Touched:
            stream.seek(0)
            stream.truncate()
            told = _write(stream, passphrase, at, as_copy=True)
        size = finish_container(stream)
    counts, checksums, copied = told
    seconds = round(time.monotonic() - begun, 3)
    problems = missing_files(copied.missing)
    return Made(path, size, seconds, counts, checksums, copied.count, problems, bool(passphrase))


def _refuse_bad_place(path: Path) -> None:
    """Nothing but an older backup is ever replaced."""
    if not path.parent.is_dir():
        raise Refused("no_such_folder", _("There is no such folder."))
    if path.exists() and not (path.is_file() and _is_backup(path)):
        sentence = _("%(file)s is there already and is no backup. Choose another name.")
        raise Refused("file_exists", sentence % {"file": path})


def _is_backup(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(MARK)) in {MARK, b""}


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the turn of backups, and keep files from being swept. Raises Refused (`backup_under_way`)."""
    try:
        with turn("backup", wait=False), turn("files"):
            yield
    except NotOurTurn as error:
        sentence = _("A backup is being made right now. Please try again when it is done.")
        raise Refused("backup_under_way", sentence) from error


def _write(
    stream: BinaryIO, passphrase: str, at: datetime, *, as_copy: bool
) -> tuple[dict[str, int], dict[str, str], Copied]:
    home: Path = settings.NAHBAR_HOME
    header = {"format": 1, "version": __version__, "made_at": at.isoformat()}
    frames = write_container(stream, header, passphrase)
    writer = RecordWriter(frames)
    with snapshot(as_copy=as_copy) as seen:
        manifest = make_manifest(
            seen.ask, kind=seen.kind, home=home, has_keys=bool(passphrase), at=at
        )
        writer.manifest(manifest.as_data())
        if passphrase:
            for name in KEYS:
                _write_bytes(writer, name, "key", (home / "keys" / name).read_bytes())
        _write_bytes(writer, ERASURES, "list", "\n".join(read_lines()).encode())
        copied = copy_files(writer, home, seen.ask(USED))
        counts, checksums = seen.write(writer)
    checksums["files"] = copied.sums.hexdigest()
    writer.finish(
        {"counts": counts, "checksums": checksums, "files": copied.count, "missing": copied.missing}
    )
    frames.close()
    return counts, checksums, copied


def _write_bytes(writer: RecordWriter, name: str, kind: str, content: bytes) -> None:
    writer.begin(name, kind)
    writer.data(content)
    writer.end()


@contextmanager
def _draft(path: Path) -> Iterator[BinaryIO]:
    """A file beside `path` that takes its place at the end; killed before, only the draft is left."""
    draft = path.with_name(f".{path.name}{DRAFT}")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
        draft.replace(path)
        _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
