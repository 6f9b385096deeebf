"""One import: its progress, its mapping, its result."""

import uuid
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.formats import number
from nahbar.core.refusals import Refused
from nahbar.intake.jobs import work_off_imports
from nahbar.intake.models import Import
from nahbar.intake.operations.cancel import cancel_import
from nahbar.intake.operations.confirm import confirm_import
from nahbar.intake.operations.resume import GO_ON, resume_import
from nahbar.intake.operations.undo import ask_to_undo
from nahbar.intake.progress import progress_of
from nahbar.intake.queries import import_or_404
from nahbar.intake.views.mapping_form import apply_form, show_tables
from nahbar.intake.words import say_failure

State = Import.State


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
        apply_form(import_run, request.POST, by=person, at=now)
        if "confirm" in request.POST:
            confirm_import(import_run, by=person, at=now)
            work_off_imports.enqueue()
    except Refused as refusal:
        return _page(request, import_run, wrong=str(refusal))
    return redirect("import", public_id)


@require_POST
@door(Ability.RUN_IMPORTS)
def cancellation(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Stop the import and take back what it has done."""
    person = person_in(request)
    cancel_import(import_or_404(person, public_id), by=person, at=clock.now())
    return redirect("import", public_id)


@require_POST
@door(Ability.RUN_IMPORTS)
def undoing(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the import back."""
    person = person_in(request)
    ask_to_undo(import_or_404(person, public_id), by=person, at=clock.now())
    work_off_imports.enqueue()
    return redirect("import", public_id)


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
    if "amount" in import_run.totals:
        context["amount"] = number(Decimal(import_run.totals["amount"]), 2)
    return render(request, "intake/ended.html", context, status=status)
