"""The addresses that open one's own calendar: for a calendar program, and for those who book."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nahbar.agenda.forms.booking import BookingLinkForm
from nahbar.agenda.models import CalendarLink
from nahbar.agenda.operations.calendar_links import close_link, open_link
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.reach import is_here_alone
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one

Purpose = CalendarLink.Purpose


@require_safe
@door(Ability.SEE_AGENDA)
def links(request: HttpRequest) -> HttpResponse:
    """Which of them are open."""
    return _page(request)


@never_cache
@require_POST
@door(Ability.SEE_AGENDA)
def open_one(request: HttpRequest, purpose: str) -> HttpResponse:
    """Make one, or make it anew; it is shown this once."""
    person, now = person_in(request), clock.now()
    if purpose == Purpose.FEED:
        token = open_link(person, purpose, by=person, at=now)
        return _page(request, feed=_absolute(request, "calendar_feed", token))
    if purpose != Purpose.BOOKING:
        raise Http404
    form = BookingLinkForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    token = open_link(person, purpose, by=person, at=now, **form.cleaned_data)
    return _page(request, booking=_absolute(request, "book", token))


@require_POST
@door(Ability.SEE_AGENDA)
def close_one(request: HttpRequest, purpose: str) -> HttpResponse:
    """It opens nothing any more."""
    if purpose not in Purpose.values:
        raise Http404
    person = person_in(request)
    close_link(person, purpose, by=person, at=clock.now())
    messages.success(request, _("This address is closed."))
    return redirect("calendar_links")


@never_cache
@require_POST
@door(Ability.KEEP_AGENDA)
def for_customer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A link to one's own free times for one customer, who need not say who they are."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    own = CalendarLink.objects.filter(
        person=person, purpose=Purpose.BOOKING, customer=None, closed_at=None
    ).first()
    names = ("minutes", "lead_hours", "days_ahead")
    figures = {name: getattr(own, name) for name in names} if own else {}
    token = open_link(
        person, Purpose.BOOKING, by=person, at=clock.now(), customer=customer, **figures
    )
    return _page(request, booking=_absolute(request, "book", token), customer=customer)


def _page(
    request: HttpRequest,
    *,
    feed: str = "",
    booking: str = "",
    customer: Customer | None = None,
    form: BookingLinkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person = person_in(request)
    opened = CalendarLink.objects.filter(person=person, customer=None, closed_at=None)
    by_purpose = {one.purpose: one for one in opened}
    known = by_purpose.get(Purpose.BOOKING)
    names = ("minutes", "lead_hours", "days_ahead")
    initial = {name: getattr(known, name) for name in names} if known else {}
    shows = {
        "feed_link": by_purpose.get(Purpose.FEED),
        "booking_link": known,
        "feed": feed,
        "booking": booking,
        "customer": customer,
        "customer_face": face_of_one(customer) if customer else None,
        "form": form or BookingLinkForm(initial=initial),
        "may_keep": may(person, Ability.KEEP_AGENDA),
        "is_here_alone": is_here_alone(feed or booking),
        "has_hours": person.working_hours.exists(),
        "who": person,
    }
    return render(request, "agenda/links.html", shows, status=status)


def _absolute(request: HttpRequest, name: str, token: str) -> str:
    path = reverse(name, args=[token])
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)
