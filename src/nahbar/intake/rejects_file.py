"""The rejected rows of an import as a file that people can open, mend and take over again.

A page sends it without ever writing it down. The command writes it, readable by the owner alone,
and it goes as soon as nothing in it is open any more, or after a week: rows of customers must not
lie about in clear.
"""

import csv
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from nahbar.core.harmless import harmless
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.words import say_fault

KEPT = 7 * 86_400  # seconds
HEADER = ["file", "row", "line", "column", "code", "reason", "cells"]
BYTE_ORDER_MARK = "\ufeff"  # tells spreadsheets that this is UTF-8


def open_rejects(import_run: Import) -> QuerySet[RejectedRow]:
    """The rows of an import that wait to be mended or left out."""
    return RejectedRow.objects.filter(
        table__import_run=import_run, is_note=False, state=RejectedRow.State.OPEN
    )


def rejects_as_csv(import_run: Import) -> Iterator[str]:
    """The file, line by line, harmless to spreadsheets, in the language of this moment."""
    return _lines(open_rejects(import_run), translation.get_language())


def _lines(rejected: QuerySet[RejectedRow], language: str | None) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield BYTE_ORDER_MARK + writer.writerow(HEADER)
    for row in rejected.select_related("table__file").iterator(chunk_size=1_000):
        with translation.override(language):
            reason = say_fault(row)
        cells = " | ".join(str(value) for value in row.cells.values() if value)
        place = [row.table.file.name, str(row.row), str(row.line or "")]
        said = [*place, row.column, row.code, reason, cells]
        yield writer.writerow([harmless(cell) for cell in said])


def write_rejects(import_run: Import) -> str | None:
    """Write them under NAHBAR_HOME/rejects; the path, or nothing where no row of a finished import is open."""
    if not _has_open_rows(import_run.public_id):
        return None
    path = _path(import_run)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
        stream.writelines(rejects_as_csv(import_run))
    return str(path)


def remove_settled(import_run: Import) -> None:
    """Remove the file of an import of which no row is open any more."""
    if not _has_open_rows(import_run.public_id):
        _path(import_run).unlink(missing_ok=True)


def sweep_rejects() -> int:
    """Remove the files that say nothing any more, and those older than a week; how many."""
    gone = [path for path in _folder().glob("*.csv") if _is_over(path)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


class _Echo:
    """Gives back each line that is written to it."""

    def write(self, line: str) -> str:
        return line


def _is_over(path: Path) -> bool:
    if time.time() - path.stat().st_mtime > KEPT:
        return True
    try:
        return not _has_open_rows(uuid.UUID(path.stem))
    except ValueError:
        return False  # no file of ours


def _has_open_rows(public_id: uuid.UUID) -> bool:
    done = Import.objects.filter(public_id=public_id, state=Import.State.DONE).first()
    return done is not None and open_rejects(done).exists()


def _path(import_run: Import) -> Path:
    return _folder() / f"{import_run.public_id}.csv"


def _folder() -> Path:
    folder: Path = settings.NAHBAR_HOME / "rejects"
    return folder
