"""One appointment: looked at, settled, cancelled; its guest told, its series taken along."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.agenda.appointment_words import headline, moment_line, names_of, place_of, when_line
from nahbar.agenda.clashes import clashes_of
from nahbar.agenda.forms.appointments import StatusForm
from nahbar.agenda.forms.repeating import SpreadForm
from nahbar.agenda.models import Appointment
from nahbar.agenda.news import is_booked_by_guest, knows_something_else, starts_told
from nahbar.agenda.operations.appointments import settle_appointment, tell_of_it
from nahbar.agenda.operations.series import cancel_series
from nahbar.agenda.operations.spreading import SPREADS, spread_change
from nahbar.agenda.queries import access_appointment, visible_appointments
from nahbar.agenda.reaching import mail_address_of
from nahbar.agenda.rhythm_words import rhythm_line
from nahbar.agenda.views.calendar import KIND, week_url
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import Refused
from nahbar.customers.queries import face_of_one

Status = Appointment.Status


@require_safe
@door(Ability.SEE_AGENDA)
def appointment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is planned, what stands against it, and what became of it."""
    reader, now = person_in(request), clock.now()
    found = access_appointment(reader, public_id)
    name = names_of([found])[found.pk]
    shows = {
        "appointment": found,
        "title": headline(found, name),
        "when": when_line(found),
        "place": place_of(found),
        "face": face_of_one(found.customer) if found.customer else None,
        "person": face_of_person(found.person),
        "clashes": clashes_of(found, by=reader),
        "has_begun": found.starts_at <= now,
        "may_keep": may(reader, Ability.KEEP_AGENDA),
        "week_url": week_url(found, None),
        "rhythm": rhythm_line(found.series) if found.series else "",
        "spread": SpreadForm() if found.series and found.is_planned else None,
        **_knowledge(found),
    }
    return render(request, "agenda/appointment.html", shows)


@require_POST
@door(Ability.KEEP_AGENDA)
def status(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """They came, they did not, or it is cancelled."""
    person, now = person_in(request), clock.now()
    found = access_appointment(person, public_id)
    form = StatusForm(request.POST)
    if not form.is_valid() or form.cleaned_data["status"] == Status.PLANNED:
        raise Refused("no_such_status", _("This request cannot be understood."))
    told, version = form.cleaned_data["status"], form.cleaned_data["version"]
    spread = SpreadForm(request.POST)
    if not spread.is_valid():
        raise Refused("no_such_spread", _("This request cannot be understood."))
    if told == Status.CANCELLED:
        entry = cancel_series(
            found,
            spread.chosen,
            version=version,
            by=person,
            at=now,
            tells=form.cleaned_data["tells"],
        )
    else:
        entry = settle_appointment(found, told, version=version, by=person, at=now)
    return redirect(week_url(found, entry))


@require_POST
@door(Ability.KEEP_AGENDA)
def telling(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Whoever comes is told by mail how it stands now."""
    person = person_in(request)
    found = access_appointment(person, public_id)
    to = mail_address_of(found)
    if not to:
        raise Refused("nobody_to_write_to", _("No mail address is known: nobody is told."))
    tell_of_it(found, version=None, by=person, at=clock.now())
    messages.success(request, _("A mail goes to %(mail)s in two minutes.") % {"mail": to})
    return redirect(week_url(found, None))


@require_POST
@door(Ability.KEEP_AGENDA)
def spreading(request: HttpRequest, entry: int) -> HttpResponse:
    """What was done to one of a series is done to the following as well, or to all."""
    person = person_in(request)
    told = get_object_or_404(LedgerEntry, pk=entry, subject_kind=KIND, action__in=SPREADS)
    get_object_or_404(visible_appointments(person), pk=told.subject_id)
    form = SpreadForm(request.POST)
    if not form.is_valid():
        raise Refused("no_such_spread", _("This request cannot be understood."))
    done = spread_change(told, form.chosen, by=person, at=clock.now())
    moved = Appointment.objects.select_related("person").get(pk=told.subject_id)
    return redirect(week_url(moved, done))


def _knowledge(found: Appointment) -> dict[str, Any]:
    """What whoever comes knows of it, and whether they can be told."""
    before = starts_told(found.told)
    return {
        "mail": mail_address_of(found),
        "is_told_anyway": is_booked_by_guest(found),
        "was_told": bool(found.told) or found.tell_at is not None,
        "is_waiting": found.tell_at is not None,
        "told_otherwise": moment_line(before)
        if before and knows_something_else(found) and not found.told.get("is_off")
        else "",
    }
