"""Working off what was asked for on lists: step by step, each step one short transaction.

Between two steps there is a pause as long as the last one took, so that people who save wait for
one step at most. What was done, and how far that is, is stored with the step itself: killed at any
instant, the next run goes on with the next step. Whoever asked must still be allowed to, at each.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import numpy as np
from django.db import transaction

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.bulk import Ids
from nahbar.core.bulk_changes import BulkChange, change_of
from nahbar.core.files import release
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.turns import NotOurTurn, turn
from nahbar.core.undo import Effect, pack, remember, unpack
from nahbar.customers.lists.exporting import write_file
from nahbar.customers.lists.keeping import keep_due
from nahbar.customers.models import Customer, ListRun, RunStep
from nahbar.customers.operations.runs import EXPORT
from nahbar.customers.queries import visible_among

State = ListRun.State
STEP = 200
FACTS_EACH = 25  # steps, after which the columns of lists are brought up to date
KEPT = timedelta(days=1)
LONGEST_PAUSE = 0.5


def work_off(*, wait: bool = True) -> int:
    """Do all that was asked for; how many runs came to an end.

    Raises NotOurTurn where somebody else is at it and we do not `wait`.
    """
    ended = 0
    with turn("lists", wait=wait):
        open_runs = ListRun.objects.filter(state__in=(State.WAITING, State.RUNNING, State.UNDOING))
        while (
            run := open_runs.select_related("by", "undone_by").order_by("id").first()
        ) is not None:
            if run.work == EXPORT:
                write_file(run)
            else:
                _work(run, _undo_step if run.state == State.UNDOING else _change_step)
            ended += 1
    return ended


def _work(run: ListRun, step: Callable[[ListRun, BulkChange], bool]) -> None:
    """Step by step, until there is no more to do or nothing more may be done."""
    count = 0
    while True:
        leave_if_stopping()
        change, begun = change_of(run.work), time.monotonic()
        with transaction.atomic():
            run = _held(run)
            if reason := _why_not(run, change):
                _end(run, State.CANCELLED if reason == "cancelled" else State.STOPPED, reason)
                return
            if change is None or not step(run, change):
                _end(run, State.UNDONE if run.state == State.UNDOING else State.DONE)
                return
            if run.state == State.STOPPED:
                return
        count += 1
        if count % FACTS_EACH == 0:
            with suppress(NotOurTurn):
                keep_due(wait=False)
        time.sleep(min(time.monotonic() - begun, LONGEST_PAUSE))


def _held(run: ListRun) -> ListRun:
    rows = ListRun.objects.select_for_update(of=("self",)).select_related(
        "by", "undone_by", "batch"
    )
    return rows.get(pk=run.pk)


def _why_not(run: ListRun, change: BulkChange | None) -> str:
    """The code of why nothing more may be done; empty where it may."""
    who = _who(run)
    if run.is_cancelled:
        return "cancelled"
    if change is None:
        return "change_gone"
    may_many = who.is_active and may(who, Ability.CHANGE_MANY)
    is_allowed = may_many and may(who, change.ability) and change.is_for(who)
    return "" if is_allowed else "not_allowed"


def _who(run: ListRun) -> User:
    return run.undone_by if run.state == State.UNDOING and run.undone_by else run.by


def _change_step(run: ListRun, change: BulkChange) -> bool:
    """The next customers in their order; false where all are done."""
    some = unpack(bytes(run.customers))[run.done : run.done + STEP]
    if not some.size or run.batch is None:
        return False
    at = clock.now()
    mine = _visible(run.by, some)
    try:
        with transaction.atomic():
            step = change.apply(mine, run.asked, run.by, at)
    except Refused as refusal:
        _end(run, State.STOPPED, refusal.code)
        return True
    if step.changed.size:
        RunStep.objects.create(run=run, customers=pack(step.changed), before=dict(step.before))
        remember(run.batch, Customer, Effect.REPLACED, step.changed)
    run.done += some.size
    run.changed += step.changed.size
    run.state = State.RUNNING
    run.save(update_fields=["done", "changed", "state"])
    return True


def _undo_step(run: ListRun, change: BulkChange) -> bool:
    """The last step that still stands is taken back; false where none stands."""
    step = RunStep.objects.filter(run=run, undone_at=None).order_by("-pk").first()
    if step is None:
        return False
    at, who = clock.now(), _who(run)
    ids = unpack(bytes(step.customers))
    back = change.undo(_visible(who, ids), run.asked, step.before, who, at)
    step.undone_at = at
    step.save(update_fields=["undone_at"])
    run.changed -= back.size
    run.kept += ids.size - back.size
    run.save(update_fields=["changed", "kept"])
    return True


def _visible(who: User, ids: Ids) -> Ids:
    seen = visible_among(who, ids.tolist())
    return np.array(sorted(seen), dtype=np.int64)


def _end(run: ListRun, state: str, reason: str = "") -> None:
    at = clock.now()
    is_undone = state == State.UNDONE
    run.state, run.reason, run.ended_at = state, reason, at
    run.save(update_fields=["state", "reason", "ended_at"])
    if is_undone and run.batch:
        run.batch.undone_at = at
        run.batch.save(update_fields=["undone_at"])
    action = "customers.many_undone" if is_undone else "customers.many_changed"
    told = {"changed": run.changed, "done": run.done, "kept": run.kept, "reason": reason}
    record(action, by=_who(run), at=at, subject=run, details=told)


def let_files_go() -> int:
    """Let go of files that were written more than a day ago; how many there were."""
    old = ListRun.objects.filter(stored__isnull=False, ended_at__lt=clock.now() - KEPT)
    count = 0
    for run in old.select_related("stored"):
        with transaction.atomic():
            if run.stored is not None:
                release(run.stored)
            ListRun.objects.filter(pk=run.pk).update(stored=None)
        count += 1
    return count
