"""Secrets that open something to whoever knows them; the house keeps their digests alone."""

import hashlib
import secrets

SHORTEST = 40  # characters; ours have 43


def new_token() -> str:
    """A secret of 256 bits that can stand in an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def is_token(text: str) -> bool:
    """Whether this may be one of ours, by its shape."""
    return (
        SHORTEST <= len(text) <= 64
        and text.isascii()
        and text.replace("-", "").replace("_", "").isalnum()
    )
