"""What becomes of a cell, as the reader's language and country write it."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from babel import dates
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.core import formats
from nahbar.core.language import current_locale
from nahbar.customers.models.customer import Kind, Salutation, Stage
from nahbar.customers.own_fields.kinds import YES_NO_WORDS
from nahbar.intake.mapping import PreviewCell, ValueType, field_of

ORDER_KINDS: dict[str, str | Promise] = {
    "order": _("order"),
    "cancellation": _("cancellation"),
    "return": _("return"),
    "take_back": _("taking back"),
    "complaint": _("complaint"),
}
MOODS: dict[int, str | Promise] = {
    -2: _("upset"),
    -1: _("dissatisfied"),
    0: _("neutral"),
    1: _("content"),
    2: _("delighted"),
}


def shown_value(kind: str, cell: PreviewCell) -> str:
    """The value of a cell; a dash where it has none."""
    if cell.value is None or cell.field is None:
        return "–"
    type_of_value = field_of(kind, cell.field).type
    return _of_type(type_of_value, cell.value) or _plain(cell.value)


def _of_type(type_of_value: ValueType, value: Any) -> str:
    match type_of_value:
        case ValueType.ORDER_KIND:
            return str(ORDER_KINDS.get(value, value))
        case ValueType.MOOD:
            return str(MOODS.get(value, value))
        case ValueType.SALUTATION:
            return str(dict(Salutation.choices).get(value, value))
        case ValueType.PERSON_KIND:
            return str(dict(Kind.choices).get(value, value))
        case ValueType.STAGE:
            return str(dict(Stage.choices).get(value, value))
        case ValueType.COUNTRY:
            return str(current_locale().territories.get(value, value))
        case ValueType.LANGUAGE:
            return str(current_locale().languages.get(value.split("-")[0], value))
        case ValueType.YES_NO:
            return str(YES_NO_WORDS.get(value, value))
        case ValueType.MONEY:
            return formats.number(value, max(2, -int(value.normalize().as_tuple().exponent)))
        case _:
            return ""


def _plain(value: Any) -> str:
    match value:
        case list():
            return ", ".join(map(str, value)) or "–"
        case Decimal():
            return formats.number(value.normalize() + 0)
        case datetime():
            clock = value.time()
            return formats.date(value.date()) + (f", {_clock(clock)}" if clock != time() else "")
        case date():
            return formats.date(value)
        case time():
            return _clock(value)
        case _:
            return str(value)


def _clock(value: time) -> str:
    return str(dates.format_time(value, "short", locale=current_locale()))
