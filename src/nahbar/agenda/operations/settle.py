"""What becomes of a task: done, not needed; of a promise: kept, released, broken. And open again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Task
from nahbar.agenda.operations.checks import held, local_day, said_reason, write
from nahbar.agenda.repeats import next_day
from nahbar.core.actors import THE_HOUSE, By
from nahbar.core.clock import house_zone
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.typed import several_lines

State = Task.State
NOT_DONE = {
    Task.Kind.TASK: frozenset({State.DROPPED}),
    Task.Kind.PROMISE: frozenset({State.RELEASED, State.BROKEN}),
}


@transaction.atomic
def finish_task(task: Task, outcome: str = "", *, by: By, at: datetime) -> Task:
    """It is done, a promise kept; `outcome` may say what came of it. Twice is once.

    One that comes again makes its next. Raises Refused: `already_settled`, `too_long`.
    """
    now = held(task, by)
    if now.state == State.DONE:
        return now
    _settle(now, State.DONE, several_lines(outcome, 2_000), "agenda.done", by=by, at=at)
    _make_next(now, at=at)
    return now


@transaction.atomic
def drop_task(task: Task, state: str, reason: str, *, by: By, at: datetime) -> Task:
    """It will not be done, and why; one that comes again comes no more. Twice is once.

    A task is not needed (`dropped`); from a promise the customer lets us off (`released`), or we
    did not keep it (`broken`). Raises Refused: `reason_needed`, `unknown_choice`, `already_settled`.
    """
    now = held(task, by)
    if state not in NOT_DONE[Task.Kind(now.kind)]:
        raise Refused("unknown_choice", _("This choice does not exist."))
    if now.state == state:
        return now
    _settle(now, State(state), said_reason(reason), f"agenda.{state}", by=by, at=at)
    return now


@transaction.atomic
def reopen_task(task: Task, *, by: By, at: datetime) -> Task:
    """It is still to be done after all. The next one it made goes, if nobody has touched it."""
    now = held(task, by)
    if now.is_open:
        return now
    take_next_away(now)
    open_again = {"state": State.OPEN, "outcome": "", "settled_at": None, "settled_by": None}
    return write(now, open_again, "agenda.reopened", by=by, at=at)


def take_next_away(task: Task) -> None:
    """Remove the next one, as long as it is as it was made."""
    Task.objects.filter(follows=task, state=State.OPEN, version=1).delete()


def _settle(now: Task, state: State, outcome: str, action: str, *, by: By, at: datetime) -> None:
    if not now.is_open:
        raise Refused("already_settled", _("Somebody has settled this already."))
    who = by if isinstance(by, User) else None
    settled = {"state": state, "outcome": outcome, "settled_at": at, "settled_by": who}
    write(now, settled, action, by=by, at=at)


def _make_next(done: Task, *, at: datetime) -> None:
    """The next of one that comes again, for the same person; part of finishing it."""
    day = next_day(done.repeat, done.due_on, local_day(at))
    if day is None:
        return
    zone = house_zone()
    clock = done.due_at.astimezone(zone).time() if done.due_at else None
    following = Task.objects.create(
        kind=done.kind,
        owner=done.owner,
        customer=done.customer,
        title=done.title,
        due_on=day,
        due_at=datetime.combine(day, clock, zone) if clock else None,
        repeat=done.repeat,
        follows=done,
        created_by=done.created_by,
        created_at=at,
    )
    # The hand that finished one did not add the other: the house did.
    from_rule = {"follows": done.pk, "version": following.version}
    record("agenda.came_again", by=THE_HOUSE, at=at, subject=following, details=from_rule)
