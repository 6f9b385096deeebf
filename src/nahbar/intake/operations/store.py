"""Taking an import over, chunk by chunk, each whole or not at all."""

from collections.abc import Callable, Iterator
from datetime import datetime

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import F

from nahbar.core.actors import THE_HOUSE
from nahbar.core.events import announce
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.ledger import record
from nahbar.customers.models import SourceRecord
from nahbar.intake.chunks import read_rows
from nahbar.intake.events import ImportTakenOver
from nahbar.intake.mapping.apply import Applied, apply
from nahbar.intake.mapping.proposal import from_json
from nahbar.intake.mapping.slots import slots_of
from nahbar.intake.models import Import, ImportChunk, ImportTable, RejectedRow
from nahbar.intake.operations.rejects import keep_faults, keep_refusals
from nahbar.intake.repeats import Repeats
from nahbar.intake.stop import Stopped, raise_if_cancelled
from nahbar.intake.takers import TAKERS, Work
from nahbar.intake.takers.colleagues import who_works_here
from nahbar.intake.takers.outcome import Counts
from nahbar.intake.takers.replay import REPLAYS
from nahbar.intake.tally import Tally
from nahbar.team.queries import house_currency


def store_import(
    import_run: Import, *, at: datetime, step: Callable[[Import], None] = lambda _: None
) -> None:
    """Take over all chunks that are not taken over yet, and end the import.

    A chunk's rows, its undo log, its progress and its ledger row are one transaction: killed at any
    instant, the next run goes on with the next chunk. What was taken over before is replayed
    without writing, so that repeats and totals are counted over the whole import.
    """
    repeats, tally, people = Repeats(), Tally(house_currency()), who_works_here()
    for table in import_run.tables.filter(skipped=False).select_related("file"):
        work = work_for(import_run, table, at=at, repeats=repeats, tally=tally, people=people)
        for chunk, applied in _applied_chunks(table):
            if chunk.taken_over_at is not None:
                REPLAYS[table.kind](applied.frame, work)
                continue
            raise_if_cancelled(import_run)
            _take_chunk(import_run, table, chunk, applied, work)
            import_run.refresh_from_db()
            step(import_run)
            leave_if_stopping()
    _finish(import_run, tally, at=at)


def recount(import_run: Import) -> None:
    """Count the totals of an import anew, with the rows that were mended since."""
    repeats, tally = Repeats(), Tally(house_currency())
    for table in import_run.tables.filter(skipped=False).select_related("file"):
        work = work_for(import_run, table, at=import_run.created_at, repeats=repeats, tally=tally)
        for _chunk, applied in _applied_chunks(table):
            REPLAYS[table.kind](applied.frame, work)
        mended = table.rejected.filter(state=RejectedRow.State.CORRECTED)
        for row in mended.iterator():
            raw = pl.DataFrame([row.cells], schema=dict.fromkeys(row.cells, pl.String))
            with_place = raw.with_columns(row=pl.lit(row.row, dtype=pl.Int64))
            REPLAYS[table.kind](apply(from_json(table.proposal), with_place).frame, work)
    Import.objects.filter(pk=import_run.pk).update(totals=tally.totals())


def _applied_chunks(table: ImportTable) -> Iterator[tuple[ImportChunk, Applied]]:
    """The table's chunks with their rows typed; what an order says goes over into the next."""
    proposal, carry = from_json(table.proposal), dict[str, str | None]()
    for chunk in table.chunks.select_related("stored"):
        applied = apply(proposal, read_rows(chunk), carry)
        carry = dict(applied.carry)
        yield chunk, applied


def work_for(
    import_run: Import,
    table: ImportTable,
    *,
    at: datetime,
    repeats: Counts,
    tally: Tally | None = None,
    people: pl.DataFrame | None = None,
) -> Work:
    """All that a taker of this table's rows must know. `people`: looked up where not given."""
    by_mail = SourceRecord.objects.filter(
        source=import_run.source, key__gte="mail:", key__lt="mail;", superseded_at=None
    )
    slots = slots_of(from_json(table.proposal))
    uses = {
        int(slot.name.rsplit("_", 1)[-1]) if slot.name[-1].isdigit() else 1: slot.label
        for slot in slots
        if slot.field.in_address and slot.label
    }
    return Work(
        source=import_run.source,
        batch=import_run.batch,
        at=at,
        currency=house_currency(),
        zone=settings.TIME_ZONE,
        knows_people_by_mail=by_mail.exists(),
        address_uses=uses,
        people=who_works_here() if people is None else people,
        repeats=repeats,
        tally=tally or Tally(house_currency()),
    )


@transaction.atomic
def _take_chunk(
    import_run: Import,
    table: ImportTable,
    chunk: ImportChunk,
    applied: Applied,
    work: Work,
) -> None:
    outcome = TAKERS[table.kind](applied.frame, work)
    rows, bad = applied.filled, applied.bad.with_columns(pl.col("row").cast(pl.Int64))
    rejected = keep_faults(table, rows, bad) + keep_refusals(table, rows, outcome.refused)
    unreadable = chunk.row_count - rows.height
    ImportChunk.objects.filter(pk=chunk.pk).update(taken_over_at=work.at)
    Import.objects.filter(pk=import_run.pk).update(
        rows_read=F("rows_read") + chunk.row_count,
        rows_stored=F("rows_stored") + outcome.stored,
        rows_unchanged=F("rows_unchanged") + outcome.unchanged,
        rows_rejected=F("rows_rejected") + rejected + unreadable,
        customers_created=F("customers_created") + outcome.customers_created,
        customers_updated=F("customers_updated") + outcome.customers_updated,
    )
    record(
        "intake.chunk_taken_over",
        by=THE_HOUSE,
        at=work.at,
        subject=import_run,
        details={
            "table": table.position,
            "chunk": chunk.position,
            "rows": chunk.row_count,
            "stored": outcome.stored,
            "rejected": rejected,
        },
    )


@transaction.atomic
def _finish(import_run: Import, tally: Tally, *, at: datetime) -> None:
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.cancel_asked_at:
        raise Stopped
    locked.state, locked.finished_at = Import.State.DONE, at
    locked.totals = tally.totals()
    locked.save(update_fields=["state", "finished_at", "totals"])
    record(
        "intake.taken_over",
        by=THE_HOUSE,
        at=at,
        subject=locked,
        details={"rows": locked.rows_read, "stored": locked.rows_stored},
    )
    announce(ImportTakenOver(import_id=import_run.pk))
