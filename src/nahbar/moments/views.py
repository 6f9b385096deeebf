"""Noting a moment with a customer."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.moments.forms import EncounterForm
from nahbar.moments.operations import note_encounter


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def encounters(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what happened, then show it in the timeline."""
    person, now = person_in(request), clock.now()
    customer = access_customer(person, public_id)
    form = EncounterForm(request.POST or None, at=now)
    if request.method == "POST" and form.is_valid():
        note_encounter(customer, form.cleaned_data, by=person, at=now)
        messages.success(request, _("Noted."))
        return redirect("customer", customer.public_id)
    shows = {"customer": customer, "face": face_of_one(customer), "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "moments/note.html", shows, status=status)
