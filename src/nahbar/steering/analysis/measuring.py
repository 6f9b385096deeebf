"""Shares with their ranges, and counts that give away nobody."""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

FEWEST = 5  # people; of fewer no figure is shown
SURENESS = 1.959964  # standard errors on either side, for 95 %
MICROS = 1_000_000

Found = dict[str, Any]


def money(micros: float | Decimal | None) -> float:
    """Millionths as money to the cent."""
    return round(float(micros or 0) / MICROS, 2)


def counted(value: float, count: int) -> Found:
    """A figure that was counted exactly: its range is itself."""
    return {"value": value, "low": value, "high": value, "count": count}


def share(part: int, whole: int) -> Found | None:
    """The share of `part` in `whole` people with Wilson's range (1927); None of fewer than five."""
    if whole < FEWEST:
        return None
    rate, squared = part / whole, SURENESS**2
    center = (rate + squared / (2 * whole)) / (1 + squared / whole)
    reach = SURENESS * math.sqrt(rate * (1 - rate) / whole + squared / (4 * whole**2))
    reach /= 1 + squared / whole
    low, high = max(center - reach, 0.0), min(center + reach, 1.0)
    return {"value": rate, "low": min(low, rate), "high": max(high, rate), "count": whole}


def fold_small(counts: Sequence[tuple[Any, int]], most: int = 12) -> list[tuple[Any, int]]:
    """Counts of people from the largest on; the rest together under None.

    Whoever is among fewer than five goes into the rest, and where the rest would be fewer than
    five, one more goes with them: what is left out of a total could be worked out.
    """
    ordered = sorted((one for one in counts if one[1]), key=lambda one: -one[1])
    shown = [one for one in ordered[:most] if one[1] >= FEWEST]
    rest = sum(count for _name, count in ordered[len(shown) :])
    if 0 < rest < FEWEST and shown:
        rest += shown.pop()[1]
    return [*shown, *([(None, rest)] if rest >= FEWEST else [])]


def upper_quarter(values: Sequence[float]) -> float | None:
    """What the best quarter reaches; None of fewer than four."""
    if len(values) < 4:
        return None
    ordered = sorted(values)
    place = 0.75 * (len(ordered) - 1)
    low = int(place)
    above = ordered[min(low + 1, len(ordered) - 1)]
    return ordered[low] + (place - low) * (above - ordered[low])
