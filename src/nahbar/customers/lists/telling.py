"""A fact's values as people read them."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from babel import dates
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.facts import Fact, FactKind
from nahbar.core.language import current_locale
from nahbar.core.money import from_micros

EPOCH = date(1970, 1, 1)
WIDEST = 60  # characters of a value that a row has room for
LEAP = 2024  # a year in which every day of the year occurs


def unit_of(fact: Fact) -> str:
    """The currency of an amount, or the word behind a number."""
    return fact.unit() if callable(fact.unit) else fact.unit


def say(
    fact: Fact, value: int | str, names: dict[int, str] | None = None, unit: str | None = None
) -> str:
    """One value, as the reader's country writes it; with the options and the unit, where they are at hand."""
    if isinstance(value, str):
        return value
    if fact.kind in {FactKind.CHOICE, FactKind.CHOICES}:
        known = dict(fact.options() if fact.options else ()) if names is None else names
        return known.get(value, "")
    if fact.kind == FactKind.YES:
        return _("yes")
    if fact.kind == FactKind.DAY:
        return formats.date(EPOCH + timedelta(days=value))
    if fact.kind == FactKind.DAY_OF_YEAR:
        day = date(LEAP, value // 100, value % 100)
        return str(dates.format_skeleton("MMMMd", day, locale=current_locale()))
    return _number(fact, value, unit_of(fact) if unit is None else unit)


def values_said(fact: Fact, customers: Iterable[int]) -> dict[int, str]:
    """What a fact says of each of these customers, read from its tables. A query or two."""
    ids = np.unique(np.fromiter(customers, dtype=np.int64))
    if not ids.size:
        return {}
    names, unit = dict(fact.options()) if fact.options else {}, unit_of(fact)
    said: dict[int, list[str]] = {}
    for customer, value in fact.of(ids).select("customer", "value").drop_nulls().iter_rows():
        said.setdefault(customer, []).append(say(fact, value, names, unit))
    return {customer: ", ".join(sorted(filter(None, all_of))) for customer, all_of in said.items()}


def _number(fact: Fact, value: int, unit: str) -> str:
    number = _plain(from_micros(value)) if fact.is_exact else Decimal(value)
    if fact.kind == FactKind.MONEY and unit:
        return formats.money(number, unit, 0 if abs(number) >= 1_000 else None)
    return f"{formats.number(number)} {unit}".strip()


def _plain(number: Decimal) -> Decimal:
    """Without zeros behind the point."""
    is_whole = number == number.to_integral_value()
    return number.quantize(Decimal(1)) if is_whole else number.normalize()
