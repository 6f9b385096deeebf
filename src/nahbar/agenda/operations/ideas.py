"""One's own idea for a customer: kept, taken up as a task, or left."""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Idea, Task
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.checks import TITLE, local_day
from nahbar.agenda.wishes import TaskWish
from nahbar.core.access import Ability, demand
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.typed import several_lines


@transaction.atomic
def note_idea(
    customer: Customer, text: str, *, once: uuid.UUID | None = None, by: User, at: datetime
) -> Idea:
    """Keep an idea. Raises Refused: `nothing_said`, `too_long`. The same form sent twice is one."""
    demand(by, Ability.KEEP_AGENDA)
    if once and (made := Idea.objects.filter(once=once, by=by).first()):
        return made
    said = several_lines(text, 2_000)
    if not said:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    try:
        with transaction.atomic():
            idea = Idea.objects.create(customer=customer, by=by, text=said, noted_at=at, once=once)
    except IntegrityError:  # the other of two at once was quicker
        twin = Idea.objects.filter(once=once, by=by).first() if once else None
        if twin is None:
            raise
        return twin
    details = {"customer": customer.pk}
    record("agenda.idea_noted", by=by, at=at, subject=idea, after={"text": said}, details=details)
    return idea


@transaction.atomic
def take_up_idea(idea: Idea, *, by: User, at: datetime) -> Task:
    """Make a task of it, for whoever takes it up, until tomorrow. Twice is once."""
    held = _held(idea, by)
    if held.task:
        return held.task
    if held.ended_at:
        raise Refused("already_settled", _("Somebody has settled this already."))
    title = " ".join(held.text.split())
    short = title if len(title) <= TITLE else f"{title[: TITLE - 2]} …"
    wish = TaskWish(short, by, local_day(at) + timedelta(days=1))
    held.task = add_task(wish, customer=held.customer, by=by, at=at)
    held.ended_at = at
    held.save(update_fields=["task", "ended_at"])
    details = {"task": held.task.pk}
    record("agenda.idea_taken_up", by=by, at=at, subject=held, details=details)
    return held.task


@transaction.atomic
def leave_idea(idea: Idea, *, by: User, at: datetime) -> Idea:
    """It will not be followed up; whose idea it is and who leads may say so. Twice is once."""
    held = _held(idea, by)
    if held.by_id != by.pk:
        demand(by, Ability.LEAD_TEAM)
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        record("agenda.idea_left", by=by, at=at, subject=held, before={"text": held.text})
    return held


def _held(idea: Idea, by: User) -> Idea:
    demand(by, Ability.KEEP_AGENDA)
    rows = Idea.objects.select_for_update(of=("self",)).select_related("customer")
    return rows.get(pk=idea.pk)
