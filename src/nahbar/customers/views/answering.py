"""How a piece of a customer's page is answered with: alone, and with the way back after a change."""

import uuid
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.asking import person_in
from nahbar.core.models import LedgerEntry
from nahbar.customers.models import Customer
from nahbar.customers.operations.undo_change import can_be_undone
from nahbar.customers.pieces import Open, piece_of, shows, template_of
from nahbar.customers.queries import access_customer
from nahbar.team.queries import the_firm

RELATED = ("customers.related", "customers.unrelated")


def is_htmx(request: HttpRequest) -> bool:
    """Whether a piece is wanted rather than a page."""
    return request.headers.get("HX-Request") == "true"


def answer_with(
    request: HttpRequest,
    customer: Customer,
    name: str,
    *,
    opened: Open | None = None,
    focus: str = "",
    told: str = "",
    undo: str = "",
    status: int = 200,
) -> HttpResponse:
    """The piece as it is now; `told` and `undo` fill the bar beside it."""
    piece = piece_of(request, customer, name, opened, focus)
    context = {
        "template": template_of(piece),
        "told": told,
        "undo_url": undo,
        "is_refused": False,
        **shows(piece, request, language()),
    }
    page = "customers/pieces/answer.html" if is_htmx(request) else "customers/spot.html"
    return render(request, page, context, status=status)


def saved_in(
    request: HttpRequest, customer: Customer, name: str, spot: str, last: int
) -> HttpResponse:
    """The piece after a change, and the way back; `last` is the ledger's last row from before."""
    mine = LedgerEntry.objects.filter(pk__gt=last, actor=person_in(request))
    entry = about(customer, mine).order_by("-pk").first()
    if not is_htmx(request):
        there = reverse("customer", args=[customer.public_id])
        return redirect(f"{there}?undo={entry.pk}" if entry else there)
    fresh = Customer.objects.get(pk=customer.pk)
    told = _("Saved.") if entry else ""
    undo = undo_url(customer, entry) if entry else ""
    return answer_with(request, fresh, name, focus=spot, told=told, undo=undo)


def beside(request: HttpRequest, public_id: uuid.UUID, name: str) -> str:
    """A piece that takes its own place beside another answer."""
    fresh = access_customer(person_in(request), public_id)
    piece = replace(piece_of(request, fresh, name), is_beside=True)
    return render_to_string(template_of(piece), shows(piece, request, language()), request)


def about(customer: Customer, entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Those of the entries that tell of the customer, also where they are the other of two."""
    either = Q(subject_id=customer.pk) | Q(action__in=RELATED, details__target=customer.pk)
    return entries.filter(either, subject_kind=Customer._meta.label_lower)


def undo_url(customer: Customer, entry: LedgerEntry) -> str:
    """Where the change is taken back; empty where that is not possible."""
    if not can_be_undone(entry):
        return ""
    return reverse("change_undo", args=[customer.public_id, entry.pk])


def undo_bar(customer: Customer, key: str) -> dict[str, Any] | None:
    """For the page that comes back without JavaScript after a change: the way back from that."""
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    entry = about(customer, LedgerEntry.objects.filter(pk=int(key))).first()
    url = undo_url(customer, entry) if entry else ""
    return {"told": _("Saved."), "undo_url": url, "is_refused": False} if url else None


def language() -> str:
    """The language of the house, in which nobody has to be told that it is spoken."""
    firm = the_firm()
    return firm.language if firm else "de"
