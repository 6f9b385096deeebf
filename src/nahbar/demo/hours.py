"""When the nine of the demo firm are there, and who of them is on holiday these days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.insight.synth.team import (
    ADVISER,
    BRANCHES,
    FOREMAN,
    MANAGER,
    OWNER,
    PARTS,
    PEOPLE,
    RECEPTION,
    SECOND_ADVISER,
    SECOND_SELLER,
    SELLER,
)
from nahbar.team.models import Absence, Branch
from nahbar.team.operations.hours import Shift, record_absence, set_hours

WEEK, WEEKEND = (1, 2, 3, 4, 5), (6,)
# Who: on which weekdays, before and after lunch, in hours of the clock.
HOURS: dict[int, tuple[tuple[Sequence[int], tuple[tuple[float, float], ...]], ...]] = {
    OWNER: ((WEEK, ((8.5, 12.5), (13.5, 17.5))), (WEEKEND, ((9, 12),))),
    SELLER: (((2, 3, 4, 5), ((9, 12.5), (13.5, 18))), (WEEKEND, ((9, 13),))),
    SECOND_SELLER: ((WEEK, ((9, 13), (14, 18))), (WEEKEND, ((9, 13),))),
    ADVISER: ((WEEK, ((7.5, 12), (12.5, 16.5))),),
    RECEPTION: (((1, 2, 3, 4), ((7.5, 13), (13.5, 17))), ((5,), ((7.5, 13),))),
    MANAGER: ((WEEK, ((8, 12), (13, 17.5))), (WEEKEND, ((9, 12),))),
    SECOND_ADVISER: ((WEEK, ((7.5, 12), (13, 17))),),
    FOREMAN: ((WEEK, ((7, 12), (12.5, 16))),),
    PARTS: ((WEEK, ((8, 12), (13, 17))),),
}
AWAY = (timedelta(days=2), timedelta(days=4))  # since when, and for how long still
Staff = dict[int, User]


def settle_hours(staff: Staff, today: date, *, by: By, at: datetime) -> None:
    """Their weeks; and the old seller is on holiday, for whom the owner stands in herself."""
    branches = {name: Branch.objects.get(name=name) for name in BRANCHES}
    for employee, person in staff.items():
        branch = branches[PEOPLE[employee][2]]
        shifts = [
            Shift(weekday, _clock(start), _clock(end), branch)
            for weekdays, spans in HOURS[employee]
            for weekday in weekdays
            for start, end in spans
        ]
        set_hours(person, shifts, by=by, at=at)
    since, still = AWAY
    away = {
        "first_day": today - since,
        "last_day": today + still,
        "kind": Absence.Kind.HOLIDAY,
        "stand_in": staff[OWNER],
    }
    record_absence(staff[SELLER], away, by=by, at=at)


def _clock(hours: float) -> time:
    return time(int(hours), int(hours % 1 * 60))
