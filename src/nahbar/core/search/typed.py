"""What somebody typed, read as words, numbers and mail addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from nahbar.core.search.words import GRAM, RUNS, grams, seen, words_in

LONGEST_SEARCH = 200
MOST_TOKENS = 6


class Kind(Enum):
    """What a part of what was typed is."""

    WORD = "word"
    NUMBER = "number"
    MAIL = "mail"


@dataclass(frozen=True)
class Token:
    """One part: a folded word, the digits of a number, or the beginning of a mail address."""

    text: str
    kind: Kind = Kind.WORD
    is_last: bool = False

    @property
    def grams(self) -> list[str]:
        """The runs of four digits that a number must hold."""
        return grams(self.text)


def clean(text: str) -> str:
    """What is looked for at all: without unseen marks, bounded, single spaces."""
    return " ".join(seen(text[: 4 * LONGEST_SEARCH]).split())[:LONGEST_SEARCH]


def readings(text: str) -> Iterator[list[Token]]:
    """The ways to read a clean text, the likelier first: digits in groups may be one number."""
    words = _words(text.replace("(0)", ""))
    together = [
        word
        for is_number, group in groupby(words, _is_number)
        for word in (["".join(group)] if is_number else group)
    ]
    yield from (
        list(_tokens(way)) for way in ([together] if together == words else [together, words])
    )


def _words(text: str) -> list[str]:
    found: list[str] = []
    for chunk in text.split():
        found += [chunk.lower()] if "@" in chunk[1:] else words_in(chunk)
    return list(dict.fromkeys(found)) if not any(map(_is_number, found)) else found


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


def _tokens(words: list[str]) -> Iterator[Token]:
    for at, word in enumerate(words[:MOST_TOKENS]):
        if "@" in word:
            yield Token(word, Kind.MAIL)
        elif runs := RUNS.findall(word):
            yield from (Token(_without_zeros(run), Kind.NUMBER) for run in runs)
        else:
            yield Token(word, is_last=at == len(words) - 1)


def _without_zeros(digits: str) -> str:
    """A number that is dialled here, as it also stands in one dialled from abroad."""
    bare = digits.lstrip("0")
    return bare if len(bare) >= GRAM else digits
