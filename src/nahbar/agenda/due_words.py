"""Until when: reads days and times out of plain words, German and English.

A table of patterns, the most specific first. Pure: it is told what time it is. What cannot be
meant (a 31 February, a day that is over) is not read at all, so that somebody is asked.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nahbar.agenda.calendar_words import MONTHS, NUMBERS, SHORT_WEEKDAYS, WEEKDAYS, any_of

MONDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 2, 4, 5, 6
FURTHEST = 3_660  # days; beyond it a slip of the finger
MIDDLE = 15
MORNING, NOON, DAYS_END, EVENING = time(9), time(12), time(17), time(19)
LATEST_NIGHT_HOUR = 6  # "um drei" in a shop is three in the afternoon


@dataclass(frozen=True)
class Due:
    """Until which day and, where said, what time of the house; `since` is when it first counts."""

    on: date
    at: time | None = None
    since: date | None = None


Found = tuple[Due, str]  # what was read, and the words without it
Day = Callable[[re.Match[str], date], Due | date | None]
Hour = Callable[[re.Match[str]], time | None]


def find_due(words: str, now: datetime) -> Found | None:
    """The due that the words name and what is left of them; `now` is local to the house.

    None where none is named, or the one that is named is over.
    """
    soon = _soon(words, now)
    if soon:
        return soon
    today = now.date()
    due, rest = _day_in(words, today)
    at, rest = _time_in(rest, has_day=due is not None)
    if due is None and at is None:
        return None
    if due is None:
        due = Due(today if at and at > now.time() else today + timedelta(days=1))
    if due.on < today or (due.on == today and at and at <= now.time()):
        return None
    return Due(due.on, at, due.since), rest


def _soon(words: str, now: datetime) -> Found | None:
    """In so many minutes or hours: the only due that is reckoned from the minute it was said."""
    match = SOON.search(words)
    if match is None:
        return None
    minutes = 30 if match["half"] else _number(match["n"]) * (60 if match["hours"] else 1)
    then = now + timedelta(minutes=minutes)
    return Due(then.date(), then.time().replace(second=0, microsecond=0)), _without(words, match)


def _day_in(words: str, today: date) -> tuple[Due | None, str]:
    for pattern, resolve in DAYS:
        for match in pattern.finditer(words):
            with suppress(ValueError, OverflowError):  # no such day in the calendar
                found = resolve(match, today)
                due = Due(found) if isinstance(found, date) else found
                if due and abs((due.on - today).days) <= FURTHEST:
                    return due, _without(words, match)
    return None, words


def _time_in(words: str, *, has_day: bool) -> tuple[time | None, str]:
    """A part of a day ("früh") is a due beside a day, or after a word like "bis"; else just a word."""
    for pattern, resolve in TIMES:
        for match in pattern.finditer(words):
            if not has_day and match.groupdict().get("by", "bis") is None:
                continue
            with suppress(ValueError):
                if found := resolve(match):
                    return found, _without(words, match)
    return None, words


def _without(words: str, match: re.Match[str]) -> str:
    return f"{words[: match.start()]} {words[match.end() :]}"


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word.lower()]


def _date(match: re.Match[str], today: date) -> date:
    """Day, month, perhaps year; without a year the next time it comes round."""
    month = match["month"].lower().rstrip(".")
    number = MONTHS[month] if month in MONTHS else int(month)
    named, day = match["year"], int(match["day"])
    if named:
        return date(int(named) + (2000 if len(named) == 2 else 0), number, day)
    this_year = date(today.year, number, day)
    return this_year if this_year >= today else date(today.year + 1, number, day)


def _day_of_month(match: re.Match[str], today: date) -> date:
    """ "Am 3.": of this month, or of the next where it is over."""
    day = int(match["day"])
    if day >= today.day:
        return today.replace(day=day)
    return (_last_of_month(today) + timedelta(days=1)).replace(day=day)


def _ahead(match: re.Match[str], today: date) -> date:
    unit, number = match["unit"].lower(), _number(match["n"])
    if unit[0] in "td":
        is_week = match["n"].lower() == "acht"  # "in acht Tagen" is said of a week
        return today + timedelta(days=7 if is_week else number)
    if unit[0] == "w":
        return today + timedelta(weeks=number)
    months = today.month - 1 + number
    year, month = today.year + months // 12, months % 12 + 1
    return min(today.replace(year=year, month=month, day=1) + timedelta(days=today.day - 1),
               _last_of_month(date(year, month, 1)))  # fmt: skip


def _weekday(match: re.Match[str], today: date) -> date:
    """The next one to come: who means today says today."""
    return today + timedelta(days=(_named_day(match) - today.weekday() - 1) % 7 + 1)


def _weekday_next_week(match: re.Match[str], today: date) -> date:
    return _this_week(today, 7 + _named_day(match))


def _named_day(match: re.Match[str]) -> int:
    name = match["weekday"].lower().rstrip(".")
    return WEEKDAYS.get(name, SHORT_WEEKDAYS.get(name, 0))


def _in_week(match: re.Match[str], today: date) -> Due:
    """A week without a day: until its Friday, and from its Monday on."""
    week = 7 if match["next"] else 0
    part = (match["part"] or "").lower()
    if part in {"anfang", "beginning", "start"}:
        return Due(_this_week(today, week + MONDAY))
    if part in {"mitte", "middle"}:
        return Due(_this_week(today, week + WEDNESDAY))
    friday = _this_week(today, week + FRIDAY)
    until = friday if friday >= today else _this_week(today, week + SUNDAY)
    return Due(until, since=_this_week(today, week + MONDAY) if week and not part else None)


def _weekend(_match: re.Match[str], today: date) -> Due:
    return Due(_this_week(today, SUNDAY), since=_this_week(today, SATURDAY))


def _in_month(match: re.Match[str], today: date) -> Due:
    """The beginning, middle or end of a month that is named."""
    number = MONTHS[match["month"].lower().rstrip(".")]
    first = date(today.year + (number < today.month), number, 1)
    return _part_of(first, match["part"], today)


def _month(match: re.Match[str], today: date) -> Due:
    """This month or the next."""
    first = today.replace(day=1)
    if match["next"]:
        first = _last_of_month(today) + timedelta(days=1)
    due = _part_of(first, match["part"] or "ende", today)
    return Due(due.on, since=first if match["next"] and not match["part"] else None)


def _part_of(first: date, part: str, today: date) -> Due:
    word = part.lower()
    if word in {"anfang", "beginning", "start"}:
        return Due(max(first, today) if first.month == today.month else first)
    if word in {"mitte", "middle", "mid"}:
        return Due(first.replace(day=MIDDLE))
    return Due(_last_of_month(first))


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _this_week(today: date, day: int) -> date:
    return today + timedelta(days=day - today.weekday())


def _clock(match: re.Match[str]) -> time:
    parts = match.groupdict()
    hour, minute = int(parts["hour"]), int(parts.get("minute") or parts.get("minute2") or 0)
    half = (parts.get("half") or "").lower().replace(".", "")
    if half and not 1 <= hour <= 12:
        raise ValueError(hour)
    if half == "pm":
        hour = hour % 12 + 12
    elif half == "am":
        hour %= 12
    elif hour <= LATEST_NIGHT_HOUR and not parts["hour"].startswith("0"):
        hour += 12
    return time(hour, minute)


def _half_past(match: re.Match[str]) -> time:
    hour = _number(match["hour"]) - 1
    return time(hour + 12 if hour <= LATEST_NIGHT_HOUR else hour, 30)


BY = r"(?:(?:bis|spätestens|am|an|zum|vor|für|by|until|till|before|on|due)(?:\s+(?:spätestens|zum|zur|am|dem|den|the|latest))?\s+)"
NEXT = r"(?:nächste[rnms]?|kommende[rnms]?|next|coming)"
PART = r"(?P<part>anfang|mitte|ende|beginning|start|middle|mid|end)"
YEAR = r"(?:\s?(?P<year>\d{4}|\d{2}(?!\d|\s*uhr|:)))?"
MONTH = f"(?P<month>{any_of(MONTHS)})\\b\\.?"
WEEKDAY = f"(?P<weekday>{any_of(WEEKDAYS)})"
SHORT = f"(?P<weekday>{any_of(WEEKDAYS, SHORT_WEEKDAYS)})\\b\\.?"
COUNT = f"(?P<n>\\d{{1,3}}|{any_of(NUMBERS)})"
UNIT = r"(?P<unit>tage?n?|wochen?|monate?n?|days?|weeks?|months?)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){text}(?!\w)", re.IGNORECASE)


SOON = _pattern(
    rf"(?:in|within)\s+(?:(?P<half>einer halben stunde|half an hour)|{COUNT}\s+"
    r"(?:(?P<hours>stunden?|hours?)|minuten?|minutes?))"
)
DAYS: tuple[tuple[re.Pattern[str], Day], ...] = (
    (_pattern(rf"{BY}?(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})"), _date),
    (_pattern(rf"{BY}?(?:{WEEKDAY},?\s+(?:(?:dem|den|the)\s+)?)?(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.{YEAR}"), _date),
    (_pattern(rf"{BY}?(?:{WEEKDAY},?\s+(?:(?:dem|den|the)\s+)?)?(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:\s(?P<year>\d{{4}}))?"), _date),
    (_pattern(rf"{BY}?(?:{WEEKDAY},?\s+)?{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year>\d{{4}}))?"), _date),
    (_pattern(rf"{BY}(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})(?P<year>)(?!\s*uhr|\.|:)"), _date),
    (_pattern(rf"{BY}?{NEXT}\s+(?:woche|week)\s+(?:am\s+|on\s+)?{WEEKDAY}"), _weekday_next_week),
    (_pattern(rf"{BY}?{WEEKDAY}\s+(?:of\s+|in\s+der\s+)?{NEXT}\s+(?:woche|week)"), _weekday_next_week),
    (_pattern(rf"{BY}?{PART}\s+(?:of\s+)?(?:der\s+|dieser\s+|the\s+|this\s+)?(?P<next>{NEXT}\s+)?(?:woche|week)"), _in_week),
    (_pattern(rf"{BY}?(?:in\s+der\s+)?(?P<part>)(?:(?P<next>{NEXT})|diese[rn]?|this)\s+(?:woche|week)"), _in_week),
    (_pattern(rf"{BY}?{PART}(?:\s+of)?\s+{MONTH}"), _in_month),
    (_pattern(rf"{BY}?{PART}\s+(?:of\s+)?(?:des\s+|dieses\s+|the\s+|this\s+)?(?P<next>{NEXT}\s+)?(?:monats?|month)"), _month),
    (_pattern(rf"{BY}?(?P<next>)(?P<part>)(?:monatsende|month's\s+end|ultimo)"), _month),
    (_pattern(rf"{BY}?(?:im\s+)?(?P<part>)(?:(?P<next>{NEXT})|diesen|this)\s+(?:monat|month)"), _month),
    (_pattern(rf"{BY}?(?:jahresende|ende\s+des\s+jahres|ende\s+jahr|end\s+of\s+(?:the\s+)?year)"), lambda _match, today: date(today.year, 12, 31)),
    (_pattern(rf"(?:in|innerhalb\s+von|binnen|within)\s+{COUNT}\s+{UNIT}"), _ahead),
    (_pattern(rf"{BY}?(?:(?:dieses|this|the)\s+)?(?:wochenende|weekend)"), _weekend),
    (_pattern(rf"{BY}?(?:übermorgen|uebermorgen|(?:the\s+)?day\s+after\s+tomorrow)"), lambda _match, today: today + timedelta(days=2)),
    (_pattern(rf"(?<!jeden )(?<!every ){BY}?(?:(?:{NEXT}|diesen|this)\s+)?{WEEKDAY}"), _weekday),
    (_pattern(rf"{BY}{SHORT}"), _weekday),
    (_pattern(rf"{BY}?(?:noch\s+)?(?:heute(?:\s+noch)?|today|sofort|asap|immediately)"), lambda _match, today: today),
    (_pattern(r"(?P<tonight>tonight)"), lambda _match, today: Due(today)),
    (_pattern(rf"(?<!guten )(?<!am ){BY}?(?:morgen|tomorrow)"), lambda _match, today: today + timedelta(days=1)),
    (_pattern(r"(?:am|bis|bis\s+zum|by\s+the|on\s+the)\s+(?P<day>\d{1,2})(?:\.|st|nd|rd|th)"), _day_of_month),
)  # fmt: skip
AT = r"(?:(?:um|gegen|ab|vor|bis|at|by|before|until|till|around)\s+)"
PART_OF_DAY = rf"(?P<by>{AT}(?:zum\s+)?|am\s+|in\s+the\s+|in\s+der\s+|by\s+the\s+)?"
TIMES: tuple[tuple[re.Pattern[str], Hour], ...] = (
    (_pattern(rf"{AT}?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?\s*(?P<half>[ap]\.?m)\b\.?"), _clock),
    (_pattern(rf"{AT}?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?\s*uhr(?:\s+(?P<minute2>\d{{2}}))?"), _clock),
    (_pattern(rf"{AT}?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})"), _clock),
    (_pattern(r"(?:um|at|gegen|around)\s+(?P<hour>\d{1,2})(?:\.(?P<minute>\d{2}))?(?!\s*(?:€|eur|prozent|percent|%|stück))"), _clock),
    (_pattern(rf"{AT}?halb\s+(?P<hour>\d{{1,2}}|{any_of(NUMBERS)})"), _half_past),
    (_pattern(rf"(?:zu\s+mittag|{PART_OF_DAY}(?:mittags?|noon|midday|lunch))"), lambda _match: NOON),
    (_pattern(rf"{PART_OF_DAY}(?:vormittags?|forenoon)"), lambda _match: NOON),
    (_pattern(rf"{PART_OF_DAY}(?:morgens?|früh|morning)"), lambda _match: MORNING),
    (_pattern(rf"{PART_OF_DAY}(?:nachmittags?|afternoon)"), lambda _match: DAYS_END),
    (_pattern(rf"{PART_OF_DAY}(?:feierabend|dienstschluss|end\s+of\s+(?:the\s+)?day|eod|close\s+of\s+business)"), lambda _match: DAYS_END),
    (_pattern(rf"{PART_OF_DAY}(?:abends?|evening)"), lambda _match: EVENING),
)  # fmt: skip
