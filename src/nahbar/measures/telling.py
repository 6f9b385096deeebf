"""Findings as pages tell them: the figure as it was and as it is, goals, measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.core.faces import Face, face_of_person
from nahbar.core.figures import Asked, FigureKind, Reading
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.names import name_of
from nahbar.customers.queries import numbers_of
from nahbar.measures import words
from nahbar.measures.comparing import Reach, Verdict, compare, progress
from nahbar.measures.figures import read_figures, visible_kinds
from nahbar.measures.models import Finding, Goal, KeptReading, Measure
from nahbar.measures.words import Shown

REACH_TONES = {Reach.REACHED: "green", Reach.REACHED_WITHIN_RANGE: "green"}
STATE_TONES = {Measure.State.RUNNING: "green", Measure.State.DONE: "green"}


@dataclass(frozen=True)
class ToldGoal:
    """A goal with its way: `share` 0–1 of it is behind us, `passed` of the `days` there were."""

    goal: Goal
    label: str | Promise
    target: str
    baseline: str
    now: str
    share: float | None
    passed: int
    days: int
    word: str
    tone: str


@dataclass(frozen=True)
class ToldMeasure:
    """A measure with its owner, who planned it, and its state in words."""

    measure: Measure
    owner: Face
    planner: Face
    cost: str
    word: str
    tone: str
    is_late: bool


@dataclass(frozen=True)
class ToldFinding:
    """A finding with all that is said of it. `now` is None where there is no such figure."""

    finding: Finding
    author: Face
    label: str | Promise
    figure_url: str
    subject: Customer | None
    subject_name: str
    was: Shown
    now: Shown | None
    verdict: str
    has_newer: bool
    movement: str
    goals: list[ToldGoal]
    measures: list[ToldMeasure]


def tell(findings: Sequence[Finding], by: User, today: date) -> list[ToldFinding]:
    """The findings (with goals and measures at hand) for `by`; a fixed number of queries."""
    kinds = visible_kinds(by)
    asked = [_asked(one, finding, kinds) for finding in findings for one in _kept_in(finding)]
    readings = read_figures(asked)
    subjects = [finding.subject_id for finding in findings if finding.subject_id]
    numbers = numbers_of(subjects) if subjects else {}
    return [_told(finding, kinds, readings, numbers, today) for finding in findings]


def tell_measure(measure: Measure, today: date) -> ToldMeasure:
    """One measure."""
    cost = ""
    if measure.cost is not None:
        cost = words.amount(measure.cost, "money", measure.currency)
    is_late = measure.is_open and measure.due_on < today
    tone = "warn" if is_late else STATE_TONES.get(Measure.State(measure.state), "")
    word = _("overdue") if is_late else str(Measure.State(measure.state).label)
    owner, planner = face_of_person(measure.owner), face_of_person(measure.planned_by)
    return ToldMeasure(measure, owner, planner, cost, word, tone, is_late)


def _kept_in(finding: Finding) -> list[KeptReading]:
    return [finding, *finding.goals.all()]


def _asked(kept: KeptReading, finding: Finding, kinds: Mapping[str, FigureKind]) -> Asked:
    return kept.figure, finding.subject_id if kinds[kept.figure].is_of_customer else None


def _told(
    finding: Finding,
    kinds: Mapping[str, FigureKind],
    readings: Mapping[Asked, Reading],
    numbers: Mapping[int, list[str]],
    today: date,
) -> ToldFinding:
    kind = kinds[finding.figure]
    now = readings.get(_asked(finding, finding, kinds))
    moved = compare(finding.was, now)
    subject = finding.subject
    goals = [
        _told_goal(goal, kinds[goal.figure], readings.get(_asked(goal, finding, kinds)), today)
        for goal in finding.goals.all()
    ]
    return ToldFinding(
        finding=finding,
        author=face_of_person(finding.author),
        label=kind.label,
        figure_url=kind.url(subject.public_id if subject else None),
        subject=subject,
        subject_name=name_of(subject, numbers.get(subject.pk, [])) if subject else "",
        was=words.shown(finding.was, kind),
        now=words.shown(now, kind) if now else None,
        verdict=str(words.VERDICTS[moved.verdict]),
        has_newer=moved.verdict not in {Verdict.NO_NEWER, Verdict.GONE},
        movement=words.movement(moved, finding.unit, finding.currency),
        goals=goals,
        measures=[tell_measure(measure, today) for measure in finding.measures.all()],
    )


def _told_goal(goal: Goal, kind: FigureKind, now: Reading | None, today: date) -> ToldGoal:
    way = progress(goal.was, goal.target, now)
    begun = goal.set_at.astimezone(house_zone()).date()
    days = max((goal.until - begun).days, 1)
    tone, word = REACH_TONES.get(way.reach, ""), str(words.REACHES[way.reach])
    if goal.withdrawn_at:
        tone, word = "", _("withdrawn")
    elif goal.until < today and way.reach not in REACH_TONES:
        tone, word = "warn", _("not reached by %(date)s") % {"date": formats.date(goal.until)}
    return ToldGoal(
        goal=goal,
        label=kind.label,
        target=words.amount(goal.target, goal.unit, goal.currency),
        baseline=words.amount(goal.value, goal.unit, goal.currency),
        now=words.amount(now.value, goal.unit, now.currency) if now else "",
        share=None if way.share is None else min(max(way.share, 0.0), 1.0),
        passed=min(max((today - begun).days, 0), days),
        days=days,
        word=word,
        tone=tone,
    )
