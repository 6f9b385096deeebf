"""Why somebody is found, in words: in which fields, and what stands there where it was guessed."""

import re
from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _

from nahbar.core.folding import fold
from nahbar.core.search.fields import FIELDS, NAME_OF_CODE, texts
from nahbar.core.search.likeness import SOUNDS
from nahbar.core.search.telling import Match, Told
from nahbar.core.search.words import LONGEST, seen

PARTS = re.compile(r"[^\W_]+")


def reasons(matches: Sequence[Match]) -> list[str]:
    """One line for each match."""
    guessed = {told.field for match in matches for told in match.told if told.is_guess}
    spelled = {field: _spellings(field, matches) for field in guessed}
    return [_reason(match, spelled) for match in matches]


def _reason(match: Match, spelled: dict[int, dict[tuple[int, str], str]]) -> str:
    lines: dict[str, None] = {}
    for told in match.told:
        label = str(FIELDS[NAME_OF_CODE[told.field]].label)
        if told.is_guess:
            word = spelled[told.field].get((match.customer, told.word), told.word)
            lines[_guess(told) % {"field": label, "word": word}] = None
        else:
            lines[label] = None
    return " · ".join(line for line in lines if not _is_repeated(line, lines))


def _guess(told: Told) -> str:
    if told.quality >= SOUNDS - 1:
        return _("%(field)s, sounds like it: %(word)s")
    return _("%(field)s, spelled like it: %(word)s")


def _is_repeated(line: str, lines: dict[str, None]) -> bool:
    return any(other.startswith(f"{line}, ") for other in lines)


def _spellings(field: int, matches: Sequence[Match]) -> dict[tuple[int, str], str]:
    """How the words of these customers are written, by customer and folded word."""
    customers = np.unique(np.array([match.customer for match in matches], dtype=np.int64))
    found: dict[tuple[int, str], str] = {}
    for text in texts():
        if text.kind.code == field:
            for customer, told in text.of(customers).iter_rows():
                for word in PARTS.findall(seen(told or "")):
                    found.setdefault((customer, fold(word)[:LONGEST]), word)
    return found
