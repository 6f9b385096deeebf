"""Where a customer books a time with their person: no sign-in, the link is what lets them in."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nahbar.agenda.booking_mails import guest_speech
from nahbar.agenda.forms.appointments import day_or_none
from nahbar.agenda.forms.booking import BookingForm
from nahbar.agenda.free_times import free_slots
from nahbar.agenda.models import Appointment, CalendarLink
from nahbar.agenda.operations.booking import Request, book
from nahbar.agenda.operations.calendar_links import find_link
from nahbar.agenda.tokens import new_token
from nahbar.core import clock
from nahbar.core.faces import face_of_person
from nahbar.core.files import read_stored
from nahbar.core.language import speaking
from nahbar.core.models import User
from nahbar.core.pictures import kind_of_picture
from nahbar.core.rates import too_often
from nahbar.core.refusing import told_in
from nahbar.customers.queries import face_of_one
from nahbar.team.queries import the_firm

WEEK = timedelta(days=7)
MOST_TRIES, HOUR = 20, 3_600
# A drawing may hold styles; were it opened by itself, it could do nothing else.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book_time(request: HttpRequest, token: str) -> HttpResponse:
    """Show who it is with and when there is time; take one."""
    link = _link(request, token)
    with speaking(guest_speech()):
        form = BookingForm(
            request.POST or None,
            initial={"ticket": new_token()},
            is_known=link.customer is not None,
        )
        if request.method != "POST":
            return _page(request, link, form)
        if too_often(request, "booking", most=MOST_TRIES, seconds=HOUR):
            return _page(request, link, form, status=429)
        if form.is_valid():
            with told_in(form):
                asked = Request(**form.cleaned_data)
                book(link, asked, page=ticket_url(request, asked.ticket), at=clock.now())
                return redirect("booked", asked.ticket)
        return _page(request, link, form, status=422)


@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """The picture of who it is with, for those who have the link."""
    person = _link(request, token).person
    if person.picture is None:
        raise Http404
    content = read_stored(person.picture)
    kind = kind_of_picture(content) or "application/octet-stream"
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Security-Policy"] = ALONE
    return answer


def ticket_url(request: HttpRequest, ticket: str) -> str:
    """The whole address at which a ticket opens its appointment."""
    path = reverse("booked", args=[ticket])
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)


def times_shown(
    person: User,
    *,
    minutes: int,
    after: datetime,
    days_ahead: int,
    wanted: date | None,
    leave_out: Appointment | None = None,
) -> dict[str, Any]:
    """A week of free times from the day that is wanted on, and the days with which others begin.

    `slots`: list of (day, moments). `earlier`, `later`: where more may be, or None.
    """
    first = max(clock.today(), after.astimezone(clock.house_zone()).date())
    last = clock.today() + timedelta(days=days_ahead)
    free = free_slots(person, first, last, minutes=minutes, after=after, leave_out=leave_out)
    start = min(max(wanted or next(iter(free), first), first), max(last, first))
    shown = [(day, slots) for day, slots in free.items() if start <= day < start + WEEK]
    return {
        "slots": shown,
        "has_any": bool(free),
        "earlier": max(first, start - WEEK) if any(day < start for day in free) else None,
        "later": start + WEEK if any(day >= start + WEEK for day in free) else None,
    }


def _link(request: HttpRequest, token: str) -> CalendarLink:
    link = find_link(token, CalendarLink.Purpose.BOOKING)
    if link is None:
        raise Http404
    return link


def _page(
    request: HttpRequest, link: CalendarLink, form: BookingForm, status: int = 200
) -> HttpResponse:
    now, person = clock.now(), link.person
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    firm = the_firm()
    shows = {
        "person": face_with(person, reverse("book_picture", args=[token])),
        "firm": firm.name if firm else "",
        "guest": face_of_one(link.customer).name if link.customer else "",
        "minutes": link.minutes,
        "form": form,
        "is_too_often": status == 429,
        "chosen": request.POST.get("starts_at", ""),
        **times_shown(
            person,
            minutes=link.minutes,
            after=now + timedelta(hours=link.lead_hours),
            days_ahead=link.days_ahead,
            wanted=day_or_none(request.GET.get("from", "")),
        ),
    }
    return render(request, "agenda/book.html", shows, status=status)


def face_with(person: User, picture_url: str) -> dict[str, Any]:
    """How the person is drawn where nobody is signed in: their picture by another address."""
    face = face_of_person(person)
    return {**vars(face), "photo_url": picture_url if person.picture_id else ""}
