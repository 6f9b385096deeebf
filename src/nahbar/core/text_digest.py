"""One text's digest; `core.digest` does the same for columns, and says why it is our own."""

from hashlib import blake2b


def digest_text(text: str) -> int:
    """A signed 64-bit digest of one text: the first 64 bits of BLAKE2b."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)
