"""Which backups may go: the newest of each of the last days, weeks and months stay."""

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12


def superfluous(made: Iterable[datetime]) -> set[datetime]:
    """Those that need not be kept: 7 days, 4 weeks and 12 months that have one keep their newest.

    What is kept stays kept until something newer takes its place, so that no gap ever opens.
    """
    newest_first = sorted(set(made), reverse=True)
    kept = {
        *_newest_of(newest_first, lambda at: at.date(), DAYS),
        *_newest_of(newest_first, lambda at: at.isocalendar()[:2], WEEKS),
        *_newest_of(newest_first, lambda at: (at.year, at.month), MONTHS),
    }
    return set(newest_first) - kept


def _newest_of(
    newest_first: list[datetime], span: Callable[[datetime], object], most: int
) -> list[datetime]:
    first: dict[object, datetime] = {}
    for at in newest_first:
        first.setdefault(span(at), at)
    return list(first.values())[:most]
