"""Setting a goal: which figure is to move, to what value, until when."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nahbar.core.figures import Unit
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.measures.aims import GoalWish
from nahbar.measures.figures import read_figure
from nahbar.measures.models import Finding, Goal
from nahbar.measures.operations.checks import (
    change,
    day_ahead,
    demand_figure,
    locked,
    needed_words,
    still_open,
)


@transaction.atomic
def set_goal(finding: Finding, wish: GoalWish, *, by: User, at: datetime) -> Goal:
    """Aim at a value of a figure until a day; the figure as it stands is the baseline.

    Raises Refused: `goal_needs_day`, `day_is_past`, `goal_moves_nothing`, `goal_impossible`,
    `no_such_figure`, `no_figure_yet`, `already_ended`.
    """
    demand_figure(finding.figure, by)
    kind = demand_figure(wish.figure, by)
    until = _until(wish.until, at)
    held = still_open(finding)
    reading = None
    if held.subject_id or not kind.is_of_customer:
        reading = read_figure(kind, held.subject_id if kind.is_of_customer else None)
    if reading is None:
        raise Refused(
            "no_figure_yet", _("This figure does not exist yet, so nothing can be said of it.")
        )
    aim: Any = _possible(wish.target(reading.value), kind.unit, reading.value)
    goal = Goal.objects.create(
        finding=held,
        figure=kind.key,
        unit=kind.unit,
        target=aim,
        until=until,
        set_by=by,
        set_at=at,
        **Goal.fields_of(reading),
    )
    after = {"target": aim, "until": until}
    details = {"finding": held.pk, "figure": kind.key}
    record("measures.goal_set", by=by, at=at, subject=goal, after=after, details=details)
    return goal


@transaction.atomic
def change_goal(
    goal: Goal,
    *,
    target: Decimal,
    until: date | None,
    seen: Mapping[str, str],
    by: User,
    at: datetime,
) -> Goal:
    """Aim at another value or another day; the baseline stays.

    Raises Refused as `set_goal`, and `changed_meanwhile` with what stands there now.
    """
    demand_figure(goal.finding.figure, by)
    demand_figure(goal.figure, by)
    still_open(goal.finding)
    held = _holding(goal)
    new: dict[str, Any] = {"target": _possible(target, held.unit, held.value)}
    new["until"] = held.until if until == held.until else _until(until, at)
    return change(held, new, seen=seen, action="measures.goal_changed", by=by, at=at)


@transaction.atomic
def withdraw_goal(goal: Goal, reason: str, *, by: User, at: datetime) -> Goal:
    """It is no longer aimed at. Raises Refused: `nothing_said`, `already_ended`."""
    demand_figure(goal.finding.figure, by)
    demand_figure(goal.figure, by)
    text = needed_words(reason)
    held = _holding(goal)
    held.withdrawn_at, held.reason = at, text
    held.version += 1
    held.save(update_fields=["withdrawn_at", "reason", "version"])
    record("measures.goal_withdrawn", by=by, at=at, subject=held, after={"reason": text})
    return held


def _until(day: date | None, at: datetime) -> date:
    sentence = _("A goal needs a day: until when is it to be reached?")
    return day_ahead(day, at, ("goal_needs_day", sentence))


def _holding(goal: Goal) -> Goal:
    held = locked(goal)
    if held.withdrawn_at:
        raise Refused("already_ended", _("This goal was withdrawn. Set a new one."))
    return held


def _possible(target: Decimal, unit: str, baseline: Decimal) -> Decimal:
    """A target a figure can have, and does not have already."""
    target = target.quantize(Decimal("0.000001"))
    if unit == Unit.SHARE and not 0 <= target <= 1:
        raise Refused("goal_impossible", _("A share lies between 0 and 100 percent."))
    if unit in {Unit.COUNT, Unit.DAYS} and target < 0:
        raise Refused("goal_impossible", _("There is no less than nothing of it."))
    if target == baseline:
        raise Refused("goal_moves_nothing", _("The figure is there already. Aim at another value."))
    return target
