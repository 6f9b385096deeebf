"""Writing down what somebody recognised in a figure, and ending it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.measures.aims import GoalWish, MeasureWish
from nahbar.measures.figures import read_figure
from nahbar.measures.models import Finding, Measure
from nahbar.measures.operations.checks import change, demand_figure, needed_words, still_open
from nahbar.measures.operations.goals import set_goal
from nahbar.measures.operations.measures import plan_measure

State = Finding.State


@transaction.atomic
def note_finding(
    figure: str,
    said: str,
    *,
    subject: Customer | None = None,
    goal: GoalWish | None = None,
    measure: MeasureWish | None = None,
    by: User,
    at: datetime,
) -> Finding:
    """Keep a sentence with the figure as it stands, and perhaps a goal and a measure at once.

    Raises Refused: `not_allowed`, `no_such_figure`, `no_figure_yet`, `nothing_said`, `too_long`,
    and what `set_goal` and `plan_measure` refuse.
    """
    kind = demand_figure(figure, by)
    text = needed_words(said)
    reading = None
    if kind.is_of_customer == (subject is not None):
        reading = read_figure(kind, subject.pk if subject else None)
    if reading is None:
        raise Refused(
            "no_figure_yet", _("This figure does not exist yet, so nothing can be said of it.")
        )
    finding = Finding.objects.create(
        figure=kind.key,
        unit=kind.unit,
        subject=subject,
        sentence=reading.sentence,
        said=text,
        author=by,
        created_at=at,
        **Finding.fields_of(reading),
    )
    after, details = {"said": text}, {"figure": kind.key}
    record("measures.finding_noted", by=by, at=at, subject=finding, after=after, details=details)
    aimed = set_goal(finding, goal, by=by, at=at) if goal else None
    if measure:
        plan_measure(finding, measure, goal=aimed, by=by, at=at)
    return finding


@transaction.atomic
def change_finding(
    finding: Finding, said: str, *, seen: Mapping[str, str], by: User, at: datetime
) -> Finding:
    """Say it in other words; only whoever said it may.

    Raises Refused: `not_yours`, `already_ended`, `nothing_said`, `changed_meanwhile`.
    """
    demand_figure(finding.figure, by)
    if finding.author_id != by.pk:
        raise Refused("not_yours", _("These are somebody else’s words. Only they can change them."))
    new = {"said": needed_words(said)}
    held = still_open(finding)
    return change(held, new, seen=seen, action="measures.finding_changed", by=by, at=at)


@transaction.atomic
def close_finding(finding: Finding, outcome: str, *, by: User, at: datetime) -> Finding:
    """Nothing more is to be done about it; `outcome` says what came of it."""
    return _end(finding, State.CLOSED, outcome, by=by, at=at)


@transaction.atomic
def withdraw_finding(finding: Finding, reason: str, *, by: User, at: datetime) -> Finding:
    """It does not hold; it leaves the lists, and its page says why."""
    return _end(finding, State.WITHDRAWN, reason, by=by, at=at)


def _end(finding: Finding, state: str, words: str, *, by: User, at: datetime) -> Finding:
    """Raises Refused: `nothing_said`, `already_ended`, `measures_open`."""
    demand_figure(finding.figure, by)
    text = needed_words(words)
    held = still_open(finding)
    if held.measures.filter(state__in=[Measure.State.PLANNED, Measure.State.RUNNING]).exists():
        raise Refused(
            "measures_open", _("Measures are still open. Finish them or drop them first.")
        )
    held.state, held.outcome, held.ended_at = state, text, at
    held.version += 1
    held.save(update_fields=["state", "outcome", "ended_at", "version"])
    ended = "closed" if state == State.CLOSED else "withdrawn"
    record(
        f"measures.finding_{ended}",
        by=by,
        at=at,
        subject=held,
        before={"state": State.OPEN},
        after={"state": state, "outcome": text},
    )
    return held
