"""The file of a backup: a mark, a header in clear, and behind it sealed frames.

    mark (16 bytes) · length of the whole file (8) · length of the header (4) · header · SHA-256 of it · frames

The header says with what the frames are sealed: a key made from a passphrase with scrypt (RFC 7914),
or one that stands in the header itself, so that an open backup shows damage as well as a locked one.
The length serves only to tell a file that was cut short from one that was damaged.
"""

import hashlib
import json
import os
import secrets
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext_lazy as _

from nahbar.core.refusals import Refused
from nahbar.site.keeping.frames import FrameReader, FrameWriter

MARK = b"nahbar backup 1\n"
COST = {"n": 1 << 17, "r": 8, "p": 1}  # 128 MiB and a third of a second for each guess
HIGHEST_COST = {"n": 1 << 20, "r": 32, "p": 16}
_SIZES = struct.Struct(">QI")
LONGEST_HEADER = 1 << 16


@dataclass(frozen=True)
class Opened:
    """A backup whose header is read."""

    header: dict[str, Any]
    frames: FrameReader

    @property
    def is_locked(self) -> bool:
        """Whether a passphrase was needed."""
        return bool(self.header["key"]["by"] == "passphrase")


def write_container(stream: BinaryIO, told: dict[str, Any], passphrase: str) -> FrameWriter:
    """Write mark and header; the frames are written through what is given back."""
    salt = secrets.token_bytes(16)
    if passphrase:
        key, check = _derived(passphrase, salt, COST)
        by = {"by": "passphrase", "salt": salt.hex(), "check": check, **COST}
    else:
        key = secrets.token_bytes(32)
        by = {"by": "header", "key": key.hex()}
    header = json.dumps({**told, "key": by}, ensure_ascii=False).encode()
    stream.write(MARK + _SIZES.pack(0, len(header)) + header + hashlib.sha256(header).digest())
    return FrameWriter(stream, key, header)


def finish_container(stream: BinaryIO) -> int:
    """Note how long the file has become, and sync it to the disk; its length."""
    size = stream.tell()
    stream.seek(len(MARK))
    stream.write(size.to_bytes(8, "big"))
    stream.flush()
    os.fsync(stream.fileno())
    return size


def read_header(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The header and its bytes. Raises Refused: `no_backup`, `backup_cut_short`, `backup_damaged`."""
    if stream.read(len(MARK)) != MARK:
        raise Refused("no_backup", _("This file is no backup of nahbar."))
    try:
        size, length = _SIZES.unpack(stream.read(_SIZES.size))
    except struct.error as error:
        raise cut_short() from error
    if 0 < os.fstat(stream.fileno()).st_size < size:
        raise cut_short()
    header = stream.read(min(length, LONGEST_HEADER))
    if hashlib.sha256(header).digest() != stream.read(32):
        raise damaged()
    return dict(json.loads(header)), header


def open_container(stream: BinaryIO, passphrase: str) -> Opened:
    """Read the header and make ready to read the frames.

    Raises Refused as `read_header`, and `newer_backup`, `passphrase_needed`, `wrong_passphrase`.
    """
    header, about = read_header(stream)
    if header.get("format") != 1:
        raise newer_backup()
    by = header["key"]
    if by["by"] == "header":
        key = bytes.fromhex(by["key"])
    elif not passphrase:
        raise Refused("passphrase_needed", _("This backup is locked. Its passphrase is needed."))
    else:
        cost = {name: int(by[name]) for name in COST}
        if any(cost[name] > most for name, most in HIGHEST_COST.items()):
            raise damaged()
        key, check = _derived(passphrase, bytes.fromhex(by["salt"]), cost)
        if check != by["check"]:
            raise Refused("wrong_passphrase", _("This is not the passphrase of this backup."))
    return Opened(header, FrameReader(stream, key, about))


def damaged() -> Refused:
    """A bit is not what it was."""
    sentence = _("This backup is damaged: it does not hold what was written. Take another one.")
    return Refused("backup_damaged", sentence)


def cut_short() -> Refused:
    """The end is missing."""
    return Refused("backup_cut_short", _("This backup is cut short: its end is missing."))


def newer_backup() -> Refused:
    """It was written by a nahbar that knows more than we do."""
    sentence = _("This backup was made by a newer version of nahbar. Please use that one.")
    return Refused("newer_backup", sentence)


def _derived(passphrase: str, salt: bytes, cost: dict[str, int]) -> tuple[bytes, str]:
    """The key, and what tells a wrong passphrase without telling anything of the right one."""
    secret = Scrypt(salt=salt, length=64, **cost).derive(passphrase.encode())
    return secret[:32], hashlib.sha256(secret[32:]).hexdigest()[:16]
