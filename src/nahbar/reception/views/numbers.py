"""Whose number is this: before one dials it, and when nobody knows it yet."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.customers.finders import find_customers
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.create import create_customer
from nahbar.customers.queries import access_customer, numbers_of, places_of, visible_customers
from nahbar.customers.typed import readable_phone
from nahbar.reception.cards import card_of
from nahbar.reception.forms import UnknownCallerForm
from nahbar.reception.models import CallDesk
from nahbar.reception.numbers import kind_of_number, normal_number
from nahbar.reception.queries import call_desk_of
from nahbar.team.queries import house_country

MOST_FOUND = 8


@require_safe
@door(Ability.TAKE_CALLS)
def dial(request: HttpRequest) -> HttpResponse:
    """Who that is, and the way to dial; where links to telephone numbers lead."""
    person = person_in(request)
    number = normal_number(request.GET.get("number", ""), house_country())
    desk = call_desk_of(person)
    dials_by = desk.dials_by if desk else CallDesk.Dialling.TEL
    shows = {"card": card_of(number, dials_by, by=person), "dials_by": dials_by}
    return render(request, "reception/dial.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.TAKE_CALLS)
def unknown(request: HttpRequest) -> HttpResponse:
    """Write down whose number it is: somebody new, or somebody known by another number."""
    said = request.POST.get("number", request.GET.get("number", ""))
    number = normal_number(said, house_country())
    if not number:
        raise Http404
    if chosen := request.POST.get("customer"):
        return _is_theirs(request, chosen, number)
    form = UnknownCallerForm(request.POST or None, initial={"number": number})
    new: list[Customer] = []
    if is_done(form, lambda fields: new.append(_write_down(request, fields, number))):
        messages.success(request, _("Noted."))
        return redirect("customer", new[0].public_id)
    shows = {
        "form": form,
        "number": number,
        "shown": readable_phone(number),
        "asked": request.GET.get("q", ""),
        "found": _found(request),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reception/unknown.html", shows, status=status)


def _write_down(request: HttpRequest, fields: dict[str, str], number: str) -> Customer:
    named = {name: value for name, value in fields.items() if name != "number"}
    is_firm = named["organisation"] and not named["last_name"] and not named["first_name"]
    return create_customer(
        {**named, "person_kind": "organisation" if is_firm else "person", "stage": "prospect"},
        contacts=[(kind_of_number(number), number)],
        by=person_in(request),
        at=clock.now(),
    )


def _is_theirs(request: HttpRequest, chosen: str, number: str) -> HttpResponse:
    try:
        public_id = uuid.UUID(chosen)
    except ValueError as error:
        raise Http404 from error
    person = person_in(request)
    customer = access_customer(person, public_id)
    add_contact_point(customer, kind_of_number(number), number, by=person, at=clock.now())
    messages.success(request, _("Noted."))
    return redirect("customer", customer.public_id)


def _found(request: HttpRequest) -> list[dict[str, object]]:
    """Whom the words in the search field may mean."""
    words = request.GET.get("q", "").strip()
    if not words:
        return []
    customers = visible_customers(person_in(request))
    found = [one.customer for one in find_customers(customers, words, limit=MOST_FOUND)]
    keys = [one.pk for one in found]
    numbers, places = numbers_of(keys), places_of(keys)
    return [
        {
            "customer": one,
            "face": face_of_customer(one, numbers.get(one.pk, [])),
            "place": places.get(one.pk, ""),
        }
        for one in found
    ]
