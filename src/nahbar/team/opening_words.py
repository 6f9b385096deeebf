"""Opening hours in words."""

from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.team.models import Branch, OpeningDay, OpeningHours, Weekday
from nahbar.team.openings import OpenDay, Openings


def opening_line(opened: OpenDay | None) -> str:
    """One day: "open 08:00–12:00, 13:00–17:00", "not open: Easter Monday"; empty where nobody said."""
    if opened is None:
        return ""
    times = ", ".join(
        f"{formats.time(span.start)}–{formats.time(span.end)}" for span in opened.spans
    )
    line = _("open %(times)s") % {"times": times} if times else _("not open")
    return f"{line}: {opened.why}" if opened.why else line


def opening_today(branch: int | None, day: date) -> str:
    """The line of one day, of a branch (primary key) or the house."""
    return opening_line(Openings(day, day).of(branch, day))


def week_lines(hours: list[OpeningHours]) -> list[str]:
    """A week, days of the same hours together: "Monday – Friday: 08:00–12:00"."""
    told = {
        day: ", ".join(
            f"{one.from_time:%H:%M}–{one.until_time:%H:%M}" for one in hours if one.weekday == day
        )
        for day in Weekday
    }
    lines = []
    for times, same in groupby(Weekday, key=lambda day: told[day]):
        days = list(same)
        name = str(days[0].label)
        if len(days) > 1:
            name = f"{name} – {days[-1].label}"
        lines.append(f"{name}: {times or _('not open')}")
    return lines


def day_line(one: OpeningDay) -> str:
    """Days that are otherwise: "24 Dec: open 09:00–13:00, Christmas Eve"."""
    days = formats.date(one.first_day)
    if one.last_day != one.first_day:
        days = f"{days} – {formats.date(one.last_day)}"
    if one.from_time and one.until_time:
        times = f"{one.from_time:%H:%M}–{one.until_time:%H:%M}"
        line = _("open %(times)s") % {"times": times}
    else:
        line = _("not open")
    return f"{days}: {line}{f', {one.name}' if one.name else ''}"


def place_name(branch: Branch | None) -> str:
    """Whose hours they are."""
    return branch.name if branch else _("The whole house")
