"""Taking rows out of an import for good: raw rows, originals, examples, what was refused."""

import io
import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction

from nahbar.core import files
from nahbar.core.models import StoredFile
from nahbar.intake.chunks import keep_rows, read_rows
from nahbar.intake.forgetting.again import ERASED, made_anew
from nahbar.intake.forgetting.finding import Theirs
from nahbar.intake.forgetting.originals import CannotRewrite, Gone, as_read, without_rows
from nahbar.intake.models import ImportChunk, ImportFile, ImportTable, RejectedRow, SavedMapping
from nahbar.intake.reading import ReadingError, inspect

GONE = "…"
PLACE = ("row", "line")


def forget_rows(table: ImportTable, theirs: Collection[Theirs], *, at: datetime) -> int:
    """Take these rows out of the table's chunks, its examples, its refused rows and its original.

    Each step stands alone; begun again, it goes on. The original comes first, for the chunks know
    on which lines its rows stand.
    """
    if not theirs:
        return 0
    alone = _said_nowhere_else(table, theirs)
    _rewrite_original(table, {int(line) for one in theirs for line in one.rows["line"]}, at=at)
    _forget_examples(table, alone)
    _forget_refused(table, {int(row) for one in theirs for row in one.rows["row"]})
    for one in theirs:
        _drop(one, at=at)
    return sum(one.rows.height for one in theirs)


def forget_erased(table: ImportTable, *, at: datetime) -> int:
    """Rows that were refused because their customer was erased are not kept either."""
    rows = list(table.rejected.filter(code=ERASED).values_list("row", flat=True))
    if not rows:
        return 0
    chunks = table.chunks.select_related("stored")
    found = ((chunk, read_rows(chunk).filter(pl.col("row").is_in(rows))) for chunk in chunks)
    theirs = [Theirs(chunk, left) for chunk, left in found if left.height]
    gone = forget_rows(table, theirs, at=at)
    files.sweep()
    return gone


def forget_lines(table: ImportTable, lines: set[int], *, at: datetime) -> None:
    """Take rows that were left out when the file was read out of the kept original as well."""
    if lines:
        _rewrite_original(table, lines, at=at)
        files.sweep()  # not in an hour: what came in again must not lie about


def _drop(theirs: Theirs, *, at: datetime) -> None:
    rows = read_rows(theirs.chunk)
    left = rows.filter(~pl.col("row").is_in(theirs.rows["row"].to_list()))
    with transaction.atomic():
        held = ImportChunk.objects.select_for_update(of=("self",)).select_related("stored")
        chunk = held.get(pk=theirs.chunk.pk)
        before, chunk.stored = chunk.stored, keep_rows(made_anew(left), at=at)
        chunk.save(update_fields=["stored"])
        files.release(before)


def _rewrite_original(table: ImportTable, lines: set[int], *, at: datetime) -> None:
    file = table.file
    content = files.read_stored(file.stored)
    gone = Gone(
        frozenset(lines),
        _starts(table),
        table.sheet,
        table.layout.get("delimiter") or "",
        len(table.layout.get("header", [])) or 1,
        _encoding(content, file.name, table),
    )
    try:
        rewritten, name = without_rows(content, [gone]), file.name
    except CannotRewrite:
        rewritten, name = _as_it_was_read(file, table, lines)
    if rewritten != content:
        _exchange(file, rewritten, name, at=at)


def _exchange(file: ImportFile, content: bytes, name: str, *, at: datetime) -> None:
    with files.seal(io.BytesIO(content)) as sealed, transaction.atomic():
        held = ImportFile.objects.select_for_update(of=("self",)).select_related("stored")
        kept = held.get(pk=file.pk)
        before: StoredFile = kept.stored
        kept.stored, kept.name = files.keep(sealed, at=at), name
        kept.save(update_fields=["stored", "name"])
        files.release(before)


def _encoding(content: bytes, name: str, table: ImportTable) -> str:
    """Two bytes a letter must be known; all other encodings have line ends of one byte."""
    told = str(table.layout.get("encoding") or "utf-8")
    if table.sheet or told:
        return told
    try:
        return inspect(lambda: io.BytesIO(content), name)[0].encoding or "utf-8"
    except ReadingError:
        return "utf-8"


def _starts(table: ImportTable) -> tuple[int, ...]:
    """On which lines rows begin, the unreadable ones among them."""
    read = [int(line) for rows in _frames(table) for line in rows["line"]]
    unread = table.rejected.exclude(line=None).values_list("line", flat=True)
    return tuple(sorted({*read, *(line for line in unread if line is not None)}))


def _frames(table: ImportTable) -> Iterator[pl.DataFrame]:
    return (read_rows(chunk) for chunk in table.chunks.select_related("stored"))


def _as_it_was_read(file: ImportFile, table: ImportTable, lines: set[int]) -> tuple[bytes, str]:
    """A kind of file that nobody here writes becomes what was read from it."""
    tables = {}
    for each in ImportTable.objects.filter(file=file):
        gone = lines if each.pk == table.pk else set()
        tables[each.sheet or file.name] = (each.layout["header"], _plain_rows(each, gone))
    content = as_read(tables)
    return content, f"{file.name[:245]}.{'csv' if len(tables) == 1 else 'zip'}"


def _plain_rows(table: ImportTable, gone: set[int]) -> Iterator[list[str]]:
    for rows in _frames(table):
        left = rows.filter(~pl.col("line").is_in(sorted(gone))).drop(*PLACE)
        yield from ([cell or "" for cell in row] for row in left.iter_rows())


def _said_nowhere_else(table: ImportTable, theirs: Collection[Theirs]) -> set[str]:
    """What stands in these rows and in none of the others."""
    mine = {
        str(cell)
        for one in theirs
        for row in one.rows.drop(*PLACE).iter_rows()
        for cell in row
        if cell
    }
    gone = {int(row) for one in theirs for row in one.rows["row"]}
    for rows in _frames(table):
        others = rows.filter(~pl.col("row").is_in(sorted(gone))).drop(*PLACE)
        for name in others.columns:
            mine -= set(others[name].filter(others[name].is_in(sorted(mine))))
        if not mine:
            break
    return mine


def _forget_examples(table: ImportTable, alone: set[str]) -> None:
    profile = table.profile
    for column in profile.get("columns", {}).values():
        column["examples"] = [one for one in column.get("examples", []) if one not in alone]
        column["few"] = {one: n for one, n in column.get("few", {}).items() if one not in alone}
    table.profile, table.layout = profile, _blanked(table.layout, alone)
    table.proposal = _blanked_text(table.proposal, alone)
    table.save(update_fields=["profile", "layout", "proposal"])
    saved = SavedMapping.objects.filter(
        source=table.import_run.source, header_digest=table.header_digest
    )
    for one in saved:
        one.proposal = _blanked_text(one.proposal, alone)
        one.save(update_fields=["proposal"])


def _blanked_text(proposal: str, alone: set[str]) -> str:
    if not proposal:
        return proposal
    return json.dumps(_blanked(json.loads(proposal), alone), ensure_ascii=False, sort_keys=True)


def _blanked(value: Any, alone: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _blanked(one, alone) for name, one in value.items()}
    if isinstance(value, list):
        return [_blanked(one, alone) for one in value]
    return GONE if isinstance(value, str) and value in alone else value


def _forget_refused(table: ImportTable, rows: set[int]) -> None:
    """That a row was refused, and why, stays; what stood in it goes."""
    refused = table.rejected.filter(row__in=rows)
    refused.filter(state=RejectedRow.State.OPEN).update(state=RejectedRow.State.LEFT_OUT)
    refused.update(cells={}, details={})
