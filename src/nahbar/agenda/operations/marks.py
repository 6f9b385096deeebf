"""What somebody decides about an item of Today that is no task."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Task, TodayMark
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.checks import TITLE, local_day, said_reason
from nahbar.agenda.wishes import TaskWish
from nahbar.core.access import Ability, demand
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.today import Item
from nahbar.customers.models import Customer
from nahbar.customers.typed import one_line

Outcome = TodayMark.Outcome
REASON = 500


@transaction.atomic
def mark_item(
    item: Item,
    outcome: str,
    *,
    reason: str = "",
    to: User | None = None,
    by: User,
    at: datetime,
) -> TodayMark:
    """Keep what somebody decided: done, later (tomorrow), handed over (a task for `to`), not needed.

    The same once more is nothing. Raises Refused: `reason_needed`, `owner_cannot`, `unknown_choice`,
    `too_long`.
    """
    demand(by, Ability.KEEP_AGENDA)
    if outcome not in Outcome.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    User.objects.select_for_update().get(pk=by.pk)  # two taps at once: the second sees the first
    before = TodayMark.objects.filter(item=item.key, person=by).first()
    if before and before.outcome == outcome and before.marked_at > at - timedelta(minutes=1):
        return before
    why = said_reason(reason) if outcome == Outcome.NOT_NEEDED else reason
    mark = before or TodayMark(item=item.key, person=by)
    mark.kind, mark.customer_id, mark.outcome = item.kind, item.customer_id, outcome
    mark.reason, mark.marked_at = one_line(why, REASON), at
    mark.until = local_day(at) + timedelta(days=1) if outcome == Outcome.LATER else None
    mark.task = _handed(item, to, by, at) if outcome == Outcome.HANDED else None
    mark.save()
    details = {"item": item.key, "outcome": outcome, "until": mark.until}
    after = {"reason": mark.reason} if mark.reason else None
    record("agenda.marked", by=by, at=at, subject=mark, after=after, details=details)
    return mark


@transaction.atomic
def unmark(mark: TodayMark, *, by: User, at: datetime) -> None:
    """Take one's own mark back; the task it gave away goes, if nobody has touched it."""
    demand(by, Ability.KEEP_AGENDA)
    held = TodayMark.objects.select_for_update(of=("self",)).filter(pk=mark.pk).first()
    if held is None:
        return
    if held.person_id != by.pk:
        raise NotAllowed
    details = {"item": held.item, "outcome": held.outcome}
    record("agenda.unmarked", by=by, at=at, subject=held, details=details)
    given = held.task_id
    held.delete()
    Task.objects.filter(pk=given or 0, version=1, state=Task.State.OPEN).delete()


def _handed(item: Item, to: User | None, by: User, at: datetime) -> Task:
    customer = Customer.objects.filter(pk=item.customer_id or 0).first()
    wish = TaskWish(item.title[:TITLE], to, local_day(at))
    return add_task(wish, customer=customer, by=by, at=at)
