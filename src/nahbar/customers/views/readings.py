"""Who read a customer, and whom one of us read: for those who look after the access log."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.customers.readings import read_by, readers_of


@require_safe
@door(Ability.SEE_ACCESS_LOG)
def readers(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who read this customer, when, and how."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    page = readers_of(customer, by=person, before=_before(request))
    here = reverse("customer_readers", args=[customer.public_id])
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "readings": page.readings,
        "older": f"{here}?before={page.before}" if page.before else "",
    }
    return render(request, "customers/readers.html", shows)


@require_safe
@door(Ability.SEE_ACCESS_LOG)
def readings(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Whom one of us read, when, and how."""
    by = person_in(request)
    person = User.objects.filter(public_id=public_id).first()
    if person is None:
        raise Http404
    page = read_by(person, by=by, before=_before(request))
    here = reverse("person_readings", args=[person.public_id])
    shows = {
        "face": face_of_person(person),
        "readings": page.readings,
        "older": f"{here}?before={page.before}" if page.before else "",
    }
    return render(request, "customers/readings.html", shows)


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
