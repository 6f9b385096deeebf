"""Noting a moment with a customer, and correcting what was noted."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusals import NotAllowed
from nahbar.core.refusing import is_done
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.moments.correcting import (
    bring_back_encounter,
    correct_encounter,
    is_for,
    remove_encounter,
)
from nahbar.moments.forms import EncounterForm
from nahbar.moments.models import Encounter
from nahbar.moments.operations import note_encounter
from nahbar.moments.queries import removals_of


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def encounters(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what happened, then show it in the timeline."""
    person, now = person_in(request), clock.now()
    customer = access_customer(person, public_id)
    form = EncounterForm(request.POST or None, at=now)
    if is_done(form, lambda said: note_encounter(customer, said, by=person, at=now)):
        messages.success(request, _("Noted."))
        return redirect("customer", customer.public_id)
    return _page(request, customer, form)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def encounter(request: HttpRequest, public_id: uuid.UUID, encounter: uuid.UUID) -> HttpResponse:
    """Correct it, for whoever noted it and for those who lead."""
    person, now = person_in(request), clock.now()
    customer = access_customer(person, public_id)
    noted = get_object_or_404(Encounter, customer=customer, public_id=encounter)
    if noted.source_id is not None or not is_for(person, noted.by_id):
        raise NotAllowed
    form = EncounterForm(request.POST or None, at=now, noted=noted)
    if is_done(form, lambda said: correct_encounter(noted, said, by=person, at=now)):
        messages.success(request, _("Saved."))
        return redirect(_timeline(customer))
    return _page(request, customer, form, noted)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def removal(request: HttpRequest, public_id: uuid.UUID, encounter: uuid.UUID) -> HttpResponse:
    """Remove it, and offer to bring it back."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    noted = get_object_or_404(Encounter, customer=customer, public_id=encounter)
    entry = remove_encounter(noted, by=person, at=clock.now())
    return redirect(f"{reverse('customer', args=[public_id])}?removed={entry.pk}#timeline")


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def bring_back(request: HttpRequest, public_id: uuid.UUID, removed: int) -> HttpResponse:
    """Bring back what was removed."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    entry = get_object_or_404(removals_of(customer), pk=removed)
    bring_back_encounter(entry, by=person, at=clock.now())
    messages.success(request, _("It is back."))
    return redirect(_timeline(customer))


def _timeline(customer: Customer) -> str:
    return reverse("customer", args=[customer.public_id]) + "#timeline"


def _page(
    request: HttpRequest,
    customer: Customer,
    form: EncounterForm,
    noted: Encounter | None = None,
) -> HttpResponse:
    shows = {"customer": customer, "face": face_of_one(customer), "form": form, "noted": noted}
    status = 422 if request.method == "POST" else 200
    return render(request, "moments/note.html", shows, status=status)
