"""How the room's taps and forms are answered: with the row itself for htmx, else with a page."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from nahbar.agenda.day import items_before
from nahbar.agenda.forms.tasks import RefusableForm
from nahbar.agenda.models import Task
from nahbar.agenda.queries import last_step
from nahbar.agenda.rows import row_id, rows_of
from nahbar.agenda.undoing import Undo, undo_of_step
from nahbar.core.models import User
from nahbar.core.refusals import Refused


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page it stands in."""
    return request.headers.get("HX-Request") == "true"


def answers_in(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing; None where the form was only asked for."""
    return request.POST if request.method == "POST" else None


def is_done(form: RefusableForm, act: Callable[[], object]) -> bool:
    """Whether the answers were right and the operation did not refuse; the form tells if it did."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        form.refuse(refusal)
        return False
    return True


def way_back(request: HttpRequest, otherwise: str = "") -> str:
    """The page of ours that was left for this, if the request names one; else `otherwise`, or Today."""
    asked = request.POST.get("back", "") or request.GET.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(asked, None) and asked.startswith("/")
    return asked if is_ours else otherwise or reverse("today")


def settled(request: HttpRequest, task: Task, person: User, key: str) -> HttpResponse:
    """After a tap on a task: the way to undo it, in place of its row, or above the page."""
    step = last_step(task, person)
    return answered(request, undo_of_step(step, task) if step else None, key)


def answered(request: HttpRequest, undo: Undo | None, key: str) -> HttpResponse:
    """The same for any item."""
    if is_partial(request):
        shows = {"undo": undo, "id": row_id(key)}
        return render(request, "agenda/undo_row.html", shows)
    parts = urlsplit(way_back(request))
    query = f"{parts.query}&" if parts.query else ""
    query += urlencode({"did": undo.token}) if undo else ""
    return redirect(urlunsplit(parts._replace(query=query)))


def put_back(request: HttpRequest, key: str, person: User, at: datetime) -> HttpResponse:
    """After undoing: the row is there again."""
    if not is_partial(request):
        return redirect(way_back(request))
    item = next((one for one in items_before(person, at) if one.key == key), None)
    rows = rows_of([item], person, at) if item else []
    return render(request, "agenda/row_again.html", {"rows": rows, "id": row_id(key)})


def asking(
    request: HttpRequest, form: RefusableForm, key: str, *, title: str, submit: str, quote: str
) -> HttpResponse:
    """A question before something is done: in place of the row, or as a page; 422 with errors."""
    shows = {
        "form": form,
        "title": title,
        "submit": submit,
        "quote": quote,
        "id": row_id(key),
        "key": key,
        "back": way_back(request),
        "action": request.get_full_path(),
    }
    page = "agenda/form.html"
    if is_partial(request):
        page = "agenda/row_form.html"
        typed = [one for one in form.visible_fields() if not one.use_fieldset]
        typed[0].field.widget.attrs["autofocus"] = True
    return render(request, page, shows, status=422 if form.errors else 200)
