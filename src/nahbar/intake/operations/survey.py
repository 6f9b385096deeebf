"""Surveying an import: every row is read once and kept raw, every column is looked at whole."""

import io
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from nahbar.core import files
from nahbar.core.actors import THE_HOUSE
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.ledger import record
from nahbar.intake.chunks import keep_rows
from nahbar.intake.mapping import (
    Proposal,
    TableProfile,
    TableView,
    agree,
    fingerprint,
    from_json,
    propose,
    table_kind,
    to_json,
)
from nahbar.intake.models import (
    Import,
    ImportChunk,
    ImportFile,
    ImportTable,
    RejectedRow,
    SavedMapping,
)
from nahbar.intake.own_columns import as_defined, with_own_fields
from nahbar.intake.profiles import profile_as_json
from nahbar.intake.reading import Chunk, Opener, ReadingError, Table, inspect, read_chunks
from nahbar.intake.stop import Listening, Stopped, raise_if_cancelled
from nahbar.team.queries import house_country

ROWS = 25_000
STEP = 1 << 16


def survey_import(
    import_run: Import, *, at: datetime, step: Callable[[Import], None] = lambda _: None
) -> None:
    """Read all files of an import and propose what their columns become.

    Begun again after it was cut off, it begins anew: nothing of it shows before it is whole.
    Raises ReadingError where a file cannot be read at all.
    """
    _forget_earlier_survey(import_run)
    profiles: dict[str, TableProfile] = defaultdict(TableProfile)
    for file in import_run.files.select_related("stored"):
        for table in inspect(_listening(import_run, file), file.name):
            profile = profiles[fingerprint(table.header)]
            _survey_table(import_run, file, table, profile, at=at, step=step)
    _refuse_what_is_empty(import_run)
    _propose(import_run, profiles, at=at)


def _refuse_what_is_empty(import_run: Import) -> None:
    """Files that all end with their header are no import."""
    tables = list(import_run.tables.select_related("file"))
    if not any(table.row_count for table in tables):
        raise ReadingError("no_rows", file=", ".join(table.file.name for table in tables[:3]))


def _forget_earlier_survey(import_run: Import) -> None:
    with transaction.atomic():
        for chunk in ImportChunk.objects.filter(table__import_run=import_run):
            files.release(chunk.stored)
        import_run.tables.all().delete()
        import_run.rows_total = import_run.rows_rejected = 0
        import_run.save(update_fields=["rows_total", "rows_rejected"])


def _survey_table(
    import_run: Import,
    file: ImportFile,
    table: Table,
    profile: TableProfile,
    *,
    at: datetime,
    step: Callable[[Import], None],
) -> None:
    stored = ImportTable.objects.create(
        import_run=import_run,
        file=file,
        position=import_run.tables.count(),
        sheet=_without_nul(table.sheet or "")[:120],
        header_digest=fingerprint(table.header),
        layout={
            "format": table.format,
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "header": [_without_nul(name) for name in table.header],
            "preamble": [_without_nul(line) for line in table.preamble[:20]],
            "lines": table.lines,
        },
    )
    opener = _listening(import_run, file)
    for position, chunk in enumerate(read_chunks(opener, table, rows=ROWS)):
        profile.add(chunk.rows)
        _keep_chunk(stored, position, chunk, at=at)
        import_run.refresh_from_db()
        step(import_run)
        leave_if_stopping()
        raise_if_cancelled(import_run)


def _listening(import_run: Import, file: ImportFile) -> Opener:
    """Opens the file; whoever reads it hears in time that it is to stop, however much it unpacks to."""

    def listen() -> None:
        leave_if_stopping()
        raise_if_cancelled(import_run)

    return lambda: io.BufferedReader(Listening(files.open_stored(file.stored), listen), STEP)


@transaction.atomic
def _keep_chunk(table: ImportTable, position: int, chunk: Chunk, *, at: datetime) -> None:
    count = chunk.rows.height + len(chunk.unreadable)
    ImportChunk.objects.create(
        table=table,
        position=position,
        first_row=chunk.first_row,
        row_count=count,
        stored=keep_rows(chunk.rows, at=at),
    )
    RejectedRow.objects.bulk_create(
        RejectedRow(
            table=table,
            row=row.row,
            line=row.line,
            code=row.code,
            details={n: _without_nul(v) for n, v in row.parameters.items()},
            cells={"": _without_nul(row.text)},
        )
        for row in chunk.unreadable
    )
    ImportTable.objects.filter(pk=table.pk).update(row_count=F("row_count") + count)
    Import.objects.filter(pk=table.import_run_id).update(rows_total=F("rows_total") + count)


@transaction.atomic
def _propose(import_run: Import, profiles: dict[str, TableProfile], *, at: datetime) -> None:
    proposed: dict[str, Proposal] = {}
    for table in import_run.tables.select_related("file"):
        if table.header_digest not in proposed:
            profile = profiles[table.header_digest]
            saved = _saved(import_run, table)
            fresh = saved or propose(
                [TableView(table.file.name, tuple(table.layout["header"]))],
                profile,
                kind=import_run.wanted_kind or None,
                country=house_country(),
                zone=settings.TIME_ZONE,
            )
            fit = as_defined if saved else with_own_fields
            proposed[table.header_digest] = fit(fresh, profile)
    agreed = dict(zip(proposed, agree(list(proposed.values())), strict=True))
    for table in import_run.tables.all():
        proposal = agreed[table.header_digest]
        table.proposal = to_json(proposal)
        table.profile = profile_as_json(profiles[table.header_digest])
        table.kind = proposal.kind
        table.skipped = not table.row_count
        table.save(update_fields=["proposal", "profile", "kind", "skipped"])
    locked = Import.objects.select_for_update().get(pk=import_run.pk)
    if locked.cancel_asked_at:
        raise Stopped
    locked.state = Import.State.PROPOSED
    locked.save(update_fields=["state"])
    record(
        "intake.surveyed",
        by=THE_HOUSE,
        at=at,
        subject=locked,
        details={"rows": locked.rows_total, "tables": len(profiles)},
    )


def _saved(import_run: Import, table: ImportTable) -> Proposal | None:
    saved = SavedMapping.objects.filter(source=import_run.source, header_digest=table.header_digest)
    if import_run.wanted_kind:
        saved = saved.filter(kind=table_kind(import_run.wanted_kind).name)
    found = saved.order_by("-saved_at").first()
    return from_json(found.proposal) if found else None


def _without_nul(text: Any) -> Any:
    """Text without NUL, which PostgreSQL does not keep; numbers as they are."""
    return text.replace("\0", "\N{SYMBOL FOR NULL}") if isinstance(text, str) else text
