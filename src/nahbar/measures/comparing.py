"""Whether a figure has really moved, and how far it has come towards a goal."""

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nahbar.core.figures import Reading


class Verdict(StrEnum):
    """What can honestly be said of a figure then and now."""

    MOVED = "moved"
    WITHIN = "within"
    NO_RANGE = "no_range"
    NO_NEWER = "no_newer"
    NOT_COMPARABLE = "not_comparable"
    GONE = "gone"


@dataclass(frozen=True)
class Movement:
    """The change from then to now with its range, as far as one can be given."""

    verdict: Verdict
    change: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None


def compare(was: Reading, now: Reading | None) -> Movement:
    """What happened to a figure between two readings.

    The range of the difference of two estimates comes from the ranges of both, taken as
    independent of each other: Zou and Donner, Construction of confidence limits about effect
    measures, Statistics in Medicine 27 (2008), equation 3. Readings of the same customers are
    rather alike, so the range is wide rather than narrow.
    """
    if now is None:
        return Movement(Verdict.GONE)
    if (was.basis, was.currency) != (now.basis, now.currency):
        return Movement(Verdict.NOT_COMPARABLE)
    change = now.value - was.value
    if now.as_of <= was.as_of and not change:
        return Movement(Verdict.NO_NEWER)
    if was.low is None or was.high is None or now.low is None or now.high is None:
        return Movement(Verdict.NO_RANGE, change)
    low = change - _together(now.value - now.low, was.high - was.value)
    high = change + _together(now.high - now.value, was.value - was.low)
    verdict = Verdict.MOVED if low > 0 or high < 0 else Verdict.WITHIN
    return Movement(verdict, change, low, high)


class Reach(StrEnum):
    """How a goal stands."""

    REACHED = "reached"
    REACHED_WITHIN_RANGE = "reached_within_range"
    UNDER_WAY = "under_way"
    NOT_BEGUN = "not_begun"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Progress:
    """`share` of the way from the baseline to the target that is behind us; negative: farther off."""

    reach: Reach
    share: float | None = None


def progress(was: Reading, target: Decimal, now: Reading | None) -> Progress:
    """How far a figure has come from its baseline towards its target.

    Reached is said without reserve only where the whole range lies beyond the target.
    """
    verdict = compare(was, now).verdict
    if now is None or verdict in {Verdict.GONE, Verdict.NOT_COMPARABLE} or target == was.value:
        return Progress(Reach.UNKNOWN)
    share = float((now.value - was.value) / (target - was.value))
    if share >= 1:
        nearest = now.low if target > was.value else now.high
        is_sure = nearest is not None and (nearest - target) * (target - was.value) >= 0
        return Progress(Reach.REACHED if is_sure else Reach.REACHED_WITHIN_RANGE, share)
    return Progress(Reach.UNDER_WAY if share > 0 else Reach.NOT_BEGUN, share)


def _together(one: Decimal, other: Decimal) -> Decimal:
    return Decimal(math.hypot(one, other))
