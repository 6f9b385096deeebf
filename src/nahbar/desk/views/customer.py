"""The page of one customer: the person first, then what the rooms know."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.introduction import introduce
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.desk.composition import customer_panels
from nahbar.desk.language import firm_of


@require_safe
@door(Ability.SEE_CUSTOMERS)
def customer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one customer."""
    found = access_customer(person_in(request), public_id)
    firm = firm_of(request)
    shows = {
        "customer": found,
        "face": face_of_one(found),
        "introduction": introduce(found, firm.language if firm else "de"),
        "panels": customer_panels(request, found),
    }
    return render(request, "desk/customer.html", shows)
