"""Asking for work on all who stand on a list, stopping it, and taking it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.bulk import Ids
from nahbar.core.bulk_changes import BulkChange
from nahbar.core.ledger import record
from nahbar.core.models import Batch, User
from nahbar.core.refusals import Refused
from nahbar.core.undo import pack
from nahbar.customers.lists.jobs import work_off_runs
from nahbar.customers.models import ListRun

State = ListRun.State
EXPORT = "export"
MOST_OF_ONE, MOST_AT_ONCE = 1, 3  # files that are written: of one person, of the house
EXCEL_ROWS = 1_000_000
OPEN = (State.WAITING, State.RUNNING, State.UNDOING)


@transaction.atomic
def ask_for_change(
    change: BulkChange, said: Mapping[str, Any], customers: Ids, *, by: User, at: datetime
) -> ListRun:
    """Change these customers, whom `by` may see, one after the other, apart from any page.

    Raises Refused (`nobody_meant`).
    """
    demand(by, Ability.CHANGE_MANY)
    demand(by, change.ability)
    if not customers.size:
        raise Refused("nobody_meant", _("Nobody stands on this list."))
    batch = Batch.objects.create(kind="many", by=by, started_at=at)
    run = _ask(change.key, dict(said), customers, batch, by=by, at=at)
    told = {"work": change.key, "customers": run.count}
    record("customers.many_asked", by=by, at=at, subject=run, details=told)
    return run


@transaction.atomic
def ask_for_file(
    asked: Mapping[str, Any], customers: Ids, *, kind: str, by: User, at: datetime
) -> ListRun:
    """Write these customers into a file, `csv` or `xlsx`, to be fetched when it is whole.

    Raises Refused: `unknown_file_kind`, `too_many_for_excel`, `nobody_meant`, `export_under_way`.
    """
    demand(by, Ability.EXPORT_CUSTOMERS)
    if kind not in {"csv", "xlsx"}:
        raise Refused("unknown_file_kind", _("Files are written as .csv or .xlsx."))
    if kind == "xlsx" and customers.size > EXCEL_ROWS:
        raise Refused("too_many_for_excel", _("Excel holds a million rows at most. Take CSV."))
    if not customers.size:
        raise Refused("nobody_meant", _("Nobody stands on this list."))
    User.objects.select_for_update().get(
        pk=by.pk
    )  # asked for twice at once, the second sees the first
    under_way = list(
        ListRun.objects.filter(work=EXPORT, state__in=OPEN).values_list("by_id", flat=True)
    )
    if under_way.count(by.pk) >= MOST_OF_ONE or len(under_way) >= MOST_AT_ONCE:
        sentence = _("A file is being written already. Please wait until it is there.")
        raise Refused("export_under_way", sentence)
    run = _ask(EXPORT, {**asked, "kind": kind}, customers, None, by=by, at=at)
    told = {"kind": kind, "customers": run.count}
    record("customers.exported", by=by, at=at, subject=run, details=told)
    return run


@transaction.atomic
def cancel_run(run: ListRun, *, by: User, at: datetime) -> ListRun:
    """Stop before the next step; what was done so far stays, and can be taken back."""
    run = _held(run, by)
    if run.state in OPEN and not run.is_cancelled:
        run.is_cancelled = True
        run.save(update_fields=["is_cancelled"])
        record("customers.many_cancelled", by=by, at=at, subject=run, details={"done": run.done})
    return run


@transaction.atomic
def ask_to_undo_run(run: ListRun, *, by: User, at: datetime) -> ListRun:
    """Take the whole change back, except where somebody changed a customer since.

    Raises Refused (`not_undoable`).
    """
    run = _held(run, by)
    demand(by, Ability.CHANGE_MANY)
    if run.by_id != by.pk:
        demand(by, Ability.UNDO_OTHERS)
    if run.work == EXPORT or run.state in (*OPEN, State.UNDONE) or not run.changed:
        raise Refused("not_undoable", _("This cannot be taken back."))
    run.state, run.is_cancelled, run.undone_by, run.reason = State.UNDOING, False, by, ""
    run.save(update_fields=["state", "is_cancelled", "undone_by", "reason"])
    record("customers.many_undo_asked", by=by, at=at, subject=run, details={"changed": run.changed})
    work_off_runs.enqueue()
    return run


def _ask(
    work: str,
    asked: dict[str, Any],
    customers: Ids,
    batch: Batch | None,
    *,
    by: User,
    at: datetime,
) -> ListRun:
    run = ListRun.objects.create(
        work=work,
        asked=asked,
        by=by,
        customers=pack(customers),
        count=customers.size,
        batch=batch,
        asked_at=at,
    )
    work_off_runs.enqueue()
    return run


def _held(run: ListRun, by: User) -> ListRun:
    if run.by_id != by.pk:
        demand(by, Ability.CHANGE_MANY)
    return ListRun.objects.select_for_update().get(pk=run.pk)
