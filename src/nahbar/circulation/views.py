"""What a customer has: a page for all of it, one for each thing, and the row that becomes a form."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.circulation.forms import ThingForm
from nahbar.circulation.models import Thing
from nahbar.circulation.operations.things import (
    ChangedMeanwhile,
    add_thing,
    bring_back_thing,
    change_thing,
    end_thing,
)
from nahbar.circulation.panels import told
from nahbar.circulation.queries import access_thing, things_of
from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done, told_in
from nahbar.customers.queries import access_customer, face_of_one


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def things(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what they have; add something."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = ThingForm(request.POST or None)
    if is_done(form, lambda _said: add_thing(customer, form.said(), by=person, at=clock.now())):
        messages.success(request, _("Noted."))
        return redirect("customer", customer.public_id)
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "things": [told(one, clock.today()) for one in things_of(customer)],
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "circulation/things.html", shows, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def thing(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change one: on a page of its own, or for htmx in the place of its row."""
    person = person_in(request)
    found = access_thing(person, public_id)
    form = ThingForm(request.POST or None, thing=found)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        with told_in(form):
            try:
                saved = change_thing(found, form.said(), seen=seen, by=person, at=clock.now())
            except ChangedMeanwhile as refusal:
                form.see(refusal.thing)
                raise
            return _row(request, saved) if _is_htmx(request) else _back(request, saved)
    template = "circulation/row.html" if _is_htmx(request) else "circulation/thing.html"
    status = 422 if request.method == "POST" else 200
    shows = {"thing": found, "face": face_of_one(found.customer), "form": form}
    return render(request, template, shows, status=status)


@require_safe
@door(Ability.EDIT_CUSTOMERS)
def row(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The row again, when nothing is to be changed after all."""
    return _row(request, access_thing(person_in(request), public_id))


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """They no longer have it, from today."""
    person = person_in(request)
    found = access_thing(person, public_id)
    return _back(request, end_thing(found, on=clock.today(), by=person, at=clock.now()))


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def bring_back(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """They have it after all."""
    person = person_in(request)
    found = access_thing(person, public_id)
    return _back(request, bring_back_thing(found, by=person, at=clock.now()))


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _row(request: HttpRequest, found: Thing) -> HttpResponse:
    shows = {"told": told(found, clock.today()), "form": None, "may_edit": True}
    return render(request, "circulation/row.html", shows)


def _back(request: HttpRequest, found: Thing) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("customer", found.customer.public_id)
