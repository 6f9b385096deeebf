"""How what was written of figures, goals and measures is taken back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nahbar.core import formats
from nahbar.core.access import Ability, may, sees_whole_house
from nahbar.core.actors import By
from nahbar.core.models import User
from nahbar.core.reversals import ChangedSince, Done, RoomChanges, Subject, Words
from nahbar.core.row_steps import Step, again_over_rows, made, made_row, over_rows, own_row
from nahbar.measures import changes as told
from nahbar.measures.models import Finding, Goal, Measure
from nahbar.measures.operations.checks import may_own
from nahbar.measures.queries import OPEN_MEASURES, visible_findings, visible_goals, visible_measures

FINDING, GOAL, MEASURE = (one._meta.label_lower for one in (Finding, Goal, Measure))
WRITE = Ability.WRITE_FINDINGS


def _noted(done: Done) -> list[Step]:
    """The finding, with the goal and the measure that came with it in the same act."""
    at, finding = done.entry.occurred_at, done.entry.subject_id
    goals = Goal.objects.filter(finding=finding, set_at=at).values_list("pk", flat=True)
    planned = Measure.objects.filter(finding=finding, planned_at=at).values_list("pk", flat=True)
    return [
        *made_row(done),
        *(made(done, GOAL, key) for key in goals),
        *(made(done, MEASURE, key) for key in planned),
    ]


def _changed(done: Done) -> list[Step]:
    """The words name people; their keys stand beside them."""
    [step] = own_row(done)
    was, is_now = dict(step.before or {}), dict(step.after or {})
    for name, (before, after) in done.entry.details.get("people", {}).items():
        was[name], is_now[name] = before, after
    return [Step(step.model, step.key, was, is_now)]


def _over(ended: str) -> Callable[[Done], list[Step]]:
    """Something came to its end at the moment that `ended` keeps, with a word that was not there."""

    def steps(done: Done) -> list[Step]:
        is_now: dict[str, Any] = {**done.after, ended: done.entry.occurred_at.isoformat()}
        was = {**dict.fromkeys(done.after, ""), ended: None, **done.before}
        return [Step(done.entry.subject_kind, done.entry.subject_id, was, is_now)]

    return steps


def _seen(visible: Callable[[User], QuerySet[Any]]) -> Callable[[By], QuerySet[Any] | None]:
    """All of them for those who lead the whole house, else those that the room shows them."""

    def seen(by: By) -> QuerySet[Any] | None:
        sees_all = sees_whole_house(by) and may(by, Ability.LEAD_TEAM)
        return visible(by) if isinstance(by, User) and not sees_all else None

    return seen


def _named(model: type[Finding | Goal | Measure]) -> Callable[[Collection[int]], Mapping[int, tuple[str, str]]]:  # fmt: skip
    def named(keys: Collection[int]) -> Mapping[int, tuple[str, str]]:
        if model is Finding:
            found = Finding.objects.in_bulk(list(keys))
            return {pk: (_short(one.said), _page(one)) for pk, one in found.items()}
        rows: QuerySet[Any] = QuerySet(model).filter(pk__in=keys).select_related("finding")
        return {
            one.pk: (getattr(one, "title", "") or _short(one.finding.said), _page(one.finding))
            for one in rows
        }

    return named


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:78]} …"


def _page(finding: Finding) -> str:
    return reverse("finding", args=[finding.public_id])


def _day(text: str) -> str:
    return formats.date(datetime.fromisoformat(text).date())


def _demand_open(steps: Sequence[Step]) -> None:
    """What is open belongs to a finding that is, and to somebody who can see to it."""
    keys = {step.key for step in steps if step.model == MEASURE}
    working = Measure.objects.filter(pk__in=keys, state__in=OPEN_MEASURES)
    for one in working.select_related("finding", "owner"):
        may_own(one.owner)
        if one.finding.state != Finding.State.OPEN:
            raise ChangedSince
    ended = {step.key for step in steps if step.model == FINDING}
    over = Finding.objects.filter(pk__in=ended).exclude(state=Finding.State.OPEN)
    if Measure.objects.filter(finding__in=over, state__in=OPEN_MEASURES).exists():
        raise ChangedSince


ENDED = over_rows(WRITE, _over("ended_at"), _demand_open)
CHANGED = over_rows(WRITE, _changed, _demand_open)
SUBJECTS = {
    FINDING: Subject(
        _("Finding"), Ability.SEE_FINDINGS, _seen(visible_findings), _named(Finding), "subject"
    ),
    GOAL: Subject(
        _("Goal"), Ability.SEE_FINDINGS, _seen(visible_goals), _named(Goal), "finding__subject"
    ),
    MEASURE: Subject(
        _("Measure"),
        Ability.SEE_FINDINGS,
        _seen(visible_measures),
        _named(Measure),
        "finding__subject",
    ),
}
CHANGES = RoomChanges(
    key="findings",
    label=_("Findings and measures"),
    reversals={
        "measures.finding_noted": over_rows(WRITE, _noted),
        "measures.finding_changed": CHANGED,
        "measures.finding_closed": ENDED,
        "measures.finding_withdrawn": ENDED,
        "measures.goal_set": over_rows(WRITE, made_row),
        "measures.goal_changed": CHANGED,
        "measures.goal_withdrawn": over_rows(WRITE, _over("withdrawn_at")),
        "measures.planned": over_rows(WRITE, made_row),
        "measures.changed": CHANGED,
        "measures.started": CHANGED,
        "measures.finished": ENDED,
        "measures.dropped": ENDED,
        "measures.taken_back": again_over_rows(WRITE, _demand_open),
    },
    subjects=SUBJECTS,
    words=Words(
        done={**told.DONE, "measures.taken_back": _("taken back")},
        labels=told.LABELS,
        codes={"state": told.STATES},
        shown={"until": _day, "due_on": _day},
    ),
)
