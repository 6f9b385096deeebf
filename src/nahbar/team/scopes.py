"""How far somebody's eyes reach: the whole house, some branches, or the customers they care for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nahbar.core import clock
from nahbar.core.access import Actor, Role
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.team.models import Absence, Scope, ScopeKind


@dataclass(frozen=True)
class Reach:
    """Whose customers somebody sees: all, or those of these branches and of these colleagues."""

    is_whole: bool = False
    branches: frozenset[int] = frozenset()
    carers: frozenset[int] = frozenset()


WHOLE = Reach(is_whole=True)


def reach_of(by: By) -> Reach:
    """How far `by` sees today. Owners see all, and so does the house itself.

    One query for each person loaded, two more where the scope is narrow. What is once read holds
    for as long as the loaded person does: for one request, one command, one task.
    """
    if not isinstance(by, User) or by.role == Role.OWNER:
        return WHOLE
    scope: Scope | None = getattr(by, "scope", None)
    if scope is None or scope.kind == ScopeKind.HOUSE:
        return WHOLE
    known: Reach | None = scope.__dict__.get("_reach")
    if known is None:
        known = scope.__dict__["_reach"] = _narrow(scope, by)
    return known


def sees_the_house(by: Actor) -> bool:
    """Whether somebody may be told of the house as a whole: its figures, its findings, its files."""
    return not isinstance(by, User) or reach_of(by).is_whole


def stood_in_for(person: User, day: date) -> frozenset[int]:
    """For whom (primary keys) somebody acts on this day; a stand-in who is away passes it on."""
    today = Absence.objects.filter(first_day__lte=day, last_day__gte=day)
    # The one that began first is written last, and holds: as `Attendance.absence` has it.
    away = dict(today.order_by("-first_day", "-id").values_list("person_id", "stand_in_id"))
    return frozenset(absent for absent in away if _who_acts(absent, away) == person.pk)


def _who_acts(absent: int, away: Mapping[int, int | None]) -> int | None:
    seen: set[int] = set()
    who: int | None = absent
    while who is not None and who in away and who not in seen:
        seen.add(who)
        who = away[who]
    return None if who in seen else who


def _narrow(scope: Scope, person: User) -> Reach:
    branches: frozenset[int] = frozenset()
    if scope.kind == ScopeKind.BRANCHES:
        branches = frozenset(scope.branches.values_list("pk", flat=True))
    return Reach(branches=branches, carers=stood_in_for(person, clock.today()) | {person.pk})
