"""Correcting what was noted, removing it, bringing it back."""

import uuid
from datetime import datetime

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
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed
from nahbar.core.refusing import told_in
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.moments.checking import checked
from nahbar.moments.correcting import (
    REMOVED,
    ChangedMeanwhile,
    bring_back_encounter,
    correct_encounter,
    remove_encounter,
)
from nahbar.moments.forms import EncounterForm
from nahbar.moments.judging import is_for
from nahbar.moments.models import Encounter
from nahbar.moments.queries import removals_of
from nahbar.moments.timeline import shown_of
from nahbar.moments.views.parts import is_part, sent_in, timeline_after
from nahbar.moments.way_back import after_removal


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def encounter(request: HttpRequest, public_id: uuid.UUID, encounter: uuid.UUID) -> HttpResponse:
    """Correct it, for whoever noted it and for those who lead."""
    person, now = person_in(request), clock.now()
    customer = access_customer(person, public_id)
    noted = get_object_or_404(Encounter, customer=customer, public_id=encounter)
    if noted.source_id is not None or not is_for(person, noted.by_id):
        raise NotAllowed
    form = EncounterForm(*sent_in(request), at=now, by=person, noted=noted)
    if _is_corrected(form, noted, person, now):
        messages.success(request, _("Saved."))
        return redirect(reverse("customer", args=[public_id]) + "#timeline")
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "form": form,
        "noted": noted,
        "files": [shown_of(customer, one) for one in noted.attachments.order_by("id")],
        "agreed": [],
        "read_url": "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "moments/note.html", shows, status=status)


def _is_corrected(form: EncounterForm, noted: Encounter, person: User, now: datetime) -> bool:
    """Whether all was right; else the form says what was not."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    with told_in(form), checked(said["attachments"]) as files:
        try:
            correct_encounter(
                noted,
                form.said(),
                by=person,
                at=now,
                seen=said["seen"],
                colleagues=said["colleagues"],
                files=files,
            )
        except ChangedMeanwhile as refusal:
            form.beside(refusal.theirs)
            raise
        return True
    return False


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def removal(request: HttpRequest, public_id: uuid.UUID, encounter: uuid.UUID) -> HttpResponse:
    """Remove it, and offer to bring it back."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    noted = get_object_or_404(Encounter, customer=customer, public_id=encounter)
    entry = remove_encounter(noted, by=person, at=clock.now())
    return timeline_after(request, customer, after_removal(customer, entry))


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def bring_back(request: HttpRequest, public_id: uuid.UUID, removed: int) -> HttpResponse:
    """Bring back what was removed."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    entry = get_object_or_404(removals_of(customer).filter(action=REMOVED), pk=removed)
    bring_back_encounter(entry, by=person, at=clock.now())
    if not is_part(request):
        messages.success(request, _("It is back."))
    return timeline_after(request, customer, None)
