"""Profiles of columns as JSON, so that a column's evidence is at hand when a person corrects it."""

from collections import Counter
from dataclasses import fields
from typing import Any

from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.tables import TableProfile


def profile_as_json(profile: TableProfile) -> dict[str, Any]:
    """A table's profile as plain values."""
    return {
        "columns": {name: _plain(column) for name, column in profile.columns.items()},
        "signs": [[*key, count] for key, count in profile.signs.items()],
        "signs_else": [[*key, count] for key, count in profile.signs_else.items()],
        "several": [[*key, count] for key, count in profile.several.items()],
        "same": [[*key, count] for key, count in profile.same.items()],
    }


def profile_from_json(stored: dict[str, Any]) -> TableProfile:
    """The profile that was stored."""
    columns = {name: _column(values) for name, values in stored["columns"].items()}
    signs, signs_else = _signs(stored["signs"]), _signs(stored["signs_else"])
    several, same = _pairs(stored.get("several", [])), _pairs(stored.get("same", []))
    return TableProfile(columns, signs, signs_else, several, same)


def _plain(column: ColumnProfile) -> dict[str, Any]:
    # dataclasses.asdict would rebuild each Counter from pairs and count those instead
    values = {field.name: getattr(column, field.name) for field in fields(column)}
    return {n: dict(v) if isinstance(v, Counter) else v for n, v in values.items()}


def _column(values: dict[str, Any]) -> ColumnProfile:
    held: dict[str, Any] = {n: Counter(v) if isinstance(v, dict) else v for n, v in values.items()}
    return ColumnProfile(**held)


def _signs(rows: list[list[Any]]) -> Counter[tuple[str, str, str]]:
    return Counter({(keys, numbers, prefix): count for keys, numbers, prefix, count in rows})


def _pairs(rows: list[list[Any]]) -> Counter[tuple[str, str]]:
    return Counter({(keys, numbers): count for keys, numbers, count in rows})
