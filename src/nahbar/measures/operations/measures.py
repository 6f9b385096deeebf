"""Planning a measure, seeing it through, or dropping it with a reason."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.typed import one_line, several_lines
from nahbar.measures.aims import MeasureWish
from nahbar.measures.models import Finding, Goal, Measure
from nahbar.measures.operations.checks import (
    LONGEST,
    change,
    day_ahead,
    demand_figure,
    demand_measure,
    in_ledger,
    locked,
    may_own,
    needed_words,
    still_open,
)
from nahbar.team.queries import the_firm

State = Measure.State
TITLE = 200


@transaction.atomic
def plan_measure(
    finding: Finding, wish: MeasureWish, *, goal: Goal | None = None, by: User, at: datetime
) -> Measure:
    """Plan what is to be done, by whom and until when.

    Raises Refused: `measure_needs_title`, `owner_cannot`, `measure_needs_day`, `day_is_past`,
    `cost_below_zero`, `already_ended`.
    """
    demand_figure(finding.figure, by)
    held = still_open(finding)
    fields = _checked(wish, at)
    firm = the_firm()
    measure = Measure.objects.create(
        finding=held,
        goal=goal,
        currency=firm.currency if firm else "EUR",
        planned_by=by,
        planned_at=at,
        **fields,
    )
    after = {name: in_ledger(value) for name, value in fields.items() if value is not None}
    details = {"finding": held.pk, "goal": goal.pk if goal else None}
    record("measures.planned", by=by, at=at, subject=measure, after=after, details=details)
    return measure


@transaction.atomic
def change_measure(
    measure: Measure, wish: MeasureWish, *, seen: Mapping[str, str], by: User, at: datetime
) -> Measure:
    """Plan it otherwise. Raises Refused as `plan_measure`, and `changed_meanwhile`."""
    demand_measure(measure, by)
    held = _open(measure)
    kept_day = wish.due_on if wish.due_on == held.due_on else None
    fields = _checked(wish, at, kept_day=kept_day)
    return change(held, fields, seen=seen, action="measures.changed", by=by, at=at)


@transaction.atomic
def start_measure(measure: Measure, *, by: User, at: datetime) -> Measure:
    """Somebody has begun with it. Twice is once."""
    demand_measure(measure, by)
    held = _open(measure)
    if held.state == State.PLANNED:
        _move(held, State.RUNNING, {}, action="measures.started", by=by, at=at)
    return held


@transaction.atomic
def finish_measure(measure: Measure, result: str, *, by: User, at: datetime) -> Measure:
    """It is done; `result` may say what it brought. Raises Refused: `already_ended`, `too_long`."""
    demand_measure(measure, by)
    said = {"result": text} if (text := several_lines(result, LONGEST)) else {}
    held = _open(measure)
    held.ended_at = at
    return _move(held, State.DONE, said, action="measures.finished", by=by, at=at)


@transaction.atomic
def drop_measure(measure: Measure, reason: str, *, by: User, at: datetime) -> Measure:
    """It will not be done, and why. Raises Refused: `nothing_said`, `already_ended`."""
    demand_measure(measure, by)
    said = {"result": needed_words(reason)}
    held = _open(measure)
    held.ended_at = at
    return _move(held, State.DROPPED, said, action="measures.dropped", by=by, at=at)


def _move(
    held: Measure, state: str, said: Mapping[str, str], *, action: str, by: User, at: datetime
) -> Measure:
    before = {"state": held.state}
    held.state, held.result = state, said.get("result", held.result)
    held.version += 1
    held.save(update_fields=["state", "result", "ended_at", "version"])
    record(action, by=by, at=at, subject=held, before=before, after={"state": state, **said})
    return held


def _open(measure: Measure) -> Measure:
    held = locked(measure)
    if not held.is_open:
        raise Refused("already_ended", _("This measure has ended. Plan a new one."))
    return held


def _checked(wish: MeasureWish, at: datetime, *, kept_day: date | None = None) -> dict[str, Any]:
    """The fields of a measure; a day that is kept may be over."""
    title = one_line(wish.title, TITLE)
    if not title:
        raise Refused("measure_needs_title", _("Say what is to be done."))
    sentence = _("A measure needs a day: until when will it be done?")
    due_on = kept_day or day_ahead(wish.due_on, at, ("measure_needs_day", sentence))
    return {
        "title": title,
        "owner": may_own(wish.owner),
        "due_on": due_on,
        "cost": _not_below_zero(wish.cost),
    }


def _not_below_zero(cost: Decimal | None) -> Decimal | None:
    if cost is not None and cost < 0:
        raise Refused("cost_below_zero", _("A cost is not below zero."))
    return cost
