"""One import: its progress, its mapping, its result."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.formats import number
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.intake.foresight import foresee_undo
from nahbar.intake.jobs import work_off_imports
from nahbar.intake.models import Import
from nahbar.intake.operations.cancel import cancel_import
from nahbar.intake.operations.confirm import confirm_import
from nahbar.intake.operations.resume import GO_ON, resume_import
from nahbar.intake.operations.undo import ask_to_undo
from nahbar.intake.progress import progress_of
from nahbar.intake.queries import import_or_404
from nahbar.intake.views.mapping_form import apply_form
from nahbar.intake.views.mapping_page import show_tables
from nahbar.intake.views.rejected_page import open_rows, show_notes
from nahbar.intake.words import say_failure

State = Import.State
UNDOABLE = (State.DONE, State.FAILED)


@require_safe
@door(Ability.SEE_IMPORTS)
def import_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What there is to see or to do, by where the import stands."""
    import_run = import_or_404(person_in(request), public_id)
    return _page(request, import_run)


@require_safe
@door(Ability.SEE_IMPORTS)
def progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The progress alone, asked for again and again; at the end the page comes anew."""
    import_run = import_or_404(person_in(request), public_id)
    if not import_run.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "intake/progress.html", {"progress": progress_of(import_run)})


@require_POST
@door(Ability.RUN_IMPORTS)
def mapping(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the corrections of the mapping; with `confirm`, let the import go on."""
    person, now = person_in(request), clock.now()
    import_run = import_or_404(person, public_id)
    try:
        changed = apply_form(import_run, request.POST, by=person, at=now)
        for column in changed.emptied:
            told = _("“%(column)s” has no field now: another column took it.")
            messages.info(request, told % {"column": column})
        if "confirm" in request.POST and not changed.must_be_seen:
            confirm_import(import_run, by=person, at=now)
            work_off_imports.enqueue()
    except NotAllowed:
        raise
    except Refused as refusal:
        return _page(request, import_run, wrong=str(refusal))
    return redirect("import", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.RUN_IMPORTS)
def cancellation(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask whether to stop the import, and stop it: what it has done is taken back."""
    person = person_in(request)
    import_run = import_or_404(person, public_id)
    if request.method != "POST":
        return _question(request, import_run, may_be=import_run.state not in Import.ENDED)
    cancel_import(import_run, by=person, at=clock.now())
    return redirect("import", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.RUN_IMPORTS)
def undoing(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask whether to take the import back, and do it."""
    person = person_in(request)
    import_run = import_or_404(person, public_id)
    if request.method != "POST":
        return _question(request, import_run, may_be=import_run.state in UNDOABLE)
    ask_to_undo(import_run, by=person, at=clock.now())
    work_off_imports.enqueue()
    return redirect("import", public_id)


def _question(request: HttpRequest, import_run: Import, *, may_be: bool) -> HttpResponse:
    """What would go and what would stay, before anybody says yes; the yes is a POST to this address."""
    if not may_be or import_run.state == State.UNDOING:
        return redirect("import", import_run.public_id)
    holds_any = import_run.rows_read > 0
    context = {"import": import_run, "foreseen": foresee_undo(import_run) if holds_any else None}
    return render(request, "intake/question.html", context)


@require_POST
@door(Ability.RUN_IMPORTS)
def resumption(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let a stopped import go on."""
    person = person_in(request)
    resume_import(import_or_404(person, public_id), by=person, at=clock.now())
    work_off_imports.enqueue()
    return redirect("import", public_id)


def _page(request: HttpRequest, import_run: Import, *, wrong: str = "") -> HttpResponse:
    may_run = may(person_in(request), Ability.RUN_IMPORTS)
    context: dict[str, object] = {"import": import_run, "may_run": may_run, "wrong": wrong}
    status = 422 if wrong else 200
    if import_run.is_working:
        context["progress"] = progress_of(import_run)
        return render(request, "intake/working.html", context, status=status)
    if import_run.state == State.PROPOSED:
        context["tables"] = show_tables(import_run)
        return render(request, "intake/mapping.html", context, status=status)
    if import_run.state == State.FAILED:
        context |= {"reason": say_failure(import_run), "can_go_on": import_run.error_code in GO_ON}
        return render(request, "intake/failed.html", context, status=status)
    context |= {"waiting": open_rows(import_run).count(), "notes": show_notes(import_run)}
    if "amount" in import_run.totals:
        context["amount"] = _sums(import_run.totals)
    return render(request, "intake/ended.html", context, status=status)


def _sums(totals: dict[str, Any]) -> str:
    """The sum of the lines; where they are in several currencies, that of each."""
    amounts: dict[str, str] = totals.get("amounts", {})
    if len(amounts) < 2:
        return number(Decimal(totals["amount"]), 2)
    return " · ".join(
        f"{code} {number(Decimal(sums), 2)}" for code, sums in sorted(amounts.items())
    )
