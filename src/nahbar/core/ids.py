"""Identifiers the outside may see: UUID version 7 (RFC 9562), ordered by time, one or a million."""

import secrets
import time
import uuid

VERSION = bytes(byte & 0x0F | 0x70 for byte in range(256))
VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))


def new_public_id() -> uuid.UUID:
    """One UUIDv7."""
    milliseconds = time.time_ns() // 1_000_000
    tail = secrets.randbits(74)
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | (tail >> 62) << 64 | 0b10 << 62
    return uuid.UUID(int=value | tail & (2**62 - 1))


def new_public_ids(count: int) -> list[str]:
    """`count` UUIDv7 as 32 hexadecimal digits each, of one millisecond and otherwise random."""
    raw = bytearray(secrets.token_bytes(16 * count))
    for at, byte in enumerate((time.time_ns() // 1_000_000).to_bytes(6, "big")):
        raw[at::16] = bytes([byte]) * count
    raw[6::16] = raw[6::16].translate(VERSION)
    raw[8::16] = raw[8::16].translate(VARIANT)
    digits = raw.hex()
    return [digits[start : start + 32] for start in range(0, len(digits), 32)]
