"""What somebody wrote down in passing, read as a promise or a task: kind, owner, due, title.

"Angebot schicken morgen @Mia" is a promise of Mia's for tomorrow. Pure: people and the time are
told. The grammar is small and never guesses twice: what it does not read stays in the title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from nahbar.agenda.due_words import Due, find_due

Kind = Literal["promise", "task"]
LOOSE = " ,;:–-"


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be named: `key` is ours, `name` as the house calls them."""

    key: int
    name: str


@dataclass(frozen=True)
class Reading:
    """The words as they were read. Without `owner` nobody was named, without `due` no day."""

    kind: Kind
    title: str
    owner: int | None
    due: Due | None


def read(
    words: str, *, now: datetime, colleagues: Sequence[Colleague] = (), usually: Kind = "task"
) -> Reading:
    """Read one line of words; `now` is local to the house, `usually` what it is where nothing says so."""
    rest = " ".join(words.split())
    kind, rest = _kind_in(rest, usually)
    owner, rest = _owner_in(rest, colleagues)
    found = find_due(rest, now)
    due, left = found or (None, rest)
    return Reading(kind, _tidy(left) or _tidy(rest) or _tidy(words), owner, due)


def _kind_in(words: str, usually: Kind) -> tuple[Kind, str]:
    for pattern, kind in SAID:
        if match := pattern.match(words):
            return kind, words[match.end() :]
    for pattern, kind in TOLD:
        if pattern.search(words):
            return kind, words
    return usually, words


def _owner_in(words: str, colleagues: Sequence[Colleague]) -> tuple[int | None, str]:
    """Who is named with an @, or in front, as whoever acts."""
    for at in (found.start() for found in re.finditer("@", words)):
        owner, end = _named(words, at + 1, colleagues)
        if owner is not None:
            return owner, f"{words[:at]} {words[end:]}"
    owner, end = _named(words, 0, colleagues)
    if owner is not None:
        if words[end : end + 1] == ":":
            return owner, words[end + 1 :]
        if ACTS.match(words[end:]):
            return owner, words
    return None, words


def _named(words: str, start: int, colleagues: Sequence[Colleague]) -> tuple[int | None, int]:
    """Whose name stands at `start`, and where it ends; two of the same name are nobody."""
    ends: dict[int, set[int]] = {}
    for one in colleagues:
        parts = one.name.split()
        for form in {one.name, *parts[:1], *parts[-1:]}:
            match = re.compile(rf"{re.escape(form)}(?!\w)", re.IGNORECASE).match(words, start)
            if form and match:
                ends.setdefault(match.end(), set()).add(one.key)
    if not ends:
        return None, start
    longest = max(ends)
    owners = ends[longest]
    return (next(iter(owners)), longest) if len(owners) == 1 else (None, start)


def _tidy(words: str) -> str:
    """Without the gaps and loose signs that what was read leaves behind."""
    single = re.sub(r"\s+([,;:.!?])", r"\1", " ".join(words.split()))
    return re.sub(r"([,;:])[,;:]+", r"\1", single).strip(LOOSE)


def _start(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\s*:\s*", re.IGNORECASE)


def _word(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


SAID: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_start("zusage|zugesagt|versprechen|versprochen|promise|promised"), "promise"),
    (_start("aufgabe|intern|task|to-?do|internal"), "task"),
)
TOLD: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (_word("versprochen|zugesagt|versprech\\w*|zusage|promised?"), "promise"),
    (_word("intern|nachsehen|nachschauen|internally"), "task"),
    (_word("(?:zu)?rückruf\\w*|zurückrufen|zurückruft|anrufen|ruft? .{0,80}\\b(?:an|zurück)|"
           "angebot|kostenvoranschlag|schick\\w*|send\\w*|zusenden|liefer\\w*|meld\\w* (?:uns|sich)|bescheid\\w*|"
           "call(?:s|ing)? .{0,80}\\bback|call back|callback|calls?|ring|quote|estimate|deliver\\w*|let .{1,40} know"), "promise"),
)  # fmt: skip
ACTS = re.compile(
    r"\s+(?:ruft|schickt|sendet|bringt|macht|meldet|schreibt|liefert|kümmert|klärt|prüft|bestellt|"
    r"holt|gibt|besorgt|reserviert|soll|muss|will|wird|kann|übernimmt|erledigt|"
    r"calls|rings|sends|writes|brings|checks|orders|gets|delivers|sees|should|must|will|to|does)\b",
    re.IGNORECASE,
)
