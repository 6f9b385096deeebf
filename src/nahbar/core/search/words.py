"""Words as they are compared: without case, marks, the spelling of umlauts; and how they sound."""

import re

from nahbar.core.folding import fold

LONGEST = 40
GRAM = 4  # numbers are known by all runs of so many of their digits
# Control characters but for those that part words, soft hyphens, marks of the direction of writing.
UNSEEN = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
RUNS = re.compile(f"[0-9]{{{GRAM},}}")

_UNSEEN = re.compile(UNSEEN)
_SECOND_VOWEL = re.compile("(?<=[aou])e")


def seen(text: str) -> str:
    """The text without what nobody sees and what is no character."""
    return _UNSEEN.sub("", text).encode(errors="ignore").decode()


def words_in(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word[:LONGEST] for word in fold(seen(text)).split()]


def skeleton(word: str) -> str:
    """Müller, Mueller and Muller alike; what begins a word begins its skeleton, too."""
    return _SECOND_VOWEL.sub("", word)


def grams(digits: str) -> list[str]:
    """A number's runs of four digits, as they are kept among the words."""
    return [f"#{digits[at : at + GRAM]}" for at in range(len(digits) - GRAM + 1)]


def sound(word: str) -> str:
    """Kölner Phonetik of a folded word (H. J. Postel, 1969); empty where it has letters beyond a–z."""
    if not (word.isascii() and word.isalpha()):
        return ""
    codes = [
        _code(word[at - 1] if at else "", letter, word[at + 1 : at + 2])
        for at, letter in enumerate(word)
    ]
    whole = re.sub(r"(.)\1+", r"\1", "".join(codes))
    return (whole[:1] + whole[1:].replace("0", ""))[:LONGEST]


def _code(before: str, letter: str, after: str) -> str:
    if letter == "c":
        return _code_of_c(before, after)
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "p" and after == "h":
        return "3"
    if letter in "dt" and after and after in "csz":
        return "8"
    return _PLAIN_CODES[letter]


def _code_of_c(before: str, after: str) -> str:
    if before and before in "sz":
        return "8"
    hard = "ahkoqux" if before else "ahkloqrux"
    return "4" if after and after in hard else "8"


_PLAIN_CODES = {
    letter: code
    for letters, code in (
        ("aeijouy", "0"), ("h", ""), ("bp", "1"), ("dt", "2"), ("fvw", "3"), ("gkq", "4"),
        ("l", "5"), ("mn", "6"), ("r", "7"), ("sz", "8"),
    )
    for letter in letters
}  # fmt: skip
