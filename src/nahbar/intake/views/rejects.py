"""Rows that were not taken over: seen with their reason, mended in their place, or left out."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusals import Refused
from nahbar.intake.jobs import recount_import
from nahbar.intake.mapping import from_json
from nahbar.intake.models import RejectedRow
from nahbar.intake.operations.correct import correct_row, leave_row_out
from nahbar.intake.queries import import_or_404
from nahbar.intake.rejects_file import open_rejects, rejects_as_csv
from nahbar.intake.words import say_fault

PAGE = 25


@require_safe
@door(Ability.SEE_IMPORTS)
def rejected(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The rejected rows, a page at a time, and the values that were left out."""
    return _page(request, public_id)


@require_safe
@door(Ability.SEE_IMPORTS)
def rejected_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The rejected rows as a CSV file, harmless to spreadsheets."""
    import_run = import_or_404(person_in(request), public_id)
    if not open_rejects(import_run).exists():
        raise Http404
    return StreamingHttpResponse(
        rejects_as_csv(import_run),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rejected.csv"'},
    )


@require_POST
@door(Ability.RUN_IMPORTS)
def rejected_row(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Try a row again with mended cells, or leave it out."""
    person, now = person_in(request), clock.now()
    row = get_object_or_404(
        RejectedRow.objects.select_related("table__import_run"), public_id=public_id
    )
    import_or_404(person, row.table.import_run.public_id)
    try:
        if "leave_out" in request.POST:
            leave_row_out(row, by=person, at=now)
        else:
            cells = {n[5:]: str(value) for n, value in request.POST.items() if n[:5] == "cell_"}
            tried = correct_row(row, cells, by=person, at=now)
            if tried.state == RejectedRow.State.CORRECTED:
                recount_import.enqueue(row.table.import_run_id)
            else:
                return _page(request, row.table.import_run.public_id, tried=tried)
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        return _page(request, row.table.import_run.public_id, wrong=str(refusal))
    return redirect("import_rejected", row.table.import_run.public_id)


def _page(
    request: HttpRequest,
    public_id: uuid.UUID,
    *,
    tried: RejectedRow | None = None,
    wrong: str = "",
) -> HttpResponse:
    person = person_in(request)
    import_run = import_or_404(person, public_id)
    after = request.GET.get("after", "0")
    rows = RejectedRow.objects.filter(
        table__import_run=import_run,
        state=RejectedRow.State.OPEN,
        is_note=False,
        pk__gt=int(after) if after.isdigit() else 0,
    )
    shown = list(rows.select_related("table__file").order_by("pk")[: PAGE + 1])
    notes = RejectedRow.objects.filter(table__import_run=import_run, is_note=True)
    context = {
        "import": import_run,
        "rows": [_shown(row) for row in shown[:PAGE]],
        "next": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "notes": [(note, say_fault(note)) for note in notes.select_related("table__file")[:PAGE]],
        "may_run": may(person, Ability.RUN_IMPORTS),
        "tried": tried.public_id if tried else None,
        "wrong": wrong,
    }
    status = 422 if tried or wrong else 200
    return render(request, "intake/rejected.html", context, status=status)


def _shown(row: RejectedRow) -> dict[str, object]:
    choices = from_json(row.table.proposal).choices if row.table.proposal else ()
    headers = {choice.column: choice.header or choice.column for choice in choices}
    cells = [(f"cell_{n}", headers.get(n, n), value or "") for n, value in row.cells.items()]
    return {
        "row": row,
        "why": say_fault(row),
        "file": row.table.file.name,
        "cells": [cell for cell in cells if cell[0] != "cell_"],
        "text": row.cells.get("", ""),
    }
