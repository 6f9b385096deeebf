"""Answers about findings and measures. Both are reached only through what somebody may see."""

import uuid
from dataclasses import dataclass
from typing import TypeVar

import polars as pl
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from nahbar.core.access import ACCESS, Ability, may
from nahbar.core.bulk import Ids, read_matching
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.measures.figures import visible_kinds
from nahbar.measures.models import Finding, Goal, Measure

PAGE = 20
State = Finding.State
OPEN_MEASURES = (Measure.State.PLANNED, Measure.State.RUNNING)
Row = TypeVar("Row", Finding, Goal, Measure)


def visible_findings(by: User) -> QuerySet[Finding]:
    """Findings on figures that `by` may see, about customers whom `by` may see."""
    if not may(by, Ability.SEE_FINDINGS):
        return Finding.objects.none()
    findings = Finding.objects.filter(figure__in=list(visible_kinds(by)))
    if not may(by, Ability.SEE_CUSTOMERS):
        findings = findings.filter(subject=None)
    return findings


def visible_goals(by: User) -> QuerySet[Goal]:
    """Goals of such findings, for figures that `by` may see as well."""
    kinds = list(visible_kinds(by))
    return Goal.objects.filter(finding__in=visible_findings(by), figure__in=kinds)


def visible_measures(by: User) -> QuerySet[Measure]:
    """Measures of such findings, and one's own whatever they are about."""
    return Measure.objects.filter(Q(finding__in=visible_findings(by)) | Q(owner=by))


def access_finding(by: User, public_id: uuid.UUID) -> Finding:
    """One finding. Raises Http404 alike when there is none and when it is not for `by` to see."""
    return _one(visible_findings(by).select_related("author", "subject"), public_id)


def access_goal(by: User, public_id: uuid.UUID) -> Goal:
    """One goal. Raises Http404 alike."""
    return _one(visible_goals(by).select_related("finding"), public_id)


def access_measure(by: User, public_id: uuid.UUID) -> Measure:
    """One measure. Raises Http404 alike."""
    measures = visible_measures(by).select_related("finding", "goal", "owner", "planned_by")
    return _one(measures, public_id)


@dataclass(frozen=True)
class Wanted:
    """What a list is to show: `who` "mine" or "", `state` "open", "closed" or "" for both."""

    who: str = ""
    state: str = ""
    before: uuid.UUID | None = None


@dataclass(frozen=True)
class Page:
    """Findings, newest first, and the key of the page of older ones."""

    findings: list[Finding]
    older: uuid.UUID | None = None


def page_of_findings(by: User, wanted: Wanted, limit: int = PAGE) -> Page:
    """Up to `limit` findings older than the one that `before` names; withdrawn ones are left out.

    Mine are those I wrote and those with a measure of mine. Goals and measures come with them, in
    a number of queries that does not depend on how many there are.
    """
    findings = visible_findings(by).exclude(state=State.WITHDRAWN)
    if wanted.state:
        findings = findings.filter(state=wanted.state)
    if wanted.who == "mine":
        own = Measure.objects.filter(owner=by).values("finding")
        findings = findings.filter(Q(author=by) | Q(pk__in=own))
    if wanted.before:
        last = Finding.objects.filter(public_id=wanted.before).values("pk")[:1]
        findings = findings.filter(pk__lt=last)
    found = list(_with_all(findings, by).order_by("-pk")[: limit + 1])
    older = found[limit - 1].public_id if len(found) > limit else None
    return Page(found[:limit], older)


def with_all(finding: Finding, by: User) -> Finding:
    """The finding with the goals and measures that `by` may see."""
    return _with_all(Finding.objects.filter(pk=finding.pk), by).get()


def measures_due(owner: User, limit: int) -> list[Measure]:
    """What somebody has to do, the next due first."""
    mine = Measure.objects.filter(owner=owner, state__in=OPEN_MEASURES)
    return list(mine.select_related("owner", "planned_by").order_by("due_on", "pk")[:limit])


def people_who_may_own() -> QuerySet[User]:
    """Who of the house can be given a measure."""
    roles = list(ACCESS[Ability.WRITE_FINDINGS])
    return User.objects.filter(is_active=True, role__in=roles).order_by("name", "email")


@dataclass(frozen=True)
class Entry:
    """One row of the ledger about a finding, its goals or measures."""

    row: LedgerEntry
    before: dict[str, object]
    after: dict[str, object]


def history_of(finding: Finding, limit: int = 100) -> list[Entry]:
    """What was done to the finding and to what of it is at hand (`with_all`), newest first."""
    about = Q(subject_kind=Finding._meta.label_lower, subject_id=finding.pk)
    parts: list[tuple[type[Goal | Measure], list[int]]] = [
        (Goal, [goal.pk for goal in finding.goals.all()]),
        (Measure, [measure.pk for measure in finding.measures.all()]),
    ]
    for model, ids in parts:
        about |= Q(subject_kind=model._meta.label_lower, subject_id__in=ids)
    rows = list(LedgerEntry.objects.filter(about).select_related("actor").order_by("-pk")[:limit])
    texts = LedgerText.objects.in_bulk([row.text_id for row in rows if row.text_id])
    return [
        Entry(row, text.before if text else {}, text.after if text else {})
        for row in rows
        for text in [texts.get(row.text_id or 0)]
    ]


def who_is_written_of(customers: Ids) -> Ids:
    """On whom of these people of the house have written a finding."""
    found: Ids = read_matching(
        "SELECT DISTINCT subject_id FROM measures_finding WHERE subject_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )["id"].to_numpy()
    return found


def _with_all(findings: QuerySet[Finding], by: User) -> QuerySet[Finding]:
    goals = Goal.objects.filter(figure__in=list(visible_kinds(by))).order_by("pk")
    measures = Measure.objects.select_related("owner", "planned_by").order_by("due_on", "pk")
    return findings.select_related("author", "subject").prefetch_related(
        Prefetch("goals", goals), Prefetch("measures", measures)
    )


def _one(rows: QuerySet[Row], public_id: uuid.UUID) -> Row:
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
