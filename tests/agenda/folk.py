"""What the tests of the room share: a moment, English pages, something to do."""

from datetime import date, datetime
from typing import Any

from nahbar.agenda.models import Task
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.wishes import TaskWish
from nahbar.core.models import User
from nahbar.customers.models import Customer

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)


def take_on(
    owner: User,
    at: datetime,
    *,
    title: str = "Send the offer",
    due_on: date = TUESDAY,
    customer: Customer | None = None,
    kind: str = "",
    by: User | None = None,
    **more: Any,
) -> Task:
    """Something `owner` has to do; a promise where there is a customer."""
    kind = kind or (Task.Kind.PROMISE if customer else Task.Kind.TASK)
    wish = TaskWish(title, owner, due_on, kind=kind, **more)
    return add_task(wish, customer=customer, by=by or owner, at=at)


def overdue(task: Task, day: date) -> Task:
    """As if it had been due on a day that is over."""
    Task.objects.filter(pk=task.pk).update(due_on=day, due_at=None)
    task.refresh_from_db()
    return task
