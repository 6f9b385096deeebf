"""Numbers, ranges and periods as the report writes them."""

from datetime import date
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.language import current_locale
from nahbar.steering.parts import Figure

NARROW = 0.15  # a range of a share no wider than this carries a finding


def count(number: float) -> str:
    """A whole number."""
    return formats.number(round(number), 0)


def money(amount: float, currency: str) -> str:
    """An amount without its cents."""
    return formats.money(round(amount), currency, 0)


def percent(share: float) -> str:
    """A share; small ones with a decimal."""
    return formats.percent(share, 1 if 0 < share < 0.1 else 0)


def is_sure(figure: dict[str, Any]) -> bool:
    """Whether the range of a share is narrow enough to say it in a heading."""
    return bool(figure["high"] - figure["low"] <= NARROW)


def customers(number: int) -> str:
    """So many customers."""
    words = ngettext("%(count)s customer", "%(count)s customers", number)
    return words % {"count": count(number)}


def orders(number: int) -> str:
    """So many orders."""
    words = ngettext("%(count)s order", "%(count)s orders", number)
    return words % {"count": count(number)}


def from_customers(number: int) -> str:
    """What a figure rests on."""
    words = ngettext("from %(count)s customer", "from %(count)s customers", number)
    return words % {"count": count(number)}


def share_figure(label: str, found: dict[str, Any], basis: str, **more: Any) -> Figure:
    """A share with its range, unless it was counted."""
    is_counted = found["low"] == found["high"]
    return Figure(
        label,
        percent(found["value"]),
        "" if is_counted else percent(found["low"]),
        "" if is_counted else percent(found["high"]),
        basis,
        **more,
    )


def period(start: str, unit: str) -> str:
    """A year or a quarter by its first day (ISO)."""
    day = date.fromisoformat(start)
    if unit == "year":
        return str(day.year)
    number = (day.month - 1) // 3 + 1
    return _("quarter %(number)s of %(year)s") % {"number": number, "year": day.year}


def period_short(start: str, unit: str) -> str:
    """The same for an axis."""
    day = date.fromisoformat(start)
    if unit == "year":
        return str(day.year)
    return _("Q%(number)s %(year)s") % {"number": (day.month - 1) // 3 + 1, "year": day.year}


def month(number: int) -> str:
    """A month by its number, 1 … 12."""
    return str(current_locale().months["stand-alone"]["wide"][number])


def weekday(number: int) -> str:
    """A weekday by its number, Monday 1 … Sunday 7."""
    return str(current_locale().days["stand-alone"]["wide"][number - 1])


def country(code: str) -> str:
    """A country by its code."""
    locale: Locale = current_locale()
    return str(locale.territories.get(code, code))


def joined(texts: list[str]) -> str:
    """Several texts, the last one with "and"."""
    if len(texts) < 2:
        return "".join(texts)
    told = {"first": ", ".join(texts[:-1]), "last": texts[-1]}
    return _("%(first)s and %(last)s") % told
