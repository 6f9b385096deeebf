"""Whether two names can be one customer's."""

from nahbar.core.folding import fold


def look_alike(one: str, other: str) -> bool:
    """Whether two names can be one customer's: one is unknown, or they share a word."""
    words, other_words = set(fold(one).split()), set(fold(other).split())
    return not words or not other_words or bool(words & other_words)
