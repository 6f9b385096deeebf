"""Saying when somebody is there: the hours of their week, and the days on which they are away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import clock
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.team.models import Absence, Branch, WorkingHours

ABSENCE_FIELDS = ("first_day", "last_day", "kind", "stand_in")
FARTHEST = timedelta(days=5 * 366)  # a year beyond that was typed wrongly


@dataclass(frozen=True)
class Shift:
    """A stretch of one weekday (ISO: 1 Monday … 7 Sunday)."""

    weekday: int
    from_time: time
    until_time: time
    branch: Branch | None = None

    def __str__(self) -> str:
        return f"{self.weekday} {self.from_time:%H:%M}-{self.until_time:%H:%M} {self.branch or ''}".strip()


def demand_to_arrange(by: By, person: User) -> None:
    """Raise NotAllowed unless `by` may say when the person is there: their own, or as who leads."""
    is_own = isinstance(by, User) and by.pk == person.pk
    demand(by, Ability.KEEP_AGENDA if is_own else Ability.LEAD_TEAM)


@transaction.atomic
def set_hours(person: User, shifts: Sequence[Shift], *, by: By, at: datetime) -> list[WorkingHours]:
    """From now on these are the person's hours. Raises Refused (`ends_before_start`, `hours_overlap`)."""
    demand_to_arrange(by, person)
    ordered = sorted(shifts, key=lambda one: (one.weekday, one.from_time))
    _check(ordered)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    known = list(person.working_hours.select_related("branch").order_by("weekday", "from_time"))
    before = [str(Shift(h.weekday, h.from_time, h.until_time, h.branch)) for h in known]
    after = [str(shift) for shift in ordered]
    if before == after:
        return known
    person.working_hours.all().delete()
    made = WorkingHours.objects.bulk_create(
        WorkingHours(person=person, **vars(shift)) for shift in ordered
    )
    told = {"before": {"hours": before}, "after": {"hours": after}}
    record("team.hours_set", by=by, at=at, subject=person, **told)
    return made


@transaction.atomic
def record_absence(person: User, fields: Mapping[str, Any], *, by: By, at: datetime) -> Absence:
    """Somebody will be away: `first_day`, `last_day`, `kind`, perhaps `stand_in`.

    Raises Refused: `ends_before_start`, `too_far`, `stands_in_for_oneself`, `away_already`.
    """
    demand_to_arrange(by, person)
    absence = Absence(person=person, created_at=at, **fields)
    _check_absence(absence, at)
    absence.save(force_insert=True)
    after = {name: getattr(absence, name) for name in ABSENCE_FIELDS}
    record("team.absence_recorded", by=by, at=at, subject=person, after=after, details=_id(absence))
    return absence


@transaction.atomic
def change_absence(absence: Absence, fields: Mapping[str, Any], *, by: By, at: datetime) -> Absence:
    """Other days, another reason, another stand-in. Refused as for a new one."""
    demand_to_arrange(by, absence.person)
    held = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    before, after = changes(held, ABSENCE_FIELDS, fields)
    if not after:
        return held
    for name, value in after.items():
        setattr(held, name, value)
    _check_absence(held, at)
    held.save(update_fields=list(after))
    told = {"before": before, "after": after, "details": _id(held)}
    record("team.absence_changed", by=by, at=at, subject=held.person, **told)
    return held


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: By, at: datetime) -> None:
    """They will be there after all."""
    demand_to_arrange(by, absence.person)
    before = {name: getattr(absence, name) for name in ABSENCE_FIELDS}
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        told = {"before": before, "details": _id(absence)}
        record("team.absence_withdrawn", by=by, at=at, subject=absence.person, **told)


def _id(absence: Absence) -> dict[str, str]:
    return {"absence": str(absence.public_id)}


def _check(ordered: Sequence[Shift]) -> None:
    if any(shift.until_time <= shift.from_time for shift in ordered):
        raise Refused("ends_before_start", _("It must end after it begins."))
    for one, following in pairwise(ordered):
        if one.weekday == following.weekday and following.from_time < one.until_time:
            raise Refused("hours_overlap", _("Two stretches of one day overlap."))


def _check_absence(absence: Absence, at: datetime) -> None:
    """Whoever writes another absence of the person waits until this one is written."""
    if absence.last_day < absence.first_day:
        raise Refused("ends_before_start", _("It must end after it begins."))
    if not _is_near(absence.first_day, at) or not _is_near(absence.last_day, at):
        raise Refused("too_far", _("This year cannot be right."))
    if absence.stand_in_id == absence.person_id:
        raise Refused("stands_in_for_oneself", _("Nobody can stand in for themselves."))
    User.objects.select_for_update(no_key=True).get(pk=absence.person_id)
    others = Absence.objects.filter(person=absence.person_id).exclude(pk=absence.pk)
    if others.filter(first_day__lte=absence.last_day, last_day__gte=absence.first_day).exists():
        raise Refused("away_already", _("For some of these days it is known already."))


def _is_near(day: date, at: datetime) -> bool:
    today = at.astimezone(clock.house_zone()).date()
    return abs(day - today) <= FARTHEST
