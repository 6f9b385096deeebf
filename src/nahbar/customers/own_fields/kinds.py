"""The kinds of fields in one place: how what somebody says is read, checked and shown.

A value is kept as text that reads the same everywhere: `12.5`, `2026-03-02`, `yes`, `#17` (the choice
with this primary key), a text as it was typed. Of several choices there is a list of such texts.
Whatever cannot be meant is refused with a sentence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from babel import numbers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core import formats
from nahbar.core.language import number_locale
from nahbar.core.refusals import Refused
from nahbar.customers.models import ContactPoint
from nahbar.customers.models.own_fields import LISTED, NUMBERS, TEXTS, OwnField, OwnKind
from nahbar.customers.own_fields.days import read_day
from nahbar.customers.own_fields.numbers import plain_number, read_number
from nahbar.customers.own_fields.patterns import PATTERNS
from nahbar.customers.typed import contact, e164, on_one_line, readable_phone, several_lines

K = OwnKind
Said = str | list[str]
V = TypeVar("V", Decimal, date)

MUCH = 10_000
LONGEST = {K.TEXT: 500, K.LONG_TEXT: MUCH, K.LINK: 500, K.MAIL: 254, K.PHONE: 60}
LARGEST = Decimal(10**12)
MOST_CHOICES = 100  # of one customer in one field
YES = frozenset({"yes", "ja", "true", "wahr", "1", "x", "j", "y", "on"})
NO = frozenset({"no", "nein", "false", "falsch", "0", "n", "off"})
BY_NUMBER = re.compile(r"#([0-9]{1,18})")
PARTED = re.compile(r"[;|\n]+")
DIALLED = re.compile(r"[0-9+][0-9 ()/.\-–]{3,58}[0-9)]")

YES_NO_WORDS: dict[str, Promise] = {"yes": lazy("yes"), "no": lazy("no")}


class Words(Protocol):
    """The choices of a field's list."""

    def find(self, text: str) -> int | None:
        """The choice that is meant by its word or by `#` and its key; None where there is none.

        Raises Refused (`choice_retired`).
        """

    def called(self, choice: int) -> str:
        """Its name; empty where there is none."""


@dataclass(frozen=True)
class Manner:
    """How whoever speaks writes numbers, and in which country they dial."""

    country: str = "AT"
    comma: bool = True


def read(field: OwnField, raw: object, *, words: Words, manner: Manner) -> Said:
    """What was said, as it is kept; empty for nothing. Raises Refused with what is wrong about it.

    Takes what forms send (texts, lists of texts) and what machines send (numbers, days, truth).
    """
    if field.kind == K.CHOICES:
        return _several(raw, words)
    if isinstance(raw, int | Decimal) and field.kind in NUMBERS:
        manner = Manner(manner.country, comma=False)  # machines write a point, whoever speaks
    typed = _as_text(raw)
    typed = several_lines(typed, MUCH) if field.kind == K.LONG_TEXT else on_one_line(typed)
    if not typed:
        return ""
    if field.kind == K.CHOICE:
        return _chosen(typed, words)
    said = READERS[OwnKind(field.kind)](typed, manner)
    check(field, said)
    return said


def check(field: OwnField, said: str) -> None:
    """Hold a value against its field's bounds. Raises Refused."""
    if field.kind in NUMBERS:
        _bounded(field, Decimal(said), Decimal, lambda bound: formats.number(Decimal(bound)))
    elif field.kind == K.DATE:
        day = date.fromisoformat
        _bounded(field, day(said), day, lambda bound: formats.date(day(bound)))
    elif field.kind in TEXTS:
        longest = min(field.longest or LONGEST[OwnKind(field.kind)], LONGEST[OwnKind(field.kind)])
        if len(said) > longest:
            sentence = _("This is too long: there is room for %(longest)d characters.")
            raise Refused("too_long", sentence % {"longest": longest})
        pattern = PATTERNS.get(field.pattern)
        if pattern and field.kind == K.TEXT and not pattern.fits(said):
            raise Refused("not_of_this_form", _("This must be %(form)s.") % {"form": pattern.name})


def show(field: OwnField, said: Said, *, words: Words | None = None) -> str:
    """A value as the reader's country writes it."""
    if isinstance(said, list):
        return ", ".join(filter(None, (show(field, one, words=words) for one in said)))
    shown = SHOWN.get(OwnKind(field.kind))
    try:
        return shown(field, said, words) if said and shown else said
    except (ValueError, ArithmeticError):  # said when the field was of another kind
        return said


def as_typed(field: OwnField, said: Said) -> Said:
    """A value as it stands in a form: as `show`, without grouping; days and choices as they are kept."""
    if field.kind in NUMBERS and isinstance(said, str) and _is_number(said):
        return said.replace(".", numbers.get_decimal_symbol(number_locale()))
    return said


def chosen_in(said: Said) -> list[int]:
    """The choices (primary keys) that a value names."""
    texts = said if isinstance(said, list) else [said]
    return [int(found[1]) for text in texts if (found := BY_NUMBER.fullmatch(text))]


def url_of(field: OwnField, said: Said) -> str:
    """Where a tap on the value leads; nowhere for what is no address."""
    if not isinstance(said, str):
        return ""
    if field.kind == K.MAIL and "@" in said:
        return f"mailto:{said}"
    if field.kind == K.PHONE and said.startswith("+"):
        return f"tel:{said}"
    is_link = field.kind == K.LINK and said.lower().startswith(("http://", "https://"))
    return said if is_link else ""


def _as_text(raw: object) -> str:
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, float):
        raise Refused("no_exact_number", _("A number must be sent as text or as a whole number."))
    if isinstance(raw, Decimal):
        return format(raw, "f")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, Mapping) or (isinstance(raw, Sequence) and not isinstance(raw, str)):
        raise Refused("one_value", _("There is room for one value here."))
    return str(raw)


def _text(typed: str, manner: Manner) -> str:
    return typed


def _whole(typed: str, manner: Manner) -> str:
    said = _decimal(typed, manner)
    if "." in said:
        raise Refused("no_whole_number", _("“%(value)s” is no whole number.") % _told(typed))
    return said


def _decimal(typed: str, manner: Manner) -> str:
    number = read_number(typed, comma=manner.comma)
    if number is None:
        raise Refused("no_number", _("“%(value)s” is no number.") % _told(typed))
    if abs(number) >= LARGEST:
        raise Refused("number_too_large", _("Numbers of this size are not kept."))
    return plain_number(number)


def _day(typed: str, manner: Manner) -> str:
    day = read_day(typed)
    if day is None:
        raise Refused(
            "no_date", _("“%(value)s” is no date. Write it like 31.12.2026.") % _told(typed)
        )
    return day.isoformat()


def _yes_no(typed: str, manner: Manner) -> str:
    word = typed.casefold()
    if word in YES or word in NO:
        return "yes" if word in YES else "no"
    raise Refused("no_yes_or_no", _("“%(value)s” is neither yes nor no.") % _told(typed))


def _link(typed: str, manner: Manner) -> str:
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        is_link = parts.scheme.lower() in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        is_link = False
    if not is_link or " " in address or '"' in address or "@" in parts.netloc:
        raise Refused("no_link", _("“%(value)s” is no link to a page.") % _told(typed))
    return address


def _mail(typed: str, manner: Manner) -> str:
    return contact(ContactPoint.Kind.EMAIL, typed, manner.country)[0]


def _phone(typed: str, manner: Manner) -> str:
    number = e164(typed, manner.country)
    if not number and not DIALLED.fullmatch(typed):
        raise Refused("no_phone", _("“%(value)s” is no telephone number.") % _told(typed))
    return number or typed


READERS: dict[OwnKind, Callable[[str, Manner], str]] = {
    K.TEXT: _text,
    K.LONG_TEXT: _text,
    K.WHOLE: _whole,
    K.DECIMAL: _decimal,
    K.MONEY: _decimal,
    K.DATE: _day,
    K.YES_NO: _yes_no,
    K.LINK: _link,
    K.MAIL: _mail,
    K.PHONE: _phone,
}


def _chosen(typed: str, words: Words) -> str:
    choice = words.find(typed)
    if choice is None:
        raise Refused("choice_unknown", _("“%(value)s” is not in the list.") % _told(typed))
    return f"#{choice}"


def _several(raw: object, words: Words) -> list[str]:
    said = raw if isinstance(raw, list | tuple) else PARTED.split(_as_text(raw))
    typed = [on_one_line(_as_text(one)) for one in said]
    chosen = list(dict.fromkeys(_chosen(one, words) for one in typed if one))
    if len(chosen) > MOST_CHOICES:
        raise Refused("too_many_choices", _("This is more than anybody would read."))
    return chosen


def _bounded(
    field: OwnField, value: V, parse: Callable[[str], V], shown: Callable[[str], str]
) -> None:
    if field.least and value < parse(field.least):
        raise Refused(
            "too_small", _("This must be at least %(bound)s.") % {"bound": shown(field.least)}
        )
    if field.most and value > parse(field.most):
        raise Refused(
            "too_large", _("This may be %(bound)s at most.") % {"bound": shown(field.most)}
        )


def _is_number(said: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", said) is not None


def _told(typed: str) -> dict[str, str]:
    return {"value": typed[:60]}


def _money(field: OwnField, said: str, words: Words | None) -> str:
    amount = Decimal(said)
    digits = max(2, -int(amount.normalize().as_tuple().exponent))
    return formats.money(amount, field.currency or "EUR", digits)


def _called(field: OwnField, said: str, words: Words | None) -> str:
    found = BY_NUMBER.fullmatch(said)
    return words.called(int(found[1])) if words and found else said


SHOWN: dict[OwnKind, Callable[[OwnField, str, Words | None], str]] = {
    **dict.fromkeys((K.WHOLE, K.DECIMAL), lambda field, said, words: formats.number(Decimal(said))),
    K.MONEY: _money,
    K.DATE: lambda field, said, words: formats.date(date.fromisoformat(said)),
    K.YES_NO: lambda field, said, words: str(YES_NO_WORDS.get(said, said)),
    K.PHONE: lambda field, said, words: readable_phone(said),
    **dict.fromkeys(LISTED, _called),
}
