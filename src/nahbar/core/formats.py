"""Dates, times, numbers and money as the reader's country writes them; English numbers as English does."""

import datetime as dt
from decimal import Decimal

from babel import dates, numbers

from nahbar.core import clock
from nahbar.core.language import current_locale, number_locale

Number = int | float | Decimal


def number(value: Number, digits: int | None = None) -> str:
    """A number with the reader's separators; `digits` fixes the decimals, else as many as it has."""
    if digits is None:
        return str(numbers.format_decimal(value, locale=number_locale()))
    shape = f"#,##0.{'0' * digits}" if digits else "#,##0"
    return str(numbers.format_decimal(value, format=shape, locale=number_locale()))


def money(amount: Number, currency: str, digits: int | None = None) -> str:
    """An amount with its currency (ISO 4217), rounded to its cents or to `digits` decimals."""
    locale = number_locale()
    if digits is None:
        return str(numbers.format_currency(amount, currency, locale=locale))
    pattern = locale.currency_formats["standard"].pattern
    shape = pattern.replace("0.00", "0." + "0" * digits if digits else "0")
    return str(
        numbers.format_currency(amount, currency, shape, locale=locale, currency_digits=False)
    )


def percent(share: Number, digits: int = 0) -> str:
    """A share of one as a percentage."""
    shape = number_locale().percent_formats[None].pattern.replace("#,##0", f"#,##0.{'0' * digits}")
    pattern = shape if digits else None
    return str(numbers.format_percent(share, pattern, locale=number_locale()))


def date(value: dt.date | dt.datetime, style: str = "medium") -> str:
    """A day: `style` is short, medium, long (5. Jänner 2026) or full; a moment gives its house day."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(clock.house_zone()).date()
    return str(dates.format_date(value, style, locale=current_locale()))


def month(value: dt.date | dt.datetime) -> str:
    """The month a day lies in: October 2026; a moment gives that of its house day."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(clock.house_zone()).date()
    return str(dates.format_skeleton("yMMMM", value, locale=current_locale()))


def weekday(value: dt.date) -> str:
    """The name of the day: Tuesday."""
    return str(dates.format_date(value, "EEEE", locale=current_locale()))


def time(value: dt.datetime) -> str:
    """The time of day in the house, to the minute."""
    zone = clock.house_zone()
    return str(dates.format_time(value, "short", tzinfo=zone, locale=current_locale()))


def moment(value: dt.datetime, style: str = "medium") -> str:
    """Day and time in the house, to the minute; the day alone where only days are known (midnight)."""
    is_day = value.astimezone(clock.house_zone()).time() == dt.time()
    return date(value, style) if is_day else f"{date(value, style)}, {time(value)}"


def ago(value: dt.datetime, now: dt.datetime | None = None) -> str:
    """How long ago (or in how long), in words, in the largest unit that fits."""
    passed = value - (now or clock.now())
    return str(dates.format_timedelta(passed, add_direction=True, locale=current_locale()))
