"""What a condition asks of the values of a fact: read from what was typed, tested, told in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from nahbar.core import clock, formats
from nahbar.core.facts import Fact, FactKind
from nahbar.core.folding import fold
from nahbar.core.money import MICROS, to_micros
from nahbar.core.refusals import Refused
from nahbar.customers.lists.filters import Condition, How
from nahbar.customers.lists.house import House, Mask
from nahbar.customers.lists.parts import Part
from nahbar.customers.lists.telling import say
from nahbar.customers.own_fields.days import read_day
from nahbar.customers.own_fields.numbers import plain_number, read_number
from nahbar.customers.places import place_of, places_near
from nahbar.team.queries import house_country

K = FactKind
EPOCH = date(1970, 1, 1)
FURTHEST = 40_000  # days back or ahead
BARE = (How.FILLED, How.EMPTY)
HOWS: dict[FactKind, tuple[How, ...]] = {
    K.CHOICE: (How.IS, How.IS_NOT, *BARE),
    K.CHOICES: (How.IS, How.IS_NOT, *BARE),
    K.NUMBER: (How.BETWEEN, How.IS, *BARE),
    K.MONEY: (How.BETWEEN, How.IS, *BARE),
    K.DAY: (How.LAST, How.BEFORE, How.NEXT, How.BETWEEN, *BARE),
    K.DAY_OF_YEAR: (How.NEXT, *BARE),
    K.YES: (How.FILLED, How.EMPTY),
    K.TEXT: (How.CONTAINS, How.BEGINS, How.IS, *BARE),
}
WORDS = {
    How.IS: lazy("is"),
    How.IS_NOT: lazy("is not"),
    How.CONTAINS: lazy("contains"),
    How.BEGINS: lazy("begins with"),
    How.BETWEEN: lazy("is between"),
    How.LAST: lazy("in the last … days"),
    How.BEFORE: lazy("longer ago than … days"),
    How.NEXT: lazy("in the next … days"),
    How.NEAR: lazy("lies within … km of"),
    How.FILLED: lazy("is known"),
    How.EMPTY: lazy("is not known"),
}
YES_WORDS = {How.FILLED: lazy("yes"), How.EMPTY: lazy("no")}
IN_DAYS = (How.LAST, How.BEFORE, How.NEXT)


@dataclass(frozen=True)
class Meant:
    """A condition that was understood: who meets it, and how it reads."""

    condition: Condition
    fact: Fact
    test: Callable[[Part], Mask]
    words: str

    def of(self, house: House) -> Mask:
        """Who meets it."""
        if self.condition.how in {How.EMPTY, How.IS_NOT}:
            return house.everyone & ~house.where(self.fact, self.test)
        return house.where(self.fact, self.test)


def hows_of(fact: Fact) -> list[tuple[str, str]]:
    """The comparisons that fit a fact, in words."""
    words = WORDS | YES_WORDS if fact.kind == K.YES else WORDS
    return [(how.value, str(words[how])) for how in _hows(fact)]


def typed(fact: Fact, how: str, values: list[str], to: str) -> Condition:
    """A condition from what a form sent, in the reader's numbers and days. Raises Refused."""
    known = [one for one in _hows(fact) if one == how]
    chosen = known[0] if known else HOWS[fact.kind][0]
    if chosen == How.NEAR:
        centre = values[0].strip() if values else ""
        return Condition(fact.key, chosen, str(_days(to)), centre)
    if chosen in BARE:
        return Condition(fact.key, chosen)
    if chosen in IN_DAYS:
        return Condition(fact.key, chosen, str(_days(values[0] if values else "")))
    if fact.kind in {K.CHOICE, K.CHOICES}:
        codes = sorted({int(one) for one in values if one.isascii() and one.isdecimal()})
        if not codes:
            raise Refused("value_missing", _("Choose at least one value."))
        return Condition(fact.key, chosen, ",".join(map(str, codes)))
    value, end = (_read(fact, text.strip()) for text in (values[0] if values else "", to))
    if not value and not (chosen == How.BETWEEN and end):
        raise Refused("value_missing", _("Write what to look for."))
    return Condition(fact.key, chosen, value, end if chosen == How.BETWEEN else "")


def meant(condition: Condition, fact: Fact) -> Meant:
    """What the condition asks of this fact. Raises Refused (`value_not_understood`)."""
    if condition.how not in _hows(fact):
        raise _wrong(fact)
    try:
        test, words = _test(condition, fact)
    except (ValueError, InvalidOperation, OverflowError):
        raise _wrong(fact) from None
    return Meant(condition, fact, test, words)


def _test(condition: Condition, fact: Fact) -> tuple[Callable[[Part], Mask], str]:
    how = condition.how
    if how in BARE:
        words = (YES_WORDS if fact.kind == K.YES else WORDS)[how]
        return _any, f"{fact.label}: {words}"
    if fact.kind in {K.CHOICE, K.CHOICES}:
        codes = np.array([int(one) for one in condition.value.split(",")], dtype=np.int64)
        named = dict(fact.options() if fact.options else ())
        said = _(" or ").join(named.get(int(code), _("(no longer there)")) for code in codes)
        is_not = f"{WORDS[How.IS_NOT]} " if how == How.IS_NOT else ""
        return lambda part: np.isin(part.values, codes), f"{fact.label}: {is_not}{said}"
    if how == How.NEAR:
        return _near(condition, fact)
    if fact.kind == K.TEXT:
        return _texts(how, fold(condition.value)), f"{fact.label} {WORDS[how]} “{condition.value}”"
    if how in IN_DAYS:
        return _in_days(fact, how, _days(condition.value))
    return _between(condition, fact)


def _any(part: Part) -> Mask:
    return np.ones(part.values.size, dtype=np.bool_)


def _texts(how: How, wanted: str) -> Callable[[Part], Mask]:
    def test(part: Part) -> Mask:
        if part.folded is None or not wanted:
            return np.zeros(part.values.size, dtype=np.bool_)
        found: pl.Series = {
            How.CONTAINS: lambda: part.folded.str.contains(wanted, literal=True),
            How.BEGINS: lambda: part.folded.str.starts_with(wanted),
            How.IS: lambda: part.folded == wanted,
        }[how]()
        meets: Mask = found.to_numpy().astype(np.bool_)[part.values]
        return meets

    return test


def _near(condition: Condition, fact: Fact) -> tuple[Callable[[Part], Mask], str]:
    here = house_country()
    centre = place_of(condition.to, here)
    if centre is None:
        sentence = _("Where “%(place)s” lies is not known, or several places are called so.")
        raise Refused("place_unknown", sentence % {"place": condition.to})
    names = list(places_near(centre, _days(condition.value), here))

    def test(part: Part) -> Mask:
        if part.folded is None:
            return np.zeros(part.values.size, dtype=np.bool_)
        meets: Mask = part.folded.is_in(names).to_numpy().astype(np.bool_)[part.values]
        return meets

    told = {"what": fact.label, "km": condition.value, "place": centre.name}
    return test, _("%(what)s: within %(km)s km of %(place)s") % told


def _hows(fact: Fact) -> tuple[How, ...]:
    return (*HOWS[fact.kind], How.NEAR) if fact.is_place else HOWS[fact.kind]


def _in_days(fact: Fact, how: How, days: int) -> tuple[Callable[[Part], Mask], str]:
    today = clock.today()
    told = {"what": fact.label, "days": formats.number(days)}
    if fact.kind == K.DAY_OF_YEAR:
        codes = np.array(sorted(_days_of_year(today, days)), dtype=np.int64)
        words = ngettext(
            "%(what)s in the next %(days)s day", "%(what)s in the next %(days)s days", days
        )
        return lambda part: np.isin(part.values, codes), words % told
    now = (today - EPOCH).days
    if how == How.BEFORE:
        words = ngettext(
            "%(what)s longer ago than %(days)s day", "%(what)s longer ago than %(days)s days", days
        )
        words = words if days else _("%(what)s before today")
        return lambda part: part.values < now - days, words % told
    if how == How.LAST:
        words = ngettext(
            "%(what)s in the last %(days)s day", "%(what)s in the last %(days)s days", days
        )
        return lambda part: (part.values >= now - days) & (part.values <= now), words % told
    words = ngettext(
        "%(what)s in the next %(days)s day", "%(what)s in the next %(days)s days", days
    )
    return lambda part: (part.values >= now) & (part.values <= now + days), words % told


def _days_of_year(today: date, days: int) -> set[int]:
    ahead = (today + timedelta(days=step) for step in range(min(days, 366) + 1))
    codes = {day.month * 100 + day.day for day in ahead}
    return codes | {229} if 228 in codes else codes  # who was born on the 29th is not left out


def _between(condition: Condition, fact: Fact) -> tuple[Callable[[Part], Mask], str]:
    least = _as_number(fact, condition.value) if condition.value else None
    if condition.how == How.IS:
        if least is None:
            raise ValueError("no value")
        return lambda part: part.values == least, f"{fact.label}: {say(fact, least)}"
    most = _as_number(fact, condition.to) if condition.to else None
    if least is None and most is None:
        raise ValueError("no bound")
    low = np.iinfo(np.int64).min + 1 if least is None else least
    high = np.iinfo(np.int64).max if most is None else most
    if most is None:
        words = _("%(what)s: from %(least)s")
    else:
        words = (
            _("%(what)s: up to %(most)s") if least is None else _("%(what)s: %(least)s to %(most)s")
        )
    told = {
        "what": fact.label,
        "least": "" if least is None else say(fact, least),
        "most": "" if most is None else say(fact, most),
    }
    return lambda part: (part.values >= low) & (part.values <= high), words % told


def _as_number(fact: Fact, text: str) -> int:
    if fact.kind == K.DAY:
        return (date.fromisoformat(text) - EPOCH).days
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    if fact.is_exact:
        return to_micros(number)
    return int(number.to_integral_value())


def _read(fact: Fact, text: str) -> str:
    """What was typed, as conditions hold it."""
    if not text or fact.kind == K.TEXT:
        return text
    if fact.kind == K.DAY:
        day = read_day(text)
        if day is None:
            raise Refused(
                "no_date", _("“%(value)s” is no date. Write it like 31.12.2026.") % {"value": text}
            )
        return day.isoformat()
    number = read_number(text, comma=formats.number(Decimal("0.5"))[1] == ",")
    if number is None or abs(number) >= Decimal(2**62) / MICROS:
        raise Refused("no_number", _("“%(value)s” is no number.") % {"value": text})
    return plain_number(number)


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text.strip()) or int(text) > FURTHEST:
        raise Refused("no_days", _("Write a whole number here."))
    return int(text)


def _wrong(fact: Fact) -> Refused:
    sentence = _("The condition on “%(what)s” cannot be read.")
    return Refused("value_not_understood", sentence % {"what": fact.label})
