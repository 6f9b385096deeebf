"""Ways to pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A way to a page."""

    label: str
    url: str
    is_current: bool = False
