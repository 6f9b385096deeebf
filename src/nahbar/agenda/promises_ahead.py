"""Promises in the future of a customer's timeline."""

from datetime import datetime

from django.urls import reverse

from nahbar.agenda.queries import open_tasks_of
from nahbar.core.clock import house_zone
from nahbar.core.read_once import once
from nahbar.customers.models import Customer
from nahbar.moments.timeline import Coming

MOST = 10


def coming_promises(customer: Customer, now: datetime) -> list[Coming]:
    """What we still have to keep, the next due first; read once with what else is open."""
    tasks = once(customer, "open_tasks", lambda: open_tasks_of(customer.pk))
    return [
        Coming(
            at=one.due_at
            or datetime(one.due_on.year, one.due_on.month, one.due_on.day, tzinfo=house_zone()),
            kind="promise",
            title=one.title,
            who=str(one.owner),
            url=reverse("task", args=[one.public_id]),
        )
        for one in [task for task in tasks if task.is_promise][:MOST]
    ]
