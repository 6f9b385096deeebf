"""The page of one customer: the person first, then what the rooms know."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.known_rows import read_along
from nahbar.customers.pieces import piece_of, shows
from nahbar.customers.queries import access_customer
from nahbar.customers.views.answering import undo_bar
from nahbar.desk.composition import customer_panels
from nahbar.desk.language import firm_of


@require_safe
@door(Ability.SEE_CUSTOMERS)
def customer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one customer."""
    person = person_in(request)
    found = access_customer(person, public_id)
    read_along(found)
    firm = firm_of(request)
    may_note = may(person, Ability.EDIT_CUSTOMERS)
    undo = request.GET.get("undo", "") if may_note else ""
    context = {
        "customer": found,
        "panels": customer_panels(request, found),
        "may_note": may_note,
        "undo": undo_bar(found, undo) if undo else None,
        **shows(piece_of(request, found, "head"), request, firm.language if firm else "de"),
    }
    return render(request, "desk/customer.html", context)
