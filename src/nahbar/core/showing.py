"""What is held, laid out as words for people and as plain values for machines, from the same rows."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.holdings import Shown

Column = tuple[str, str | Promise]


def laid_out(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> Shown:
    """Rows by the names of `columns` (name, heading); columns that say nothing anywhere are left out of the words."""
    found = [dict(row) for row in rows]
    said = [(name, head) for name, head in columns if any(_says(row.get(name)) for row in found)]
    return Shown(
        [str(head) for _name, head in said],
        [[_in_words(row.get(name)) for name, _head in said] for row in found],
        [{name: as_plain(row.get(name)) for name, _head in columns} for row in found],
    )


def rows_of(
    found: Iterable[models.Model], columns: Sequence[str], **named: str
) -> list[dict[str, Any]]:
    """Objects as rows: choices by their label, people by their name. `named`: a column's own path."""
    return [{name: _value(one, named.get(name, name)) for name in columns} for one in found]


def as_plain(value: Any) -> Any:
    """A value as JSON has it: times and amounts as texts, mappings and lists through and through."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): as_plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _value(one: Any, path: str) -> Any:
    for name in path.split("__"):
        shown = getattr(one, f"get_{name}_display", None)
        one = shown() if callable(shown) else getattr(one, name, None)
        if one is None:
            return None
    return str(one) if isinstance(one, models.Model | uuid.UUID | Promise) else one


def _says(value: Any) -> bool:
    return value not in (None, "", [], {})


def _in_words(value: Any) -> str:
    if not _says(value):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.date(value)
    if isinstance(value, int | float | Decimal):
        return formats.number(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_inside(one)}" for name, one in value.items() if _says(one))
    if isinstance(value, list | tuple | set):
        return ", ".join(_in_words(one) for one in value)
    return str(value)


def _inside(value: Any) -> str:
    """Within what a source said, numbers are years and keys as often as amounts: they stay as they are."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return str(value) if is_number else _in_words(value)
