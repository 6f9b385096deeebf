"""Days as people type them on the command line."""

import re
from datetime import date
from typing import Any

import click

from nahbar.site.help import named as _
from nahbar.site.help import told

SHAPES = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})"),
)
NO_DAY = _("{value} is no day. Write it as 2025-06-30 or 30.06.2025.")


class Day(click.ParamType[date]):
    """A day, year first with dashes or day first with dots. Others can be read in two ways: refused."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day that was typed."""
        day = value if isinstance(value, date) else _read(str(value).strip())
        return day or self.fail(told(NO_DAY).format(value=value), param, ctx)


def _read(typed: str) -> date | None:
    for shape in SHAPES:
        found = shape.fullmatch(typed)
        if found:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None
