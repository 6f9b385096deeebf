"""One order with its lines."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.queries import face_of_one
from nahbar.sales.models import OrderKind
from nahbar.sales.queries import access_order

LINES = 500


@require_safe
@door(Ability.SEE_CUSTOMERS)
def order(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who ordered what, when, for how much."""
    found = access_order(person_in(request), public_id)
    lines = found.lines.select_related("product").order_by("id")
    shows = {
        "order": found,
        "kind": OrderKind(found.kind).label,
        "face": face_of_one(found.customer) if found.customer else None,
        "lines": Paginator(lines, LINES).get_page(request.GET.get("page")),
        "kinds": dict(OrderKind.choices),
    }
    return render(request, "sales/order.html", shows)
