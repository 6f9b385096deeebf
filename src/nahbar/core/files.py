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
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import F

from nahbar.core.models import StoredFile

FRAME = 1 << 20
MARK = b"nahbar1\n"
OVERHEAD = 16


def store(content: BinaryIO, *, at: datetime) -> StoredFile:
    """Keep what the stream holds; on return it is on the disk, whatever happens next.

    Each call counts as one use; `release` takes one back. Raises OSError when the disk is full,
    and leaves nothing behind then.
    """
    draft = settings.NAHBAR_HOME / "work" / f"store-{secrets.token_hex(8)}"
    try:
        digest, size = _seal(content, draft)
        _publish(draft, digest)
        stored, _ = StoredFile.objects.get_or_create(
            digest=digest, defaults={"size": size, "created_at": at}
        )
        StoredFile.objects.filter(pk=stored.pk).update(uses=F("uses") + 1)
        _publish(
            draft, digest
        )  # a sweep may have taken the unused file between the two lines above
    finally:
        draft.unlink(missing_ok=True)
    return stored


def store_bytes(content: bytes, *, at: datetime) -> StoredFile:
    """Keep these bytes."""
    return store(io.BytesIO(content), at=at)


def release(stored: StoredFile) -> None:
    """Take one use back. Files without a use are removed by `sweep`."""
    StoredFile.objects.filter(pk=stored.pk).update(uses=F("uses") - 1)


def sweep() -> int:
    """Remove files that nothing uses; how many went."""
    unused = list(StoredFile.objects.filter(uses__lte=0))
    for stored in unused:
        if StoredFile.objects.filter(pk=stored.pk, uses__lte=0).delete()[0]:
            _path(stored.digest).unlink(missing_ok=True)
    return len(unused)


def open_stored(stored: StoredFile) -> BinaryIO:
    """Read a kept file from its start. Raises ValueError where it was tampered with."""
    return io.BufferedReader(_Opened(_path(stored.digest)), FRAME)


def read_stored(stored: StoredFile) -> bytes:
    """All of a kept file."""
    with open_stored(stored) as stream:
        return stream.read()


def _seal(content: BinaryIO, draft: Path) -> tuple[str, int]:
    cipher, prefix = AESGCM(settings.FILES_KEY), secrets.token_bytes(7)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as sealed:
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
    folder: Path = settings.NAHBAR_HOME / "files" / digest[:2]
    return folder / digest


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
