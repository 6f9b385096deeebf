"""Values that are edited where they stand: their forms, and their saving.

Asked by htmx these answer with one piece of the page; without JavaScript they lead to the small
pages on which the same can be done.
"""

import uuid

from django.db.models import Max
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.core.refusing import told_in
from nahbar.customers.editing import DOING, Editor, RelationEditor, RowEditor, editor_of
from nahbar.customers.forms import PictureForm, RelationForm
from nahbar.customers.pieces import Open, piece_of
from nahbar.customers.queries import access_customer
from nahbar.customers.views.answering import answer_with, is_htmx, saved_in
from nahbar.customers.views.portrait import open_picture
from nahbar.customers.views.relations import relate_so, whom


@require_safe
@door(Ability.SEE_CUSTOMERS)
def piece(request: HttpRequest, public_id: uuid.UUID, name: str) -> HttpResponse:
    """One piece as it is now: what Cancel brings back."""
    customer = access_customer(person_in(request), public_id)
    if name not in DOING:
        raise Http404
    if not is_htmx(request):
        return redirect("customer", customer.public_id)
    return answer_with(request, customer, name, focus=request.GET.get("focus", "")[:40])


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def spot(request: HttpRequest, public_id: uuid.UUID, name: str, spot: str) -> HttpResponse:
    """The form of one spot where it stands; sent, what it says."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    is_picture = (name, spot) == ("head", "picture")
    editor = editor_of(customer, name, spot)
    if editor is None and not (is_picture and request.method != "POST"):
        raise Http404
    if request.method != "POST":
        if not is_htmx(request):
            return redirect(piece_of(request, customer, name).plain_url)
        opened = (
            _opened(request, editor, spot, editor.form())
            if editor
            else open_picture(customer, PictureForm())
        )
        return answer_with(request, customer, name, opened=opened)
    assert editor  # noqa: S101  # a picture is sent elsewhere
    last = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    if "end" in request.POST and editor.may_end:
        editor.end(by=person, at=clock.now())
        return saved_in(request, customer, name, spot, last)
    form, is_saved, again = _save(request, editor, person)
    if is_saved:
        return saved_in(request, customer, name, spot, last)
    opened = _opened(request, editor, spot, form, again=again)
    return answer_with(request, customer, name, opened=opened, status=422)


def _save(request: HttpRequest, editor: Editor, person: User) -> tuple[Form, bool, bool]:
    """The form as it stands now, whether it was saved, and whether its row has ended meanwhile."""
    form = editor.form(request.POST)
    if not form.is_valid():
        return form, False, False
    other = None
    if isinstance(editor, RelationEditor) and isinstance(form, RelationForm):
        form, other = whom(request, person, editor.customer, form)
        if other is None:
            return form, False, False
    again = False
    with told_in(form):
        try:
            if other:
                relate_so(editor.customer, other, form.cleaned_data["kind"], person)
            else:
                editor.save(form, by=person, at=clock.now())
        except Refused as refusal:
            again = refusal.code == "ended_meanwhile"
            raise
        return form, True, False
    return form, False, again


def _opened(
    request: HttpRequest, editor: Editor, spot: str, form: Form, *, again: bool = False
) -> Open:
    """The form with the focus where something is wrong, else where it begins."""
    form.auto_id = "spot_%s"
    wrong = next((name for name in form.fields if name in form.errors), None)
    first = wrong or next((n for n, field in form.fields.items() if not field.widget.is_hidden), "")
    if first:
        form.fields[first].widget.attrs["autofocus"] = True
    since = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    is_loose = isinstance(editor, RowEditor) and editor.has_ended
    return Open(
        spot,
        form,
        request.path,
        editor.history,
        since,
        may_end=editor.may_end,
        again=again,
        is_loose=is_loose,
    )
