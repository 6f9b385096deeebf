"""Files kept by their content, encrypted, counted, and whole or not at all.

A file is cut into frames of one MiB, each sealed with AES-256-GCM under the house's key; nonce and
associated data carry the frame's place and whether it is the last, so that frames cannot be
swapped, dropped or cut off unseen (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár, 2015). The name is the SHA-256 of the content: the same file is kept once.
"""

import contextlib
import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.db.models import F

from nahbar.core import clock
from nahbar.core.drafts import open_draft, sweep_drafts
from nahbar.core.models import StoredFile

FRAME = 1 << 20
MARK = b"nahbar1\n"
OVERHEAD = 16


@dataclass(frozen=True)
class Sealed:
    """Content sealed into a draft, not yet kept."""

    digest: str
    size: int
    draft: Path


@contextmanager
def seal(content: BinaryIO) -> Iterator[Sealed]:
    """Seal what the stream holds and sync it to the disk; it is gone at the end unless `keep` is called.

    Apart from `keep`, for it may take long, and a transaction must not. Raises OSError when the
    disk is full.
    """
    with open_draft() as (path, stream):
        digest, size = _seal(content, stream)
        yield Sealed(digest, size, path)


@transaction.atomic
def keep(sealed: Sealed, *, at: datetime) -> StoredFile:
    """Keep sealed content; each call counts as one use, `release` takes one back.

    Count and file belong to the caller's transaction: where that comes to nothing, no use is
    counted, and the file is swept.
    """
    while True:
        stored, _ = StoredFile.objects.get_or_create(
            digest=sealed.digest, defaults={"size": sealed.size, "created_at": at}
        )
        counted = StoredFile.objects.filter(pk=stored.pk)
        if counted.update(uses=F("uses") + 1, size=sealed.size):
            break  # else a sweep took the row between the two lines above
    _publish(sealed.draft, sealed.digest)
    return stored


def store_bytes(content: bytes, *, at: datetime) -> StoredFile:
    """Seal and keep these bytes."""
    with seal(io.BytesIO(content)) as sealed:
        return keep(sealed, at=at)


def release(stored: StoredFile) -> None:
    """Take one use back. Files without a use are removed by `sweep`."""
    StoredFile.objects.filter(pk=stored.pk).update(uses=F("uses") - 1)


def sweep() -> int:
    """Remove files that nothing uses, those of killed processes among them; how many went."""
    sweep_drafts()
    _adopt_orphans()
    unused = StoredFile.objects.filter(uses__lte=0).values_list("digest", flat=True)
    return sum(_remove(digest) for digest in list(unused))


def _adopt_orphans() -> None:
    """Files whose transaction never came to an end get a row without a use.

    Through the row, a sweep and a process that keeps the same content at this moment wait for
    each other.
    """
    there = {path.name for path in _files().glob("??/*")}
    orphans = there - set(StoredFile.objects.values_list("digest", flat=True))
    StoredFile.objects.bulk_create(
        [StoredFile(digest=digest, size=0, created_at=clock.now()) for digest in orphans],
        ignore_conflicts=True,
        batch_size=500,
    )


@transaction.atomic
def _remove(digest: str) -> bool:
    """Row and file under one lock: who keeps the content meanwhile waits, and links it anew."""
    gone = StoredFile.objects.filter(digest=digest, uses__lte=0).delete()[0]
    if gone:
        _path(digest).unlink(missing_ok=True)
    return bool(gone)


def open_stored(stored: StoredFile) -> BinaryIO:
    """Read a kept file from its start. Raises ValueError where it was tampered with."""
    return io.BufferedReader(_Opened(_path(stored.digest)), FRAME)


def read_stored(stored: StoredFile) -> bytes:
    """All of a kept file."""
    with open_stored(stored) as stream:
        return stream.read()


def _seal(content: BinaryIO, sealed: BinaryIO) -> tuple[str, int]:
    cipher, prefix = AESGCM(settings.FILES_KEY), secrets.token_bytes(7)
    digest, size = hashlib.sha256(), 0
    sealed.write(MARK + prefix)
    frame, number = content.read(FRAME), 0
    while True:
        following = content.read(FRAME) if frame else b""
        digest.update(frame)
        size += len(frame)
        sealed.write(cipher.encrypt(_nonce(prefix, number, last=not following), frame, MARK))
        if not following:
            break
        frame, number = following, number + 1
    sealed.flush()
    os.fsync(sealed.fileno())
    return digest.hexdigest(), size


class _Opened(io.RawIOBase):
    """The decrypted bytes of a sealed file, frame by frame."""

    def __init__(self, path: Path) -> None:
        self._sealed = path.open("rb")
        self._frames = self._decrypt()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub wants a wider buffer type
        while not self._rest:
            frame = next(self._frames, None)
            if frame is None:
                return 0
            self._rest = frame
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        self._sealed.close()
        super().close()

    def _decrypt(self) -> Iterator[bytes]:
        if self._sealed.read(len(MARK)) != MARK:
            raise ValueError("this is no file of the house")
        cipher, prefix, number = AESGCM(settings.FILES_KEY), self._sealed.read(7), 0
        sealed = self._sealed.read(FRAME + OVERHEAD)
        while True:
            following = self._sealed.read(FRAME + OVERHEAD)
            try:
                yield cipher.decrypt(_nonce(prefix, number, last=not following), sealed, MARK)
            except Exception as error:
                raise ValueError("a kept file was changed or cut off") from error
            if not following:
                return
            sealed, number = following, number + 1


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")


def _publish(draft: Path, digest: str) -> None:
    path = _path(digest)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
        _sync_folder(path.parent)


def _path(digest: str) -> Path:
    return _files() / digest[:2] / digest


def _files() -> Path:
    folder: Path = settings.NAHBAR_HOME / "files"
    return folder


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
