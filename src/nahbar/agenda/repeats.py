"""How a task comes again: a few rhythms people know, kept as rules of RFC 5545 (RRULE)."""

from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHORTEST_MONTH = 28


class Repeat(models.TextChoices):
    """The rhythms that can be chosen."""

    NEVER = "", _("once")
    DAILY = "daily", _("each day")
    WORKDAYS = "workdays", _("each day from Monday to Friday")
    WEEKLY = "weekly", _("each week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("each month")
    QUARTERLY = "quarterly", _("every three months")
    YEARLY = "yearly", _("each year")


def rule_of(repeat: str, first: date) -> str:
    """The rule that begins on `first` and keeps its day, even where one of them is put off.

    A day that a month lacks falls on its last.
    """
    weekday = WEEKDAYS[first.weekday()]
    rules = {
        Repeat.NEVER: "",
        Repeat.DAILY: "FREQ=DAILY",
        Repeat.WORKDAYS: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        Repeat.WEEKLY: f"FREQ=WEEKLY;BYDAY={weekday}",
        Repeat.FORTNIGHTLY: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}",
        Repeat.MONTHLY: f"FREQ=MONTHLY;{_day_of_month(first)}",
        Repeat.QUARTERLY: f"FREQ=MONTHLY;INTERVAL=3;{_day_of_month(first)}",
        Repeat.YEARLY: f"FREQ=YEARLY;BYMONTH={first.month};{_day_of_month(first)}",
    }
    return rules[Repeat(repeat)]


def repeat_of(rule: str) -> Repeat:
    """The rhythm that the rule keeps."""
    if not rule:
        return Repeat.NEVER
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    frequency, interval = parts["FREQ"], parts.get("INTERVAL", "1")
    if frequency == "WEEKLY" and "," in parts.get("BYDAY", ""):
        return Repeat.WORKDAYS
    known = {
        ("DAILY", "1"): Repeat.DAILY,
        ("WEEKLY", "1"): Repeat.WEEKLY,
        ("WEEKLY", "2"): Repeat.FORTNIGHTLY,
        ("MONTHLY", "1"): Repeat.MONTHLY,
        ("MONTHLY", "3"): Repeat.QUARTERLY,
        ("YEARLY", "1"): Repeat.YEARLY,
    }
    return known[frequency, interval]


def next_day(rule: str, due_on: date, today: date) -> date | None:
    """The next day after `due_on` that is not over; a rule that missed some days does not catch up."""
    if not rule:
        return None
    earliest = max(due_on, today - timedelta(days=1))
    start = datetime.combine(due_on, datetime.min.time())
    found = rrulestr(rule, dtstart=start).after(datetime.combine(earliest, datetime.max.time()))
    return found.date() if found else None


def _day_of_month(first: date) -> str:
    if first.day <= SHORTEST_MONTH:
        return f"BYMONTHDAY={first.day}"
    days = ",".join(str(day) for day in range(SHORTEST_MONTH, first.day + 1))
    return f"BYMONTHDAY={days};BYSETPOS=-1"
