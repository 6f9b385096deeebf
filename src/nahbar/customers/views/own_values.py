"""One of our own fields of one customer, changed where it stands or on a small page of its own."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.refusing import told_in
from nahbar.customers.models import Customer, OwnField
from nahbar.customers.operations.own_values import CHANGED, set_own_values
from nahbar.customers.operations.undo_change import undo_change
from nahbar.customers.own_fields.asking import OwnFieldsForm, told_beside
from nahbar.customers.own_fields.definitions import definitions_in
from nahbar.customers.own_fields_panel import own_piece
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.customers.views.answering import is_htmx


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def own_field(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """Show one field as a form; save it. For htmx the piece of the page comes back, else a page."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    field = definitions_in(request).by_key.get(key)
    if field is None:
        raise Http404
    form = OwnFieldsForm(request.POST or None, fields=[field], customer=customer)
    form.fields[field.said_as].widget.attrs["autofocus"] = True
    if request.method == "POST" and _is_saved(request, customer, form):
        if is_htmx(request):
            return _piece(request, customer, focus=key, saved=field)
        return redirect(_page_with_undo(customer))
    if is_htmx(request):
        return _piece(request, customer, form=form, open_key=key)
    shows = {"customer": customer, "face": face_of_one(customer), "form": form, "field": field}
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/own_field.html", shows, status=status)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def own_fields(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The piece alone, nothing in it open; the focus goes back to the field that was."""
    customer = access_customer(person_in(request), public_id)
    return _piece(request, customer, focus=request.GET.get("focus", ""))


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def own_undo(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Take a change of one of our own fields back, and show how it is now."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    entry = get_object_or_404(_changes_of(customer), pk=pk)
    told, is_refused = _("Taken back."), False
    try:
        undo_change(entry, by=person, at=clock.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        told, is_refused = str(refusal), True
    if not is_htmx(request):
        (messages.warning if is_refused else messages.success)(request, told)
        return redirect("customer", customer.public_id)
    shows = own_piece(request, customer, is_beside=True) or {}
    told_of = {"told": told, "undo_url": "", "is_refused": is_refused}
    return render(request, "customers/pieces/own_undone.html", {**shows, **told_of})


def _is_saved(request: HttpRequest, customer: Customer, form: OwnFieldsForm) -> bool:
    if not form.is_valid():
        return False
    with told_in(form), told_beside(form, customer):
        person, now = person_in(request), clock.now()
        set_own_values(customer, form.answers, seen=form.seen, by=person, at=now)
        return True
    return False


def _piece(
    request: HttpRequest,
    customer: Customer,
    *,
    form: OwnFieldsForm | None = None,
    open_key: str = "",
    focus: str = "",
    saved: OwnField | None = None,
) -> HttpResponse:
    shows = own_piece(request, customer, form=form, open_key=open_key, focus=focus)
    if shows is None:
        return HttpResponse()
    more = {"told": "", "undo_url": "", "is_refused": ""}
    if saved is not None:
        more = {
            "told": _("%(field)s: saved.") % {"field": saved.called},
            "undo_url": _undo_url(customer),
        }
    status = 422 if form is not None and form.errors else 200
    return render(request, "customers/pieces/own_answer.html", {**shows, **more}, status=status)


def _undo_url(customer: Customer) -> str:
    """Where the change that was just made is taken back."""
    last = _last_change(customer)
    return reverse("customer_own_undo", args=[customer.public_id, last]) if last else ""


def _page_with_undo(customer: Customer) -> str:
    """The customer's page, which offers to take the last change back."""
    there, last = reverse("customer", args=[customer.public_id]), _last_change(customer)
    return f"{there}?undo={last}" if last else there


def _last_change(customer: Customer) -> int | None:
    return _changes_of(customer).order_by("-pk").values_list("pk", flat=True).first()


def _changes_of(customer: Customer) -> QuerySet[LedgerEntry]:
    kind = Customer._meta.label_lower
    return LedgerEntry.objects.filter(subject_kind=kind, subject_id=customer.pk, action=CHANGED)
