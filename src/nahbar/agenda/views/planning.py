"""Planning an appointment: when, with whom, how often; and saying it otherwise."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.agenda.appointment_words import when_line
from nahbar.agenda.clashes import clashes_of
from nahbar.agenda.forms.appointments import (
    AppointmentForm,
    as_known,
    as_new,
    day_or_none,
    key_or_none,
)
from nahbar.agenda.forms.repeating import RepeatForm, SpreadForm
from nahbar.agenda.models import Appointment
from nahbar.agenda.news import is_booked_by_guest
from nahbar.agenda.operations.appointments import make_appointment
from nahbar.agenda.operations.series import change_series, make_series
from nahbar.agenda.queries import access_appointment
from nahbar.agenda.reaching import mail_address_of
from nahbar.agenda.rhythm_words import rhythm_line
from nahbar.agenda.views.calendar import week_url
from nahbar.agenda.views.ideas import customer_choice, find_choices
from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusing import told_in
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one

NOBODY = uuid.UUID(int=0)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def new(request: HttpRequest) -> HttpResponse:
    """Plan one, or several; over the customer's page it is a sheet with the most needed."""
    person, now = person_in(request), clock.now()
    customer = _customer(request, person, None)
    day = day_or_none(request.GET.get("day", ""))
    initial = as_new(now, person, day=day, customer=customer)
    form = AppointmentForm(_sent(request), initial={**initial, **_asked(request)})
    repeat = RepeatForm(_sent(request), initial=_asked(request))
    _need_choice(request, form, customer)
    if form.is_bound and form.is_valid() and repeat.is_valid():
        with told_in(form):
            made = _plan(form, repeat, customer, person, now)
            _tell(request, made, form, person)
            return _after(request, made, customer)
    shows = {"form": form, "repeat": repeat, "appointment": None}
    return _page(request, shows, customer, person)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say it otherwise: another time, another of us, another place; of a series, as far as is said."""
    person, now = person_in(request), clock.now()
    found = access_appointment(person, public_id)
    customer = _customer(request, person, found.customer)
    form = AppointmentForm(_sent(request), initial={**as_known(found), **_asked(request)})
    spread = SpreadForm(_sent(request), initial=_asked(request))
    _need_choice(request, form, customer)
    if form.is_bound and form.is_valid() and spread.is_valid():
        with told_in(form):
            entry = change_series(
                found,
                form.fields_said(customer),
                spread.chosen,
                version=form.cleaned_data["version"],
                by=person,
                at=now,
                tells=form.cleaned_data["tells"],
            )
            return _to_week(request, found, entry, form)
    shows = {
        "form": form,
        "spread": spread if found.series_id else None,
        "rhythm": rhythm_line(found.series) if found.series else "",
        "appointment": found,
        "is_told_anyway": is_booked_by_guest(found),
    }
    return _page(request, shows, customer, person)


def _plan(
    form: AppointmentForm,
    repeat: RepeatForm,
    customer: Customer | None,
    person: User,
    now: datetime,
) -> Appointment:
    fields = form.fields_said(customer)
    said, rhythm = form.cleaned_data, repeat.rhythm()
    told = {"by": person, "at": now, "public_id": said["key"], "tells": said["tells"]}
    if rhythm is None:
        return make_appointment(fields, **told)
    return make_series(fields, rhythm, **told)


def _tell(request: HttpRequest, made: Appointment, form: AppointmentForm, person: User) -> None:
    when = {"when": when_line(made)}
    if made.series is not None:
        told = _("Planned from %(when)s on: %(rhythm)s.")
        messages.success(request, told % {**when, "rhythm": rhythm_line(made.series)})
    else:
        messages.success(request, _("Planned for %(when)s.") % when)
    _tell_of_mail(request, made, form)
    for clash in clashes_of(made, by=person):
        messages.warning(request, clash)


def _tell_of_mail(request: HttpRequest, appointment: Appointment, form: AppointmentForm) -> None:
    if not form.cleaned_data["tells"]:
        return
    if to := mail_address_of(appointment):
        messages.success(request, _("A mail goes to %(mail)s in two minutes.") % {"mail": to})
    else:
        messages.warning(request, _("No mail address is known: nobody is told."))


def _after(request: HttpRequest, made: Appointment, customer: Customer | None) -> HttpResponse:
    """Back to the customer from whose page it was planned, else to the week it lies in."""
    if customer is not None and request.GET.get("customer") == str(customer.public_id):
        page = reverse("customer", args=[customer.public_id])
    else:
        page = week_url(made, None)
    return HttpResponse(headers={"HX-Redirect": page}) if _is_sheet(request) else redirect(page)


def _to_week(
    request: HttpRequest, found: Appointment, entry: LedgerEntry | None, form: AppointmentForm
) -> HttpResponse:
    now = Appointment.objects.select_related("person", "customer").get(pk=found.pk)
    if now.tell_at is not None:
        _tell_of_mail(request, now, form)
    return redirect(week_url(now, entry))


def _customer(request: HttpRequest, person: User, known: Customer | None) -> Customer | None:
    """Who was chosen: on the form, by the address, else as it was. 404 for who is not there."""
    sent = request.POST if "customer" in request.POST else request.GET
    if "customer" not in sent:
        return known
    text = sent.get("customer", "")
    return access_customer(person, key_or_none(text) or NOBODY) if text else None


def _is_search(request: HttpRequest) -> bool:
    """Whether only the search beside the form was pressed; for those without JavaScript."""
    return request.method == "POST" and "find" in request.POST


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" and not _is_search(request) else None


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What was typed already when the search was pressed."""
    if not _is_search(request):
        return {}
    return {**request.POST.dict(), "weekdays": request.POST.getlist("weekdays")}


def _need_choice(request: HttpRequest, form: AppointmentForm, customer: Customer | None) -> None:
    """Words in the search of which nobody was chosen are not left behind unseen."""
    if form.is_bound and customer is None and request.POST.get("q", "").strip():
        form.add_error("q", _("Choose for whom: search, then tap."))


def _is_sheet(request: HttpRequest) -> bool:
    is_whole = request.headers.get("HX-History-Restore-Request") == "true"
    return request.headers.get("HX-Request") == "true" and not is_whole


def _page(
    request: HttpRequest, shows: dict[str, Any], customer: Customer | None, person: User
) -> HttpResponse:
    asked = request.POST.get("q", request.GET.get("q", ""))
    nothing = {"repeat": None, "spread": None, "rhythm": "", "is_told_anyway": False}
    shows = {
        **nothing,
        **shows,
        "customer": customer,
        "face": face_of_one(customer) if customer else None,
        "chosen": [customer_choice(customer)] if customer else [],
        "found": find_choices(person, asked),
        "asked": asked,
        "action": request.get_full_path(),
    }
    status = 422 if shows["form"].is_bound else 200
    template = (
        "agenda/appointment_sheet.html" if _is_sheet(request) else "agenda/appointment_form.html"
    )
    answer = render(request, template, shows, status=status)
    if _is_sheet(request):
        answer["HX-Retarget"], answer["HX-Reswap"] = "#plan-place", "innerHTML"
    return answer
