"""What was booked, for whoever has its ticket: to look at, keep in a calendar, move, cancel."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.agenda.appointment_words import place_of, when_line
from nahbar.agenda.booking_mails import calendar_entry, guest_speech
from nahbar.agenda.forms.appointments import day_or_none
from nahbar.agenda.forms.booking import TimeForm
from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.booking import cancel_booking, find_booking, move_booking
from nahbar.agenda.views.booking import HOUR, MOST_TRIES, ticket_url, times_shown
from nahbar.core import clock
from nahbar.core.faces import face_of_person
from nahbar.core.language import speaking
from nahbar.core.rates import too_often
from nahbar.core.refusals import Refused
from nahbar.core.refusing import told_in
from nahbar.dispatch.server import mail_server
from nahbar.team.queries import the_firm

DAYS_AHEAD = 60  # how far a booked time may be moved


@never_cache
@require_safe
def booked(request: HttpRequest, ticket: str) -> HttpResponse:
    """When it is, with whom, where; and the ways to change it."""
    found = _find(ticket)
    with speaking(guest_speech()):
        return _page(request, found, "agenda/booked.html", ticket)


@never_cache
@require_safe
def entry(request: HttpRequest, ticket: str) -> HttpResponse:
    """The entry for the guest's own calendar."""
    found = _find(ticket)
    with speaking(guest_speech()):
        made = calendar_entry(found)
    answer = HttpResponse(made.content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def time(request: HttpRequest, ticket: str) -> HttpResponse:
    """Choose another time."""
    found, now = _find(ticket), clock.now()
    with speaking(guest_speech()):
        if not _can_change(found, now):
            return _page(request, found, "agenda/booked.html", ticket)
        form = TimeForm(request.POST or None)
        status = 200
        if request.method == "POST":
            status = 422
            if too_often(request, "booking", most=MOST_TRIES, seconds=HOUR):
                status = 429
            elif form.is_valid():
                with told_in(form):
                    page = ticket_url(request, ticket)
                    move_booking(found, form.cleaned_data["starts_at"], page=page, at=now)
                    return redirect("booked", ticket)
        length = found.ends_at - found.starts_at
        times = times_shown(
            found.person,
            minutes=int(length.total_seconds() // 60),
            after=now,
            days_ahead=DAYS_AHEAD,
            wanted=day_or_none(request.GET.get("from", "")),
            leave_out=found,
        )
        shows = {"form": form, "chosen": "", "is_too_often": status == 429, **times}
        return _page(request, found, "agenda/booked_time.html", ticket, shows, status)


@require_POST
def cancellation(request: HttpRequest, ticket: str) -> HttpResponse:
    """They will not come."""
    found = _find(ticket)
    with speaking(guest_speech()):
        try:
            cancel_booking(found, page=ticket_url(request, ticket), at=clock.now())
        except Refused as refusal:
            shows = {"refusal": str(refusal)}
            return _page(request, found, "agenda/booked.html", ticket, shows, 409)
    return redirect("booked", ticket)


def _find(ticket: str) -> Appointment:
    found = find_booking(ticket)
    if found is None:
        raise Http404
    return found


def _can_change(appointment: Appointment, now: datetime) -> bool:
    return appointment.is_planned and appointment.starts_at > now


def _page(
    request: HttpRequest,
    found: Appointment,
    template: str,
    ticket: str,
    shows: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    firm = the_firm()
    about = {
        "appointment": found,
        "ticket": ticket,
        "person": {**vars(face_of_person(found.person)), "photo_url": ""},
        "firm": firm.name if firm else "",
        "when": when_line(found),
        "place": place_of(found),
        "is_cancelled": found.status == Appointment.Status.CANCELLED,
        "can_change": _can_change(found, clock.now()),
        "refusal": "",
        "is_mailed": "@" in found.guest_contact and mail_server() is not None,
    }
    return render(request, template, {**about, **(shows or {})}, status=status)
