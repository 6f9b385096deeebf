"""What several pieces of one page ask about the same subject is read once."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.db import models

T = TypeVar("T")


def once(subject: models.Model, name: str, read: Callable[[], T]) -> T:
    """What `read` gave for this subject the first time; kept with it, so as long as its request."""
    kept: dict[str, object] = subject.__dict__.setdefault("_read_once", {})
    if name not in kept:
        kept[name] = read()
    return cast("T", kept[name])
