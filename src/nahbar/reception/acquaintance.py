"""What one of us should know of a customer at a glance, before they speak: for the counter and the telephone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from nahbar.agenda.models import Task
from nahbar.circulation.queries import things_of_many
from nahbar.circulation.words import thing_in_short
from nahbar.core import clock, formats
from nahbar.core.actors import By
from nahbar.core.faces import Face
from nahbar.customers.models import Customer, Remark
from nahbar.customers.names import face_of_customer, spoken_as
from nahbar.customers.queries import numbers_of, visible_customers
from nahbar.moments.models import Encounter

MOST = 4  # of anything: more is not read at a glance


@dataclass(frozen=True)
class Open:
    """Something that is open with them: what, until when, who of us has it."""

    title: str
    until: str
    who: str
    is_promise: bool
    is_late: bool


@dataclass(frozen=True)
class Acquaintance:
    """A customer at a glance. `mood` −2 … 2 at the last moment of which it is known."""

    customer: Customer
    face: Face
    spoken: str
    cared_for_by: str
    mood: int | None
    mood_word: str
    mood_at: datetime | None
    remarks: list[tuple[str, str]]
    open: list[Open]
    more_open: int
    things: list[str]


def get_acquainted(customers: Collection[int], *, by: By) -> dict[int, Acquaintance]:
    """Those of the customers (primary keys) whom `by` may see. Seven queries, however many they are."""
    seen = visible_customers(by).filter(pk__in=set(customers)).select_related("cared_for_by")
    known = {one.pk: one for one in seen}
    if not known:
        return {}
    numbers, moods = numbers_of(known), _moods(known)
    remarks, things, tasks = _remarks(known), things_of_many(known), _open(known)
    told = {}
    for pk, customer in known.items():
        mood = moods.get(pk)
        told[pk] = Acquaintance(
            customer=customer,
            face=face_of_customer(customer, numbers.get(pk, [])),
            spoken=spoken_as(customer),
            cared_for_by=str(customer.cared_for_by or ""),
            mood=mood.mood if mood else None,
            mood_word=mood.mood_word if mood else "",
            mood_at=mood.occurred_at if mood else None,
            remarks=remarks.get(pk, []),
            open=tasks.get(pk, [])[:MOST],
            more_open=max(len(tasks.get(pk, [])) - MOST, 0),
            things=[thing_in_short(one) for one in things.get(pk, [])[:MOST]],
        )
    return told


def _moods(customers: Collection[int]) -> dict[int, Encounter]:
    """The last encounter of each of which the mood is known."""
    felt = Encounter.objects.filter(customer=OuterRef("pk"), mood__isnull=False)
    last = Subquery(felt.order_by("-occurred_at", "-id").values("pk")[:1])
    each = Customer.objects.filter(pk__in=customers).annotate(felt=last)
    keys = [key for key in each.values_list("felt", flat=True) if key]
    return {one.customer_id: one for one in Encounter.objects.filter(pk__in=keys)}


def _remarks(customers: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Kind in words, and text; dislikes first: they are what one must not do."""
    kinds = [Remark.Kind.DISLIKES, Remark.Kind.GOOD_TO_KNOW, Remark.Kind.LIKES]
    rows = Remark.objects.filter(customer__in=customers, valid_until=None).order_by("-id")
    found: dict[int, list[tuple[str, str]]] = {}
    for kind in kinds:
        for row in rows:
            if row.kind == kind:
                found.setdefault(row.customer_id, []).append((str(kind.label), row.text))
    return {customer: texts[:MOST] for customer, texts in found.items()}


def _open(customers: Collection[int]) -> dict[int, list[Open]]:
    """Promises before tasks, each by the day until which they are."""
    open_tasks = Task.objects.filter(customer__in=customers, state=Task.State.OPEN)
    today = clock.today()
    found: dict[int, list[Open]] = {}
    for task in open_tasks.select_related("owner").order_by("kind", "due_on", "id"):
        found.setdefault(task.customer_id or 0, []).append(_told(task, today))
    return found


def _told(task: Task, today: date) -> Open:
    return Open(
        title=task.title,
        until=formats.date(task.due_on),
        who=str(task.owner),
        is_promise=task.is_promise,
        is_late=task.due_on < today,
    )
