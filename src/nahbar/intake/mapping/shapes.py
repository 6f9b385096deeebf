"""The shapes cells come in: what a cell could be, judged by its look alone.

Looked at one by one, in Python: there are a few hundred cells per chunk, and compiling as many
column-wise expressions costs more than that.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from nahbar.intake.mapping.dates import MONTHS
from nahbar.intake.mapping.name_words import (
    GIVEN_NAMES,
    PERSON_KIND_CODES,
    SALUTATION_CODES,
    is_organisation,
)
from nahbar.intake.mapping.order_kinds import names_a_kind
from nahbar.intake.mapping.places import country_words, currency_words, language_words

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_LETTER = r"[^\W\d_]"
_MAIL = r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\W\d_][\w-]+"
_SIGN = r"(?:€|eur|euro|us\$|\$|usd|£|gbp|chf|sfr\.?|fr\.)"

_LOOKS = {
    "digits": r"-?[0-9]+",
    "number": rf"[-+−(]?\s?{_SIGN}?\s?-?(?:[0-9]{{1,3}}(?:[.,'’\s][0-9]{{3}})*|[0-9]*)(?:[.,](?:[0-9]*|[-–—]{{1,2}})|['’\s][0-9]{{3}})\s?{_SIGN}?\s?[-)]?",
    "money_sign": r".*(?:€|\$|£|\b(?:eur|chf|usd|gbp)\b).*",
    "negative": rf"[-−(]\s?{_SIGN}?\s?[0-9].*|.*[0-9]\s?-",
    "date": r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[t ].*)?|[0-9]{1,2}[./-] ?[0-9]{1,2}[./-] ?(?:[0-9]{4}|[0-9]{2})(?:[ ,t].*)?|"
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?:[t ]?[0-9]{4,6})?|"
    rf"(?:{_LETTER}{{2,10}}\.?,? )?[0-9]{{1,2}}\.?[ -]?(?:{_MONTH})\.?[ ,-]{{0,2}}(?:[0-9]{{4}}|[0-9]{{2}})(?:[ ,].*)?|"
    rf"(?:{_LETTER}{{2,10}}\.?,? )?(?:{_MONTH})\.? [0-9]{{1,2}},? [0-9]{{4}}(?:[ ,].*)?",
    "clock": r"[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?: ?[ap]m| uhr)?",
    "time_of_day": r".*[0-9]{1,2}:[0-9]{2}.*",
    "serial": r"[2-6][0-9]{4}(?:[.,][0-9]+)?",
    "email": rf"(?:mailto:)?{_MAIL}|.{{0,80}}<{_MAIL}>|(?:{_MAIL}[;,|\s]*){{2,}}",
    "phone": r"(?:\+|00?)[0-9\s()/.\-–]{6,22}|\([0-9]{2,5}\)[0-9\s/.-]{4,15}|[0-9]{3,5}[/ -][0-9][0-9\s/.-]{5,15}",
    "postcode": r"(?:[a-z]{1,2}-)?[0-9]{4,5}(?:\.0)?",
    "street": r"[^0-9]{3,}\s+[0-9]{1,4}\s?[a-z]?(?:[/-][0-9]+)*",
    "url": r"(?:https?://|www\.)\S+",
    "word": rf"{_LETTER}(?:{_LETTER}|['’.-])*",
    "code": r"[a-z#]{0,5}[-_ /]?[0-9][0-9a-z/_-]*",
    "lettered": rf".*{_LETTER}{{2}}.*",
    "sentence": r"\S+\s+\S+\s+\S+\s+\S+.*",
    "name": rf"{_LETTER}(?:{_LETTER}|['’.-])*(?:,? (?:{_LETTER}|['’.()-])+){{1,5}}",
}
_PATTERNS = {shape: re.compile(look, re.IGNORECASE | re.DOTALL) for shape, look in _LOOKS.items()}
_LONGEST_LOOK = 200  # of longer cells the beginning is enough


def _words() -> dict[str, Callable[[str], bool]]:
    """Shapes that a list of words decides; the words are in lower case."""
    return {
        "country": country_words().__contains__,
        "currency": currency_words().__contains__,
        "language": language_words().__contains__,
        "salutation": SALUTATION_CODES.__contains__,
        "person_kind": PERSON_KIND_CODES.__contains__,
        "order_kind": names_a_kind,
    }


def shapes_of(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    """How many cells have each shape, from (cell, count) pairs. A cell may have several."""
    found: Counter[str] = Counter()
    listed = _words()
    for cell, count in counted:
        # Shops put an apostrophe before numbers, so that spreadsheets keep them as text.
        text = cell.strip().removeprefix("'")[:_LONGEST_LOOK]
        low = text.lower()
        shapes = [shape for shape, look in _PATTERNS.items() if look.fullmatch(text)]
        shapes += [shape for shape, knows in listed.items() if knows(low)]
        if "lettered" in shapes:
            shapes += _name_shapes(text, low)
        for shape in shapes:
            found[shape] += count
    return found


def _name_shapes(text: str, low: str) -> list[str]:
    words = re.findall(rf"{_LETTER}+", low)
    of_name = {
        "organisation": is_organisation(text),
        "first_given": words[0] in GIVEN_NAMES,
        "last_given": len(words) > 1 and words[-1] in GIVEN_NAMES,
    }
    return [shape for shape, holds in of_name.items() if holds]
