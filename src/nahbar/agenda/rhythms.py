"""How appointments come again: the rhythm that was chosen, its rule (RFC 5545, RRULE), its days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.repeats import WEEKDAYS, day_of_month

MOST = 370  # a year, each day


class Frequency(models.TextChoices):
    """What lies between two of them."""

    ONCE = "", _("once")
    DAILY = "daily", _("by days")
    WEEKLY = "weekly", _("by weeks")
    MONTHLY = "monthly", _("by months")


@dataclass(frozen=True)
class Rhythm:
    """Every so many days, weeks or months, until a day (included) or so many times.

    `weekdays` are those of each week, as ISO 8601 counts them; none: that of the first day.
    """

    frequency: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    until: date | None = None
    times: int | None = None


def rule_of(rhythm: Rhythm, first: date) -> str:
    """The rule of a rhythm that begins on or after `first`. A day that a month lacks is its last."""
    parts = [f"FREQ={rhythm.frequency.upper()}"]
    if rhythm.every > 1:
        parts.append(f"INTERVAL={rhythm.every}")
    if rhythm.frequency == Frequency.WEEKLY:
        days = rhythm.weekdays or (first.isoweekday(),)
        parts.append(_by_day(day - 1 for day in days))
    if rhythm.frequency == Frequency.MONTHLY:
        parts.append(day_of_month(first))
    return ";".join(parts)


def days_of(
    rule: str, first: date, *, until: date | None = None, times: int | None = None
) -> list[date]:
    """The days of a rule from `first` on, until its end; at most one more than there may be."""
    found: list[date] = []
    for moment in rrulestr(rule, dtstart=datetime.combine(first, time())):
        day = moment.date()
        is_over = (until is not None and day > until) or (times is not None and len(found) >= times)
        if is_over or len(found) > MOST:
            break
        found.append(day)
    return found


def shifted(rule: str, days: int, first: date) -> str:
    """The rule of a series that is moved by so many days; `first` is one of its days then."""
    if not days:
        return rule
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if "BYDAY" in parts:
        known = (WEEKDAYS.index(name) for name in parts["BYDAY"].split(","))
        parts["BYDAY"] = _by_day((day + days) % 7 for day in known).partition("=")[2]
    if "BYMONTHDAY" in parts:
        parts.pop("BYSETPOS", None)
        parts |= dict(part.split("=", 1) for part in day_of_month(first).split(";"))
    return ";".join(f"{name}={value}" for name, value in parts.items())


def rhythm_of(rule: str) -> Rhythm:
    """The rhythm that a rule keeps, without its end."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    names = parts.get("BYDAY", "")
    weekdays = tuple(WEEKDAYS.index(name) + 1 for name in names.split(",")) if names else ()
    return Rhythm(parts["FREQ"].lower(), int(parts.get("INTERVAL", "1")), weekdays)


def _by_day(days: Iterable[int]) -> str:
    """`days` from Monday, 0."""
    return "BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(set(days)))
