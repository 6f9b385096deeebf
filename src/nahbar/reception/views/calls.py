"""The calls of this moment at one's own desk, and what one does with them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.queries import access_customer
from nahbar.reception.models import CallDesk
from nahbar.reception.operations.calls import handle_call, put_away
from nahbar.reception.operations.notes import note_nobody_reached
from nahbar.reception.panels import listening_desk, shown_calls
from nahbar.reception.queries import access_call, calls_at, tag_of

NOTHING_SHOWS = 204  # the page stops asking


@require_safe
@door(Ability.TAKE_CALLS)
def now(request: HttpRequest) -> HttpResponse:
    """The cards; 304 while they are as the page has them."""
    desk = listening_desk(person_in(request))
    if desk is None:
        return HttpResponse(status=NOTHING_SHOWS)
    return _cards(request, desk)


@require_POST
@door(Ability.TAKE_CALLS)
def note(request: HttpRequest, public_id: uuid.UUID, customer: uuid.UUID) -> HttpResponse:
    """Take the call on and write down what was said: leads to the form for a moment."""
    person = person_in(request)
    who = access_customer(person, customer)
    handle_call(access_call(person, public_id), by=person)
    return redirect(f"{reverse('customer_encounters', args=[who.public_id])}?channel=phone")


@require_POST
@door(Ability.TAKE_CALLS)
def not_reached(request: HttpRequest, customer: uuid.UUID) -> HttpResponse:
    """Called, and nobody was there: noted with one tap, and the call it was about is done with."""
    person = person_in(request)
    who = access_customer(person, customer)
    call = request.POST.get("call", "")
    about = access_call(person, uuid.UUID(call)) if _is_id(call) else None
    note_nobody_reached(who, about, by=person, at=clock.now())
    messages.success(request, _("Noted: nobody reached."))
    return _back(request)


@require_POST
@door(Ability.TAKE_CALLS)
def away(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """This desk no longer shows it."""
    person = person_in(request)
    put_away(access_call(person, public_id), by=person)
    desk = listening_desk(person)
    is_in_place = request.headers.get("HX-Request") == "true"
    return _cards(request, desk) if desk and is_in_place else _back(request)


def _cards(request: HttpRequest, desk: CallDesk) -> HttpResponse:
    calls = calls_at(desk, at=clock.now())
    tag = tag_of(calls, desk)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    answer = render(request, "reception/cards.html", shown_calls(calls, desk, person_in(request)))
    answer["ETag"] = tag
    return answer


def _is_id(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _back(request: HttpRequest) -> HttpResponse:
    """To where one was, as far as that is a page of this house."""
    before = request.headers.get("Referer", "")
    return redirect(
        before if url_has_allowed_host_and_scheme(before, {request.get_host()}) else "today"
    )
