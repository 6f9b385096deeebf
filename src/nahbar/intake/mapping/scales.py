"""Marks and stars: numbers that are no mood yet, for nobody can see which of their ends is good.

In Austria 1 is the best mark of five and in Germany of six; of stars five are best.
"""

import re
from collections import Counter
from dataclasses import dataclass

from nahbar.intake.mapping.moods import MOODS
from nahbar.intake.mapping.profiles import ColumnProfile

LOW_BEST, HIGH_BEST, NO_MOOD = "low_best", "high_best", "no_mood"
CHOICES = (LOW_BEST, HIGH_BEST, NO_MOOD)
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]+)?")
_IN_HEADER = re.compile(r"\b([01])\s*(?:-|–|bis|to|\.\.|…)\s*([5-9]|10)\b")  # fmt: skip
_HIGHEST = (5, 6, 10)


@dataclass(frozen=True)
class Scale:
    """From its lowest number to its highest, both included."""

    low: int
    high: int


def scale_of(column: ColumnProfile, header: str) -> Scale | None:
    """The scale that the header names or the numbers show; None where they can be moods as they are."""
    numbers = _numbers(column.few)
    if not numbers or min(numbers) < 0:
        return None
    told = _IN_HEADER.search(header)
    low, high = (int(told[1]), int(told[2])) if told else (min(1, int(min(numbers))), 0)
    if not told and max(numbers) <= 2:
        return None
    high = high or next((end for end in _HIGHEST if max(numbers) <= end), 0)
    return Scale(low, high) if low <= min(numbers) and max(numbers) <= high else None


def mood_fit(column: ColumnProfile, header: str) -> float:
    """The share of cells that say how it felt, 0–1; 0 where any number is beyond mood and scale."""
    if not column.present:
        return 0.5
    if not column.few:
        return 0.0  # nobody feels in forty different ways
    numbers = _numbers(column.few)
    if scale_of(column, header) is None and any(abs(number) > 2 for number in numbers):
        return 0.0
    said = sum(
        count
        for cell, count in column.few.items()
        if _NUMBER.fullmatch(_plain(cell)) or _plain(cell) in MOODS
    )
    return said / column.few.total()


def _numbers(cells: Counter[str]) -> list[float]:
    plain = [cell for cell in map(_plain, cells) if _NUMBER.fullmatch(cell)]
    return [float(cell.replace(",", ".")) for cell in plain]


def _plain(cell: str) -> str:
    return cell.strip().lower().replace("−", "-").replace("–", "-")
