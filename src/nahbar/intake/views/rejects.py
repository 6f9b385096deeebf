"""Rows that were not taken over: seen with their reason, mended in their place, or left out."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.formats import number
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.typed import visible
from nahbar.intake.jobs import recount_import
from nahbar.intake.models import RejectedRow
from nahbar.intake.operations.correct import correct_row, leave_row_out
from nahbar.intake.operations.leave_out import leave_all_out
from nahbar.intake.queries import import_or_404
from nahbar.intake.rejects_file import open_rejects, rejects_as_csv
from nahbar.intake.views.rejected_page import open_rows, show_notes, show_rows

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
            cells = {n[5:]: visible(str(v)) for n, v in request.POST.items() if n[:5] == "cell_"}
            tried = correct_row(row, cells, by=person, at=now)
            if tried.state == RejectedRow.State.CORRECTED:
                recount_import.enqueue(row.table.import_run_id)
                messages.success(request, _("The row is in."))
            else:
                return _page(request, row.table.import_run.public_id, tried=tried)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _page(request, row.table.import_run.public_id, wrong=str(refusal))
    return redirect("import_rejected", row.table.import_run.public_id)


@require_POST
@door(Ability.RUN_IMPORTS)
def rejected_rows(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Leave all rows out that are still open."""
    person = person_in(request)
    left = leave_all_out(import_or_404(person, public_id), by=person, at=clock.now())
    shown = {"shown": number(left)}
    messages.success(
        request, ngettext("One row left out.", "%(shown)s rows left out.", left) % shown
    )
    return redirect("import", public_id)


def _page(
    request: HttpRequest,
    public_id: uuid.UUID,
    *,
    tried: RejectedRow | None = None,
    wrong: str = "",
) -> HttpResponse:
    person = person_in(request)
    import_run = import_or_404(person, public_id)
    waiting = open_rows(import_run)
    rows = waiting.filter(pk__gt=_after(request)).select_related("table__file", "table__import_run")
    shown = list(rows.order_by("pk")[: PAGE + 1])
    context = {
        "import": import_run,
        "rows": show_rows(shown[:PAGE]),
        "count": waiting.count(),
        "next": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "notes": show_notes(import_run),
        "may_run": may(person, Ability.RUN_IMPORTS),
        "tried": tried.public_id if tried else None,
        "wrong": wrong,
    }
    status = 422 if tried or wrong else 200
    return render(request, "intake/rejected.html", context, status=status)


def _after(request: HttpRequest) -> int:
    """Behind which row the page begins; a mark that is none begins at the beginning."""
    mark = request.GET.get("after", "")
    return int(mark) if mark.isascii() and mark.isdecimal() and len(mark) < 19 else 0
