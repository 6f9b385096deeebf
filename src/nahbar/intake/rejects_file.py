"""The rejected rows of an import as a file that people can open, mend and take over again."""

import csv
import os

from django.conf import settings

from nahbar.core.harmless import harmless
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.words import say_fault


def write_rejects(import_run: Import) -> str | None:
    """Write them under NAHBAR_HOME/rejects; the path, or nothing where no row was rejected."""
    rejected = RejectedRow.objects.filter(
        table__import_run=import_run, is_note=False, state=RejectedRow.State.OPEN
    )
    if not rejected.exists():
        return None
    folder = settings.NAHBAR_HOME / "rejects"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{import_run.public_id}.csv"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["file", "row", "line", "column", "code", "reason", "cells"])
        for row in rejected.select_related("table__file").iterator(chunk_size=1_000):
            cells = " | ".join(str(value) for value in row.cells.values() if value)
            place = [row.table.file.name, str(row.row), str(row.line or "")]
            cells_of_row = [*place, row.column, row.code, str(say_fault(row)), cells]
            writer.writerow([harmless(cell) for cell in cells_of_row])
    return str(path)
