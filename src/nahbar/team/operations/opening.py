"""Saying when the house or a branch is open: every week, and on days that are otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import clock
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.core.row_steps import image_of
from nahbar.team.models import Branch, Firm, OpeningDay, OpeningHours
from nahbar.team.operations.hours import ROW, Shift, check_shifts
from nahbar.team.queries import the_firm

DAY_FIELDS = ("first_day", "last_day", "from_time", "until_time", "name")
FARTHEST = timedelta(days=5 * 366)  # a year beyond that was typed wrongly


@transaction.atomic
def set_opening_hours(
    branch: Branch | None, shifts: Sequence[Shift], *, by: By, at: datetime
) -> list[OpeningHours]:
    """From now on these are the hours of the branch, or of the house; of nothing, nobody said.

    Raises Refused (`ends_before_start`, `hours_overlap`).
    """
    demand(by, Ability.LEAD_TEAM)
    ordered = sorted(shifts, key=lambda one: (one.weekday, one.from_time))
    check_shifts(ordered)
    subject = _held(branch)
    known = list(_hours_of(branch))
    before = [str(Shift(h.weekday, h.from_time, h.until_time)) for h in known]
    after = [str(shift) for shift in ordered]
    if before == after:
        return known
    _hours_of(branch).delete()
    made = OpeningHours.objects.bulk_create(
        OpeningHours(
            branch=branch,
            weekday=shift.weekday,
            from_time=shift.from_time,
            until_time=shift.until_time,
        )
        for shift in ordered
    )
    told = {"before": {"hours": before}, "after": {"hours": after}}
    record("team.opening_hours_set", by=by, at=at, subject=subject, **told)
    return made


@transaction.atomic
def record_opening_day(
    branch: Branch | None, fields: Mapping[str, Any], *, by: By, at: datetime
) -> OpeningDay:
    """On these days it is closed, or open at other times: `DAY_FIELDS`.

    Raises Refused: `ends_before_start`, `both_times`, `too_far`, `day_known`.
    """
    demand(by, Ability.LEAD_TEAM)
    subject = _held(branch)
    said = {name: fields.get(name) for name in DAY_FIELDS}
    said["name"] = said["name"] or ""
    day = OpeningDay(branch=branch, created_at=at, **said)
    _check(day, at)
    day.save(force_insert=True)
    details = {"day": str(day.public_id)}
    record("team.opening_day_recorded", by=by, at=at, subject=subject, after=said, details=details)
    return day


@transaction.atomic
def withdraw_opening_day(day: OpeningDay, *, by: By, at: datetime) -> None:
    """These days are as all others."""
    demand(by, Ability.LEAD_TEAM)
    subject = _held(day.branch)
    before = {**{name: getattr(day, name) for name in DAY_FIELDS}, ROW: image_of(day)}
    if OpeningDay.objects.filter(pk=day.pk).delete()[0]:
        told = {"before": before, "details": {"day": str(day.public_id)}}
        record("team.opening_day_withdrawn", by=by, at=at, subject=subject, **told)


def _hours_of(branch: Branch | None) -> "models.QuerySet[OpeningHours]":
    return OpeningHours.objects.filter(branch=branch).order_by("weekday", "from_time")


def _held(branch: Branch | None) -> models.Model:
    """The branch, or the firm for the whole house, held until the transaction ends."""
    if branch is not None:
        return Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)
    firm = the_firm()
    if firm is None:
        raise Refused("house_not_open", _("The house is not set up yet."))
    return Firm.objects.select_for_update(no_key=True).get(pk=firm.pk)


def _check(day: OpeningDay, at: datetime) -> None:
    if day.last_day < day.first_day:
        raise Refused("ends_before_start", _("It must end after it begins."))
    times: tuple[time | None, time | None] = (day.from_time, day.until_time)
    if (times[0] is None) != (times[1] is None):
        raise Refused("both_times", _("Say from when until when, or neither: then it is closed."))
    if times[0] is not None and times[1] is not None and times[1] <= times[0]:
        raise Refused("ends_before_start", _("It must end after it begins."))
    today = at.astimezone(clock.house_zone()).date()
    if abs(day.first_day - today) > FARTHEST or abs(day.last_day - today) > FARTHEST:
        raise Refused("too_far", _("This year cannot be right."))
    same = OpeningDay.objects.filter(branch=day.branch)
    if same.filter(first_day__lte=day.last_day, last_day__gte=day.first_day).exists():
        raise Refused("day_known", _("For some of these days it is known already."))
