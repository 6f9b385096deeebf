"""Figures, their movement and goals in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.figures import FigureKind, Reading, Unit
from nahbar.measures.comparing import Movement, Reach, Verdict

WHOLE_FROM = 100  # from this amount on cents say nothing

VERDICTS: dict[Verdict, Promise] = {
    Verdict.MOVED: lazy("moved clearly"),
    Verdict.WITHIN: lazy("within the range"),
    Verdict.NO_RANGE: lazy("moved, without a range"),
    Verdict.NO_NEWER: lazy("no newer figure"),
    Verdict.NOT_COMPARABLE: lazy("not comparable"),
    Verdict.GONE: lazy("no figure at present"),
}
REACHES: dict[Reach, Promise] = {
    Reach.REACHED: lazy("reached"),
    Reach.REACHED_WITHIN_RANGE: lazy("reached, but within the range"),
    Reach.UNDER_WAY: lazy("on the way"),
    Reach.NOT_BEGUN: lazy("not nearer yet"),
    Reach.UNKNOWN: lazy("cannot be said"),
}


@dataclass(frozen=True)
class Shown:
    """A reading as texts: the value, its range, and what it rests on."""

    value: str
    range: str
    basis: str


def shown(reading: Reading, kind: FigureKind) -> Shown:
    """A reading, ready to be read."""
    told = {"basis": kind.rests_on(reading.count), "date": formats.date(reading.as_of)}
    basis = _("%(basis)s, as of %(date)s") % told
    return Shown(
        amount(reading.value, kind.unit, reading.currency), range_of(reading, kind.unit), basis
    )


def range_of(reading: Reading, unit: str) -> str:
    """Between what the figure lies; nothing for what was counted."""
    if reading.low is None or reading.high is None:
        return _("no range is known")
    if reading.low == reading.high:
        return ""
    ends = {
        "low": amount(reading.low, unit, reading.currency),
        "high": amount(reading.high, unit, reading.currency),
    }
    return _("between %(low)s and %(high)s") % ends


def amount(value: Decimal, unit: str, currency: str) -> str:
    """A value with its unit."""
    if unit == Unit.MONEY:
        digits = 0 if abs(value) >= WHOLE_FROM or value == value.to_integral_value() else None
        return formats.money(value, currency, digits)
    if unit == Unit.SHARE:
        return formats.percent(value, 1)
    text = formats.number(value, 0 if value == value.to_integral_value() else 1)
    if unit == Unit.DAYS:
        return ngettext("%(days)s day", "%(days)s days", round(value)) % {"days": text}
    return text


def difference(value: Decimal, unit: str, currency: str) -> str:
    """A change with its sign; of a share in percentage points."""
    sign = "+" if value > 0 else ""
    if unit == Unit.SHARE:
        points = formats.number(value * 100, 1)
        return _("%(points)s percentage points") % {"points": sign + points}
    return sign + amount(value, unit, currency)


def movement(moved: Movement, unit: str, currency: str) -> str:
    """What happened to a figure, as far as it can honestly be said."""
    told = {"change": difference(moved.change, unit, currency)}
    if moved.low is not None and moved.high is not None:
        told["low"] = difference(moved.low, unit, currency)
        told["high"] = difference(moved.high, unit, currency)
    is_exact = moved.low == moved.high
    sentences: dict[Verdict, str] = {
        Verdict.MOVED: _("Changed by %(change)s.")
        if is_exact
        else _("Changed by %(change)s, in truth between %(low)s and %(high)s."),
        Verdict.WITHIN: _("It has not changed.")
        if is_exact
        else _("Changed by %(change)s; between %(low)s and %(high)s is possible, so it may be chance."),
        Verdict.NO_RANGE: _("Changed by %(change)s; without a range nobody can say whether it is chance."),
        Verdict.NO_NEWER: _("It has not been reckoned for a later day yet."),
        Verdict.NOT_COMPARABLE: _("It is reckoned by other rules since then; the two cannot be compared."),
        Verdict.GONE: _("At present there is no such figure."),
    }  # fmt: skip
    return sentences[moved.verdict] % told
