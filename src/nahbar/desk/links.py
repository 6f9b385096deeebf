"""Ways to pages, and whether a page is there yet."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Link:
    """A way to a page."""

    label: str
    url: str
    is_current: bool = False


def address(name: str) -> str:
    """The address of a page, or nothing where its room is not built yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
