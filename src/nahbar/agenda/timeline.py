"""What lies ahead of a customer: our part of the future in their timeline."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import headline, place_of
from nahbar.agenda.models import Appointment
from nahbar.customers.models import Customer
from nahbar.moments.timeline import Coming

MOST = 10
READ = 200


def coming(customer: Customer, now: datetime) -> list[Coming]:
    """The next planned appointments with the customer, the nearest first; one query.

    Of those that come again only the next.
    """
    planned = Appointment.objects.filter(
        customer=customer, status=Appointment.Status.PLANNED, ends_at__gt=now
    ).select_related("person", "branch")
    seen: set[int] = set()
    nearest = []
    for one in planned.order_by("starts_at", "id")[:READ]:
        if one.series_id not in seen:
            nearest.append(one)
        seen |= {one.series_id} if one.series_id else set()
    return [
        Coming(
            at=one.starts_at,
            kind="calendar",
            title=headline(one, ""),
            who=", ".join(filter(None, (str(one.person), place_of(one), _again(one)))),
            url=reverse("appointment", args=[one.public_id]),
        )
        for one in nearest[:MOST]
    ]


def _again(appointment: Appointment) -> str:
    return _("comes again") if appointment.series_id else ""
