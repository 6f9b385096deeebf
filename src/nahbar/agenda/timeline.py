"""What lies ahead of a customer: our part of the future in their timeline."""

from datetime import datetime

from django.urls import reverse

from nahbar.agenda.appointment_words import headline, place_of
from nahbar.agenda.models import Appointment
from nahbar.customers.models import Customer
from nahbar.moments.timeline import Coming

MOST = 10


def coming(customer: Customer, now: datetime) -> list[Coming]:
    """The next planned appointments with the customer, the nearest first; one query."""
    planned = Appointment.objects.filter(
        customer=customer, status=Appointment.Status.PLANNED, ends_at__gt=now
    ).select_related("person", "branch")
    return [
        Coming(
            at=one.starts_at,
            kind="calendar",
            title=headline(one, ""),
            who=", ".join(filter(None, (str(one.person), place_of(one)))),
            url=reverse("appointment", args=[one.public_id]),
        )
        for one in planned.order_by("starts_at", "id")[:MOST]
    ]
