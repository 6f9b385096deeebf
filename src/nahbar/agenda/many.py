"""What this room does for many customers at once: a task for each of them; see `core.bulk_changes`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.agenda.models import Task
from nahbar.agenda.operations.checks import day_ahead, may_own, said_title
from nahbar.core import clock, formats
from nahbar.core.access import ACCESS, Ability
from nahbar.core.actors import By
from nahbar.core.bulk import Ids
from nahbar.core.bulk_changes import BulkChange, Question, Step
from nahbar.core.facts import changed
from nahbar.core.ledger import Row, record_many
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.queries import visible_among

CARER = "carer"


def _ask(by: By) -> Sequence[Question]:
    roles = ACCESS[Ability.KEEP_AGENDA]
    people = User.objects.filter(is_active=True, role__in=roles).order_by("name", "pk")
    owners = [
        (CARER, _("whoever cares for the customer")),
        *((str(one.pk), str(one)) for one in people),
    ]
    return [
        Question("title", lazy("What is to be done")),
        Question("due_on", lazy("Until"), type="date"),
        Question("owner", lazy("Who does it"), owners),
    ]


def _check(sent: Mapping[str, str], by: By) -> dict[str, Any]:
    try:
        due_on = date.fromisoformat(sent.get("due_on", ""))
    except ValueError:
        raise Refused("task_needs_day", _("Say until when.")) from None
    owner = sent.get("owner", "")
    if owner != CARER:
        person = User.objects.filter(pk=int(owner)).first() if owner.isdecimal() else None
        owner = str(may_own(person).pk)
    day = day_ahead(due_on, clock.now())
    return {"title": said_title(sent.get("title", "")), "due_on": day.isoformat(), "owner": owner}


def _tell(said: Mapping[str, Any]) -> str:
    told = {"title": said["title"], "day": formats.date(date.fromisoformat(said["due_on"]))}
    return _("A task for each: “%(title)s”, until %(day)s") % told


def add_to_many(customers: Ids, said: Mapping[str, Any], by: By, at: datetime) -> Step:
    """Add the task for each whom its owner may see; of whoever nobody cares for, whoever asks has it."""
    rows = Customer.objects.filter(pk__in=customers.tolist()).order_by("pk")
    owners = _owners(dict(rows.values_list("pk", "cared_for_by")), said["owner"], by)
    tasks = Task.objects.bulk_create(
        Task(
            owner_id=owner,
            customer_id=customer,
            title=said["title"],
            due_on=date.fromisoformat(said["due_on"]),
            created_by=by if isinstance(by, User) else None,
            created_at=at,
        )
        for customer, owner in owners.items()
    )
    told = {"title": said["title"], "due_on": said["due_on"]}
    ledger = [Row(one.pk, {}, told, {"customer": one.customer_id, "version": 1}) for one in tasks]
    record_many("agenda.added", ledger, model=Task, by=by, at=at)
    changed(owners)
    made = {str(one.customer_id): one.pk for one in tasks}
    return Step(np.array(sorted(owners), dtype=np.int64), made)


def _owners(carers: Mapping[int, int | None], owner: str, by: By) -> dict[int, int]:
    """Who does it for each customer; who may not see one is given nothing about them."""
    asking = by.pk if isinstance(by, User) else None
    wanted = {
        customer: (carer or asking) if owner == CARER else int(owner)
        for customer, carer in carers.items()
    }
    people = User.objects.filter(is_active=True).in_bulk(
        [pk for pk in set(wanted.values()) if pk is not None]
    )
    found: dict[int, int] = {}
    for pk, person in people.items():
        theirs = [customer for customer, one in wanted.items() if one == pk]
        if person.role in ACCESS[Ability.KEEP_AGENDA]:
            found |= dict.fromkeys(visible_among(person, theirs), pk)
    return dict(sorted(found.items()))


def drop_from_many(
    customers: Ids, said: Mapping[str, Any], before: Mapping[str, Any], by: By, at: datetime
) -> Ids:
    """Take the tasks back that nobody has touched since."""
    keys = [before[str(pk)] for pk in customers.tolist() if str(pk) in before]
    untouched = Task.objects.select_for_update().filter(
        pk__in=keys, state=Task.State.OPEN, version=1
    )
    gone = {task.pk: task.customer_id for task in untouched if task.customer_id}
    told = {"title": said["title"]}
    ledger = [Row(pk, told, {}, {"customer": customer}) for pk, customer in sorted(gone.items())]
    record_many("agenda.many_taken_back", ledger, model=Task, by=by, at=at)
    Task.objects.filter(pk__in=list(gone)).delete()
    changed(gone.values())
    return np.array(sorted(set(gone.values())), dtype=np.int64)


CHANGES = (
    BulkChange(
        "task",
        lazy("A task for each"),
        Ability.KEEP_AGENDA,
        _ask,
        _check,
        _tell,
        add_to_many,
        drop_from_many,
    ),
)
