"""What this room holds on people: their rows in the files that were brought, kept as they came."""

import json
from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.core.files import release
from nahbar.core.holdings import Aging, Holding, Noted, Old, Shown, Subject
from nahbar.core.showing import laid_out
from nahbar.customers.subjects import INTEREST
from nahbar.intake.forgetting.again import digest_raw
from nahbar.intake.forgetting.finding import Seekers, Theirs, rows_of_theirs, tells, tells_by_name
from nahbar.intake.forgetting.rows import PLACE, forget_rows
from nahbar.intake.models import Import, ImportChunk, ImportFile, ImportTable, RejectedRow

EXAMPLES = 5
OURS = frozenset({"cost", "line_cost"})
COLUMNS = (
    ("brought", _("Brought")), ("file", _("File")), ("sheet", _("Sheet")), ("row", _("Row")),
    ("cells", _("What it says")),
)  # fmt: skip


def _tables() -> QuerySet[ImportTable]:
    return ImportTable.objects.select_related("import_run__source", "file__stored").order_by("pk")


def _found(subject: Subject) -> Iterator[tuple[ImportTable, list[Theirs]]]:
    seekers = Seekers(subject)
    for table in _tables():
        wanted = seekers.for_source(table.import_run.source_id)
        yield table, list(rows_of_theirs(table, wanted))


def _rows(subject: Subject) -> Shown:
    told = [
        {
            "brought": table.import_run.created_at,
            "file": table.file.name,
            "sheet": table.sheet,
            "row": row["row"],
            "cells": _cells(table, row),
        }
        for table, theirs in _found(subject)
        for one in theirs
        for row in one.rows.iter_rows(named=True)
    ]
    return laid_out(COLUMNS, told)


def _cells(table: ImportTable, row: dict[str, object]) -> dict[str, object]:
    """By their headings; what the house itself paid is its own affair (Art. 15 (4) GDPR)."""
    kept = json.loads(table.proposal)["choices"] if table.proposal else []
    ours = {one["column"] for one in kept if one["field"] in OURS} | set(PLACE)
    header = table.layout.get("header", [])
    told = zip(header, row.items(), strict=False)
    return {head: cell for head, (name, cell) in told if cell and name not in ours}


def _forget(subject: Subject, at: datetime) -> int:
    """Their rows go, in every import, table by table."""
    seekers, gone = Seekers(subject), 0
    for table, theirs in _found(subject):
        wanted = seekers.for_source(table.import_run.source_id)
        gone += forget_rows(table, theirs, at=at)
        if theirs and tells_by_name(table.file.name, subject):
            _rename(table.file)
        for row in table.rejected.exclude(cells={}):
            if tells(json.dumps(row.cells, ensure_ascii=False), wanted):
                RejectedRow.objects.filter(pk=row.pk).update(cells={}, details={})
    _rename_files(subject)
    _forget_names_of_kept(subject)
    return gone


def _rename_files(subject: Subject) -> None:
    """A file may be called after the only one in it."""
    for name in subject.names:
        for file in ImportFile.objects.filter(name__icontains=name):
            _rename(file)


def _rename(file: ImportFile) -> None:
    ending = file.name.rpartition(".")[2] if "." in file.name else "txt"
    ImportFile.objects.filter(pk=file.pk).update(name=f"{file.position + 1}.{ending}")


def _forget_names_of_kept(subject: Subject) -> None:
    """Undoing an import lists whom it left because people had written on them."""
    for run in Import.objects.exclude(undo_result={}):
        kept = run.undo_result.get("kept_because_edited", [])
        left = [one for one in kept if one.get("id") not in subject.public_ids]
        if len(left) != len(kept):
            run.undo_result = {**run.undo_result, "kept_because_edited": left}
            run.save(update_fields=["undo_result"])
    folder = settings.NAHBAR_HOME / "rejects"
    for path in folder.glob("*.csv"):
        path.unlink(missing_ok=True)  # made anew from what is left, by whoever asks for it


def _nothing_left(subject: Subject, at: datetime) -> int:
    return 0  # gone before, in steps: see `_forget`


def _notes(subject: Subject) -> Noted:
    """Their raw rows, by which the same are told when they come again."""
    digests: set[int] = set()
    for _table, theirs in _found(subject):
        for one in theirs:
            digests |= set(digest_raw(one.rows).to_list())
    return Noted(rows=sorted(digests))


def _ended(before: date) -> QuerySet[Import]:
    """Imports long done whose raw rows are still kept."""
    midnight = datetime(before.year, before.month, before.day, tzinfo=house_zone())
    ended = Import.objects.filter(finished_at__lt=midnight, state__in=Import.ENDED)
    return ended.filter(files__isnull=False).distinct()


def _look(before: date) -> Old:
    found = _ended(before)
    oldest = found.aggregate(oldest=Min("finished_at"))["oldest"]
    first = found.order_by("finished_at").values_list("finished_at", "files__name")[:EXAMPLES]
    said = [f"{formats.date(when)}: {name}" for when, name in first if when]
    return Old(found.count(), oldest.date() if oldest else None, said)


def _remove(before: date, most: int) -> int:
    """Originals and raw rows go; what became of them stays, and can no longer be taken back row by row."""
    runs = list(_ended(before).order_by("finished_at")[:most])
    for run in runs:
        for chunk in ImportChunk.objects.filter(table__import_run=run).select_related("stored"):
            release(chunk.stored)
        for file in run.files.select_related("stored"):
            release(file.stored)
        run.tables.all().delete()
        run.files.all().delete()
    return len(runs)


HOLDINGS = (
    Holding(
        "intake.rows", _("Rows in files that were taken over"),
        _("To have at hand what came in, as it came, and to be able to take it back."), INTEREST,
        ("intake.ImportFile", "intake.ImportTable", "intake.ImportChunk", "intake.RejectedRow",
         "intake.SavedMapping", "intake.Import"),
        _rows, _nothing_left, folders=("files", "rejects"), prepare=_forget, notes=_notes,
    ),
)  # fmt: skip
AGINGS = (Aging("intake.files", _("Files that were taken over"), None, _look, _remove),)
