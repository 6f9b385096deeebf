"""Folding names for finding and sorting: case, accents and the spellings of umlauts fall together."""

import re
import unicodedata

# Letters that do not come apart into a plain one and a mark.
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa", "œ": "oe",
           "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i"}  # fmt: skip
SPELLED = str.maketrans(UMLAUTS)
WORDS = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`Müller-Lüdenscheidt` → `mueller luedenscheidt`; other scripts keep their letters.

    Marks on letters fall away in every script; what is neither letter nor digit parts words.
    """
    letters = unicodedata.normalize("NFKD", text.lower().translate(SPELLED))
    # Before casefold, which makes a letter of the iota written below another.
    plain = "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M")
    return " ".join(WORDS.findall(plain.casefold()))
