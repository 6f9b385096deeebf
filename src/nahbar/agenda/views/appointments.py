"""One appointment: made, looked at, changed, settled."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.agenda.appointment_words import headline, names_of, place_of, when_line
from nahbar.agenda.clashes import clashes_of
from nahbar.agenda.forms.appointments import (
    AppointmentForm,
    StatusForm,
    as_known,
    as_new,
    day_or_none,
    key_or_none,
)
from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import (
    cancel_appointment,
    change_appointment,
    make_appointment,
    settle_appointment,
)
from nahbar.agenda.views.calendar import week_url
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import Refused
from nahbar.core.refusing import is_done, told_in
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one

Status = Appointment.Status


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def new(request: HttpRequest) -> HttpResponse:
    """Plan one, with the customer whom `?customer=` names, or for the house alone."""
    person, now = person_in(request), clock.now()
    customer = _customer(request)
    day = day_or_none(request.GET.get("day", ""))
    form = AppointmentForm(
        request.POST or None, initial=as_new(now, person, day=day, customer=customer)
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            fields = {**form.fields_said(), "customer": customer}
            key = form.cleaned_data["key"]
            made = make_appointment(fields, by=person, at=now, public_id=key)
            messages.success(request, _("Planned for %(when)s.") % {"when": when_line(made)})
            for clash in clashes_of(made):
                messages.warning(request, clash)
            if customer is not None:
                return redirect("customer", customer.public_id)
            return redirect(week_url(made, None))
    shows = {"form": form, "customer": customer, "appointment": None}
    return _form_page(request, shows, customer)


@require_safe
@door(Ability.SEE_AGENDA)
def appointment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is planned, what stands against it, and what became of it."""
    found, now = _find(public_id), clock.now()
    name = names_of([found])[found.pk]
    shows = {
        "appointment": found,
        "title": headline(found, name),
        "when": when_line(found),
        "place": place_of(found),
        "face": face_of_one(found.customer) if found.customer else None,
        "person": face_of_person(found.person),
        "clashes": clashes_of(found),
        "has_begun": found.starts_at <= now,
        "may_keep": may(person_in(request), Ability.KEEP_AGENDA),
        "week_url": week_url(found, None),
    }
    return render(request, "agenda/appointment.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say it otherwise: another time, another of us, another place."""
    found = _find(public_id)
    form = AppointmentForm(request.POST or None, initial=as_known(found))
    entries: list[LedgerEntry | None] = []

    def change(said: dict[str, Any]) -> None:
        entry = change_appointment(
            found,
            form.fields_said(),
            version=said["version"],
            by=person_in(request),
            at=clock.now(),
        )
        entries.append(entry)

    if is_done(form, change):
        return redirect(week_url(_find(public_id), entries[0]))
    return _form_page(
        request, {"form": form, "customer": found.customer, "appointment": found}, found.customer
    )


@require_POST
@door(Ability.KEEP_AGENDA)
def status(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """They came, they did not, or it is cancelled."""
    found, person, now = _find(public_id), person_in(request), clock.now()
    form = StatusForm(request.POST)
    if not form.is_valid() or form.cleaned_data["status"] == Status.PLANNED:
        raise Refused("no_such_status", _("This request cannot be understood."))
    told, version = form.cleaned_data["status"], form.cleaned_data["version"]
    if told == Status.CANCELLED:
        entry = cancel_appointment(found, version=version, by=person, at=now)
    else:
        entry = settle_appointment(found, told, version=version, by=person, at=now)
    return redirect(week_url(found, entry))


def _find(public_id: uuid.UUID) -> Appointment:
    related = Appointment.objects.select_related("person", "customer", "branch", "booked_by")
    return get_object_or_404(related, public_id=public_id)


def _customer(request: HttpRequest) -> Customer | None:
    text = request.GET.get("customer", "")
    if not text:
        return None
    return access_customer(person_in(request), key_or_none(text) or uuid.UUID(int=0))


def _form_page(
    request: HttpRequest, shows: dict[str, Any], customer: Customer | None
) -> HttpResponse:
    shows["face"] = face_of_one(customer) if customer else None
    status = 422 if request.method == "POST" else 200
    return render(request, "agenda/appointment_form.html", shows, status=status)
