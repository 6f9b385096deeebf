"""Days as people write them: `2.3.2026`, `02/03/26`, `2026-03-02`; the day stands before the month."""

import re
from datetime import date

FIRST, LAST = 1800, 2200
PIVOT = 50  # two digits below it are of this century
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
SAID = re.compile(r"([0-9]{1,2})\s?[./-]\s?([0-9]{1,2})\s?[./-]\s?([0-9]{4}|[0-9]{2})")


def read_day(text: str) -> date | None:
    """The day; None for what no calendar has, and for years far from ours."""
    if found := ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := SAID.fullmatch(text):
        day, month, year = map(int, found.groups())
        if len(found[3]) == 2:
            year += 2000 if year < PIVOT else 1900
    else:
        return None
    try:
        return date(year, month, day) if FIRST <= year <= LAST else None
    except ValueError:
        return None
