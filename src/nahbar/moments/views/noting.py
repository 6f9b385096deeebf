"""Noting a moment with a customer: on a sheet over their page, or on a page of its own."""

import uuid
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.core.refusing import told_in
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.moments import agreements
from nahbar.moments.checking import checked
from nahbar.moments.forms import BY_HAND, MOST_AGREED, EncounterForm
from nahbar.moments.models import Channel, Encounter
from nahbar.moments.operations import NotedAlready, note_encounter
from nahbar.moments.views.parts import is_part, sent_in, timeline_after
from nahbar.moments.way_back import after_noting

CHANNEL_COOKIE = "channel"  # how this device noted last, for that is how it will note next
YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def encounters(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what happened, then show it in the timeline."""
    person, now = person_in(request), clock.now()
    customer = access_customer(person, public_id)
    form = EncounterForm(*sent_in(request), at=now, by=person, initial=_preset(request))
    noted = _noted(form, customer, person, now)
    if noted is None:
        return _page(request, customer, form)
    answer = timeline_after(request, customer, after_noting(customer, noted))
    answer["HX-Trigger-After-Settle"] = "noted"
    answer.set_cookie(
        CHANNEL_COOKIE,
        noted.channel,
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _preset(request: HttpRequest) -> dict[str, str]:
    """How they met and what it was, as the link said, else as it was the last time."""
    channel = request.GET.get("channel") or request.COOKIES.get(CHANNEL_COOKIE, "")
    preset = {"channel": channel} if channel in Channel.values else {}
    kind = request.GET.get("kind", "")
    return {**preset, "kind": kind} if kind in BY_HAND else preset


def _noted(
    form: EncounterForm, customer: Customer, person: User, now: datetime
) -> Encounter | None:
    """The moment that the form tells of; none where something is wrong with it, which it then says."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    with told_in(form), checked(said["attachments"]) as files:
        try:
            return note_encounter(
                customer,
                form.said(),
                by=person,
                at=now,
                once=said["once"],
                colleagues=said["colleagues"],
                agreed=form.agreed(),
                files=files,
            )
        except NotedAlready:
            form.ask_anew()
            raise
    return None


def _page(request: HttpRequest, customer: Customer, form: EncounterForm) -> HttpResponse:
    agreed = form.typed_agreed()
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "form": form,
        "noted": None,
        "files": [],
        "agreed": [*agreed, *[""] * (MOST_AGREED - len(agreed))] if agreements.are_kept() else [],
        "read_url": agreements.read_url(),
    }
    status = 422 if request.method == "POST" else 200
    if not is_part(request):
        return render(request, "moments/note.html", shows, status=status)
    answer = render(request, "moments/sheet.html", shows, status=status)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#note-place", "innerHTML"
    return answer
