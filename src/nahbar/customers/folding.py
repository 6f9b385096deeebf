"""Folding names for finding and sorting: case, accents and the spellings of umlauts fall together."""

import re
import unicodedata

import polars as pl

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "ł": "l"}
WORDS = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """`Müller-Lüdenscheidt` → `mueller luedenscheidt`."""
    lowered = text.casefold()
    for letter, spelled in UMLAUTS.items():
        lowered = lowered.replace(letter, spelled)
    plain = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    return " ".join(WORDS.findall(plain))


def fold_column(names: pl.Expr) -> pl.Expr:
    """`fold` over a column."""
    lowered = names.str.to_lowercase().str.replace_many(list(UMLAUTS), list(UMLAUTS.values()))
    plain = lowered.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return plain.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def look_alike(one: str, other: str) -> bool:
    """Whether two names can be one customer's: one is unknown, or they share a word."""
    words, other_words = set(fold(one).split()), set(fold(other).split())
    return not words or not other_words or bool(words & other_words)
