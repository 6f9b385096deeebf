"""Numbers compared digit by digit: that their runs of four are there does not say in which order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nahbar.core.search.fields import FIELDS, NAME_OF_CODE, texts
from nahbar.core.search.telling import Match, Told
from nahbar.core.search.typed import Kind
from nahbar.core.search.words import RUNS, words_in

WHOLE, BEGINNING, END, INSIDE = 100, 92, 90, 84


def checked(matches: Sequence[Match]) -> list[Match]:
    """The matches whose numbers are really there, worth more the more of a number was typed."""
    fields = {told.field for match in matches for told in _numbers(match)}
    if not fields:
        return list(matches)
    runs = {field: _runs_in(field, matches) for field in fields}
    found = []
    for match in matches:
        told = [_compared(each, runs, match.customer) for each in match.told]
        if all(each.worth for each in told):
            gained = sum(now.worth - was.worth for now, was in zip(told, match.told, strict=True))
            score = match.score + gained / len(told) / 100
            found.append(replace(match, told=tuple(told), score=score))
    return found


def _numbers(match: Match) -> list[Told]:
    return [told for told in match.told if told.token.kind == Kind.NUMBER]


def _runs_in(field: int, matches: Sequence[Match]) -> dict[int, list[str]]:
    """The numbers in this field of each customer."""
    customers = np.unique(np.array([match.customer for match in matches], dtype=np.int64))
    found: dict[int, list[str]] = defaultdict(list)
    for text in texts():
        if text.kind.code == field:
            for customer, told in text.of(customers).iter_rows():
                for word in words_in(told or ""):
                    found[customer] += RUNS.findall(word)
    return found


def _compared(told: Told, runs: dict[int, dict[int, list[str]]], customer: int) -> Told:
    if told.token.kind != Kind.NUMBER:
        return told
    digits = told.token.text
    worth = max((_worth(digits, run) for run in runs[told.field].get(customer, [])), default=0)
    return replace(told, worth=worth * FIELDS[NAME_OF_CODE[told.field]].weight)


def _worth(digits: str, run: str) -> int:
    if digits in {run, run.lstrip("0")}:
        return WHOLE
    if run.startswith(digits):
        return BEGINNING
    if run.endswith(digits):
        return END
    return INSIDE if digits in run else 0
