"""Mending a rejected row in its place, or leaving it out for good."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import polars as pl
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.digest import number_repeats
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.intake.mapping import apply, from_json
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.operations.store import work_for
from nahbar.intake.rejects_file import remove_settled
from nahbar.intake.takers import TAKERS
from nahbar.intake.takers.customers import NO_ROWS
from nahbar.moments.operations import find_encounters
from nahbar.sales.identity import find_lines

FIND: dict[str, Callable[[pl.Series], pl.DataFrame]] = {
    "orders": find_lines,
    "encounters": find_encounters,
    "customers": lambda _keys: NO_ROWS,
}


class NextFree:
    """Numbers a mended row as one more of its kind, whatever equal rows there are already."""

    def __init__(self, find: Callable[[pl.Series], pl.DataFrame]) -> None:
        self._find = find

    def number(self, digests: pl.Series) -> pl.Series:
        """The first occurrence of the one row that nothing stored has."""
        occurrence = pl.Series([1] * digests.len(), dtype=pl.Int64)
        while digests.len() and self._find(number_repeats(digests, occurrence)).height:
            occurrence += 1
        return occurrence


@transaction.atomic
def correct_row(
    rejected: RejectedRow, cells: Mapping[str, str], *, by: By, at: datetime
) -> RejectedRow:
    """Try a rejected row again with mended cells.

    Where it still cannot be taken over it stays rejected, with its new cells and its new reason.
    """
    demand(by, Ability.RUN_IMPORTS)
    row = _open_row(rejected)
    if set(row.cells) == {""}:
        raise Refused("row_unreadable", _("This row has no cells. Mend it in the file."))
    row.cells = {name: cells.get(name, old) or None for name, old in row.cells.items()}
    schema = {**dict.fromkeys(row.cells, pl.String), "row": pl.Int64, "line": pl.Int64}
    raw = pl.DataFrame([{**row.cells, "row": row.row, "line": row.line}], schema=schema)
    applied = apply(from_json(row.table.proposal), raw)
    faults = applied.bad.filter(pl.col("severity") == "reject")
    if faults.is_empty():
        _take(row, applied.frame, at=at)
    else:
        fault = faults.row(0, named=True)
        row.column, row.code = fault["column"] or "", fault["code"]
        row.details = {"value": fault["value"]} if fault["value"] else {}
    row.save()
    _record(row, by, at)
    _let_go_of_file(row)
    return row


def _take(row: RejectedRow, typed: pl.DataFrame, *, at: datetime) -> None:
    table, import_run = row.table, row.table.import_run
    work = work_for(import_run, table, at=at, repeats=NextFree(FIND[table.kind]))
    outcome = TAKERS[table.kind](typed, work)
    if not outcome.refused.is_empty():
        row.column, row.code = "", outcome.refused["code"][0]
        other = Customer.objects.filter(pk=outcome.refused["other"][0]).first()
        row.details = {"customer": str(other.public_id)} if other else {}
        return
    row.state = RejectedRow.State.CORRECTED
    Import.objects.filter(pk=import_run.pk).update(
        rows_stored=F("rows_stored") + outcome.stored,
        rows_unchanged=F("rows_unchanged") + outcome.unchanged,
        rows_rejected=F("rows_rejected") - 1,
        customers_created=F("customers_created") + outcome.customers_created,
        customers_updated=F("customers_updated") + outcome.customers_updated,
    )


@transaction.atomic
def leave_row_out(rejected: RejectedRow, *, by: By, at: datetime) -> RejectedRow:
    """Decide that a rejected row is not to be taken over. Its raw cells stay kept."""
    demand(by, Ability.RUN_IMPORTS)
    row = _open_row(rejected)
    row.state = RejectedRow.State.LEFT_OUT
    row.save(update_fields=["state"])
    _record(row, by, at)
    _let_go_of_file(row)
    return row


def _open_row(rejected: RejectedRow) -> RejectedRow:
    locked = RejectedRow.objects.select_for_update(of=("self",)).select_related(
        "table__import_run__source", "table__import_run__batch"
    )
    row = locked.get(pk=rejected.pk)
    if row.state != RejectedRow.State.OPEN or row.is_note:
        raise Refused("row_settled", _("This row is already settled."))
    if row.table.import_run.state != Import.State.DONE:
        raise Refused("import_not_done", _("This import is not at an end yet."))
    return row


def _let_go_of_file(row: RejectedRow) -> None:
    transaction.on_commit(partial(remove_settled, row.table.import_run))


def _record(row: RejectedRow, by: By, at: datetime) -> None:
    record(
        "intake.row_settled",
        by=by,
        at=at,
        subject=row.table.import_run,
        details={"row": row.row, "state": row.state, "code": row.code},
    )
