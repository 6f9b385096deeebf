"""Answers about tasks, promises and ideas. They are reached only through what somebody may see."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404

from nahbar.agenda.models import Idea, Task, TodayMark
from nahbar.core.access import ACCESS, Ability, may
from nahbar.core.actors import By, House
from nahbar.core.models import LedgerEntry, LedgerText, User

# What was settled comes up again after this time, if its reason still holds.
SETTLED_FOR = timedelta(days=90)
# A promise warns before it breaks.
AHEAD = timedelta(days=2)
PAGE = 30
MOST = 200
Outcome = TodayMark.Outcome
State = Task.State
Row = TypeVar("Row", Task, Idea)


def visible_tasks(by: By) -> QuerySet[Task]:
    """One's own and those one gave; those about customers for who may see these; for leaders all."""
    if not may(by, Ability.SEE_AGENDA):
        return Task.objects.none()
    if isinstance(by, House) or may(by, Ability.LEAD_TEAM):
        return Task.objects.all()
    seen = Q(owner=by) | Q(created_by=by)
    if may(by, Ability.SEE_CUSTOMERS):
        seen |= Q(customer__isnull=False)
    return Task.objects.filter(seen)


def access_task(by: By, public_id: uuid.UUID) -> Task:
    """One task. Raises Http404 alike when there is none and when it is not for `by` to see."""
    tasks = visible_tasks(by).select_related("owner", "customer", "created_by", "settled_by")
    return _one(tasks, public_id)


def is_visible(task: Task, by: By) -> bool:
    """Whether `by` may see it, and with it act on it."""
    return visible_tasks(by).filter(pk=task.pk).exists()


def tasks_before(owners: Collection[int], at: datetime, today: date) -> list[Task]:
    """What is due or overdue at these people (primary keys), what they are reminded of, and
    promises soon to be due."""
    near = Q(due_on__lte=today) | Q(remind_at__lte=at)
    near |= Q(kind=Task.Kind.PROMISE, due_on__lte=today + AHEAD)
    theirs = Task.objects.filter(owner__in=owners, state=State.OPEN).filter(near)
    rows = theirs.select_related("customer", "created_by", "owner")
    return list(rows.order_by("due_on", "pk")[:MOST])


def tasks_overdue(owners: Collection[int], today: date, limit: int) -> list[Task]:
    """What these people (primary keys) have to do by today, the longest due first."""
    rows = Task.objects.filter(owner__in=owners, state=State.OPEN, due_on__lte=today)
    return list(rows.select_related("customer", "owner").order_by("due_on", "pk")[:limit])


def open_tasks_of(customer: int) -> list[Task]:
    """What we still have to do for a customer (primary key), promises first."""
    rows = Task.objects.filter(customer=customer, state=State.OPEN).select_related("owner")
    return sorted(rows.order_by("due_on", "pk")[:MOST], key=lambda task: not task.is_promise)


@dataclass(frozen=True)
class Page:
    """Tasks, and the key of the page of those that follow."""

    tasks: list[Task]
    after: uuid.UUID | None = None


def page_of_tasks(owner: User, *, is_open: bool, after: uuid.UUID | None = None) -> Page:
    """Somebody's tasks: the open ones by day, the settled ones the latest first."""
    rows = Task.objects.filter(owner=owner).select_related("customer", "owner", "created_by")
    last = Task.objects.filter(public_id=after, owner=owner).first() if after else None
    if is_open:
        rows = rows.filter(state=State.OPEN).order_by("due_on", "pk")
        if last:
            later = Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk)
            rows = rows.filter(later)
    else:
        rows = rows.exclude(state=State.OPEN).order_by("-settled_at", "-pk")
        if last and last.settled_at:
            earlier = Q(settled_at__lt=last.settled_at)
            rows = rows.filter(earlier | Q(settled_at=last.settled_at, pk__lt=last.pk))
    found = list(rows[: PAGE + 1])
    return Page(found[:PAGE], found[PAGE - 1].public_id if len(found) > PAGE else None)


def people_who_may_own() -> QuerySet[User]:
    """Who of the house can be given a task."""
    roles = list(ACCESS[Ability.KEEP_AGENDA])
    return User.objects.filter(is_active=True, role__in=roles).order_by("name", "email")


def visible_ideas(by: By) -> QuerySet[Idea]:
    """Ideas for customers, for who may see these."""
    sees = may(by, Ability.SEE_AGENDA) and may(by, Ability.SEE_CUSTOMERS)
    return Idea.objects.all() if sees else Idea.objects.none()


def access_idea(by: By, public_id: uuid.UUID) -> Idea:
    """One idea. Raises Http404 alike."""
    return _one(visible_ideas(by).select_related("customer", "by", "task"), public_id)


def open_ideas_of(customer: int) -> list[Idea]:
    """Ideas for a customer (primary key) that nobody has taken up yet, the newest first."""
    rows = Idea.objects.filter(customer=customer, ended_at=None).select_related("by")
    return list(rows.order_by("-pk")[:PAGE])


def open_ideas_by(person: User) -> list[Idea]:
    """One's own ideas that are still to become something, the newest first."""
    rows = Idea.objects.filter(by=person, ended_at=None).select_related("customer")
    return list(rows.order_by("-pk")[:PAGE])


def hidden_items(person: User, keys: Collection[str], at: datetime, today: date) -> set[str]:
    """Which of these items of Today are not shown to somebody: settled by anyone, or put off by them."""
    settled = ~Q(outcome=Outcome.LATER) & Q(marked_at__gt=at - SETTLED_FOR)
    later = Q(outcome=Outcome.LATER, person=person, until__gt=today)
    rows = TodayMark.objects.filter(settled | later, item__in=keys)
    return set(rows.values_list("item", flat=True))


def settled_customers(kind: str, person: User, at: datetime, today: date) -> QuerySet[TodayMark]:
    """Whose items of a kind are hidden from somebody; for a provider that must look further."""
    settled = ~Q(outcome=Outcome.LATER) & Q(marked_at__gt=at - SETTLED_FOR)
    later = Q(outcome=Outcome.LATER, person=person, until__gt=today)
    return TodayMark.objects.filter(settled | later, kind=kind, customer__isnull=False)


@dataclass(frozen=True)
class Step:
    """One thing done to a task."""

    row: LedgerEntry
    before: dict[str, object]
    after: dict[str, object]


def steps_of(task: Task, limit: int = 100) -> list[Step]:
    """What was done to the task, newest first."""
    rows = list(
        LedgerEntry.objects.filter(subject_kind=Task._meta.label_lower, subject_id=task.pk)
        .select_related("actor")
        .order_by("-pk")[:limit]
    )
    texts = LedgerText.objects.in_bulk([row.text_id for row in rows if row.text_id])
    return [
        Step(row, text.before if text else {}, text.after if text else {})
        for row in rows
        for text in [texts.get(row.text_id or 0)]
    ]


def last_step(task: Task, by: User) -> LedgerEntry | None:
    """What somebody did to the task last, if nobody has done anything since."""
    rows = LedgerEntry.objects.filter(subject_kind=Task._meta.label_lower, subject_id=task.pk)
    latest = rows.order_by("-pk").first()
    return latest if latest and latest.actor_id == by.pk else None


def _one(rows: QuerySet[Row], public_id: uuid.UUID) -> Row:
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
