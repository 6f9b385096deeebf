"""Work under way on a list: how far it is, stopping it, taking it back, fetching its file; and one move."""

import uuid
from typing import Any

import numpy as np
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, demand, may
from nahbar.core.asking import person_in
from nahbar.core.bulk_changes import change_of
from nahbar.core.door import door
from nahbar.core.facts import facts_for
from nahbar.core.files import open_stored
from nahbar.core.formats import number
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.lists.boards import change_for
from nahbar.customers.models import ListRun
from nahbar.customers.operations.runs import EXPORT, OPEN, ask_to_undo_run, cancel_run
from nahbar.customers.queries import access_customer

State = ListRun.State
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LATEST = 30


@require_safe
@door(Ability.SEE_CUSTOMERS)
def list_runs(request: HttpRequest) -> HttpResponse:
    """What was lately done on lists: one's own, and for those who lead everybody's."""
    person = person_in(request)
    rows = ListRun.objects.select_related("by").order_by("-pk")
    if not may(person, Ability.CHANGE_MANY):
        rows = rows.filter(by=person)
    else:
        rows = rows.exclude(work=EXPORT) | rows.filter(by=person)
    runs = [(run, told(run), state_in_words(run)) for run in rows[:LATEST]]
    return render(request, "customers/runs.html", {"runs": runs})


@require_safe
@door(Ability.SEE_CUSTOMERS)
def list_run(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One of them."""
    person = person_in(request)
    run = run_or_404(person, public_id)
    is_undoable = run.work != EXPORT and run.changed > 0 and run.state not in (*OPEN, State.UNDONE)
    context: dict[str, Any] = {
        "run": run,
        "told": told(run),
        "state": state_in_words(run),
        "is_open": run.state in OPEN,
        "is_export": run.work == EXPORT,
        "bar": _bar(run),
        "may_undo": is_undoable and may(person, Ability.CHANGE_MANY),
    }
    return render(request, "customers/run.html", context)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def run_progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The progress alone, asked for again and again; at the end the page comes anew."""
    run = run_or_404(person_in(request), public_id)
    if run.state not in OPEN:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "customers/run_progress.html", {"run": run, "bar": _bar(run)})


@require_POST
@door(Ability.SEE_CUSTOMERS)
def run_cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Stop it."""
    person = person_in(request)
    cancel_run(run_or_404(person, public_id), by=person, at=clock.now())
    return redirect("list_run", public_id)


@require_POST
@door(Ability.CHANGE_MANY)
def run_undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take it back."""
    person = person_in(request)
    ask_to_undo_run(run_or_404(person, public_id), by=person, at=clock.now())
    return redirect("list_run", public_id)


@require_safe
@door(Ability.EXPORT_CUSTOMERS)
def run_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The file, for who asked for it."""
    person = person_in(request)
    run = run_or_404(person, public_id)
    if run.stored is None or run.by_id != person.pk:
        raise Http404
    kind = run.asked["kind"]
    return FileResponse(
        open_stored(run.stored),
        as_attachment=True,
        filename=f"customers.{kind}",
        content_type=TYPES[kind],
    )


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def board_move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Move one customer to another lane of a board."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    fact = facts_for(person).get(request.POST.get("fact", ""))
    change = change_for(fact) if fact else None
    if change is None:
        raise Http404
    demand(person, change.ability)
    status = 204
    try:
        with transaction.atomic():
            said = change.check({"value": request.POST.get("value", "")}, person)
            change.apply(np.array([customer.pk]), said, person, clock.now())
    except NotAllowed:
        raise
    except Refused:
        status = 422
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=status)
    return redirect(_back(request))


def run_or_404(person: User, public_id: uuid.UUID) -> ListRun:
    """One's own; a change of somebody else's for those who lead."""
    run = (
        ListRun.objects.select_related("by", "undone_by", "stored")
        .filter(public_id=public_id)
        .first()
    )
    is_mine = run is not None and run.by_id == person.pk
    if run is None or not (is_mine or (may(person, Ability.CHANGE_MANY) and run.work != EXPORT)):
        raise Http404
    return run


def told(run: ListRun) -> str:
    """What it does, in words."""
    if run.work == EXPORT:
        return _("A file of customers (%(kind)s)") % {"kind": run.asked.get("kind", "").upper()}
    change = change_of(run.work)
    return change.tell(run.asked) if change else _("A change that is no longer offered")


def state_in_words(run: ListRun) -> str:
    """Where it stands, with its counts."""
    counts = {"done": number(run.done), "count": number(run.count), "changed": number(run.changed)}
    kept = _("%(kept)s stay as they are, because somebody changed them since.") % {
        "kept": number(run.kept)
    }
    if run.work == EXPORT:
        words = {
            State.WAITING: _("It begins in a moment."),
            State.RUNNING: _("The file is being written."),
            State.DONE: _("%(count)s customers. The file is kept for a day.") % counts,
            State.CANCELLED: _("It was stopped."),
        }
        return words.get(State(run.state), reason_in_words(run.reason))
    words = {
        State.WAITING: _("It begins in a moment."),
        State.RUNNING: _("%(done)s of %(count)s looked at, %(changed)s changed.") % counts,
        State.DONE: _("%(count)s looked at, %(changed)s changed.") % counts,
        State.CANCELLED: _("Stopped after %(done)s of %(count)s; %(changed)s are changed.")
        % counts,
        State.UNDOING: _("It is being taken back; %(changed)s are still changed.") % counts,
        State.UNDONE: _("It was taken back.") + (f" {kept}" if run.kept else ""),
        State.STOPPED: f"{reason_in_words(run.reason)} "
        + _("Stopped after %(done)s of %(count)s; %(changed)s are changed.") % counts,
    }
    return words[State(run.state)]


def reason_in_words(code: str) -> str:
    """Why it stopped."""
    reasons = {
        "not_allowed": _("Whoever asked for it may no longer do this."),
        "change_gone": _("What should be changed is no longer there."),
        "tag_retired": _("The tag is no longer in use."),
        "unknown_choice": _("This choice does not exist."),
        "nobody_here": _("This person does not work here any more."),
    }
    return reasons.get(code, _("It could not go on."))


def _bar(run: ListRun) -> dict[str, Any]:
    is_known = run.state != State.UNDOING and run.count
    percent = 100 * run.done // run.count if is_known else None
    return {"sentence": state_in_words(run), "percent": percent, "id": f"run-{run.pk}"}


def _back(request: HttpRequest) -> str:
    """The board from which it was moved; only ever a list of ours."""
    query = request.POST.get("back", "")
    return reverse("customers") + (f"?{query}" if query else "")
