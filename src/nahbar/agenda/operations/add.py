"""Taking something on, for oneself or for a colleague."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Task
from nahbar.agenda.operations.checks import day_ahead, may_own, moment_of, said_title
from nahbar.agenda.repeats import Repeat, rule_of
from nahbar.agenda.wishes import TaskWish
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer


@transaction.atomic
def add_task(
    wish: TaskWish,
    *,
    customer: Customer | None = None,
    reference: str = "",
    once: uuid.UUID | None = None,
    by: By,
    at: datetime,
) -> Task:
    """Add a task or a promise. `once` is the key of a form: sent twice, it adds one.

    Raises Refused: `task_needs_title`, `task_needs_day`, `day_is_past`, `owner_cannot`,
    `unknown_choice`, `promise_needs_customer`, `too_long`.
    """
    demand(by, Ability.KEEP_AGENDA)
    author = by if isinstance(by, User) else None
    if once and (made := Task.objects.filter(once=once, created_by=author).first()):
        return made
    fields = checked(wish, at, customer)
    try:
        with transaction.atomic():
            task = Task.objects.create(
                customer=customer,
                reference=reference,
                created_by=author,
                created_at=at,
                once=once,
                **fields,
            )
    except IntegrityError:  # the other of two at once was quicker
        twin = Task.objects.filter(once=once, created_by=author).first() if once else None
        if twin is None:
            raise
        return twin
    after = {name: value for name, value in fields.items() if value not in {None, ""}}
    after["owner"] = str(task.owner)
    details = {"customer": customer.pk if customer else None, "version": task.version}
    record("agenda.added", by=by, at=at, subject=task, after=after, details=details)
    return task


def checked(wish: TaskWish, at: datetime, customer: Customer | None) -> dict[str, Any]:
    """The columns of a task as wished, or Refused as `add_task` says."""
    if wish.kind not in Task.Kind.values or wish.repeat not in Repeat.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if wish.kind == Task.Kind.PROMISE and customer is None:
        raise Refused("promise_needs_customer", _("A promise is made to a customer: say to whom."))
    due_on = day_ahead(wish.due_on, at)
    return {
        "kind": wish.kind,
        "title": said_title(wish.title),
        "owner": may_own(wish.owner),
        "due_on": due_on,
        "due_at": moment_of(due_on, wish.due_time),
        "remind_at": wish.remind_at,
        "repeat": rule_of(wish.repeat, due_on),
    }
