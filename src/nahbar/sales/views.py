"""One order with its lines."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of, visible_customers
from nahbar.sales.models import Order, OrderKind

LINES = 500


@require_safe
@door(Ability.SEE_CUSTOMERS)
def order(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who ordered what, when, for how much."""
    found = (
        Order.objects.filter(public_id=public_id)
        .select_related("customer", "branch", "source")
        .first()
    )
    if found is None:
        raise Http404
    customer = found.customer
    if customer and not visible_customers(person_in(request)).filter(pk=customer.pk).exists():
        raise Http404
    numbers = numbers_of([customer.pk]).get(customer.pk, []) if customer else []
    lines = found.lines.select_related("product").order_by("id")
    shows = {
        "order": found,
        "kind": OrderKind(found.kind).label,
        "face": face_of_customer(customer, numbers) if customer else None,
        "lines": Paginator(lines, LINES).get_page(request.GET.get("page")),
        "kinds": dict(OrderKind.choices),
    }
    return render(request, "sales/order.html", shows)
