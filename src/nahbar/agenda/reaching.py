"""Where guests are written to."""

from nahbar.agenda.models import Appointment
from nahbar.customers.models import ContactPoint, Customer


def mail_address_of(appointment: Appointment) -> str:
    """Where whoever comes is written to; empty where nobody knows."""
    if "@" in appointment.guest_contact:
        return appointment.guest_contact
    return mail_of(appointment.customer) if appointment.customer else ""


def mail_of(customer: Customer) -> str:
    """The first mail address of a customer that holds."""
    points = customer.contact_points.filter(kind=ContactPoint.Kind.EMAIL, valid_until=None)
    return points.order_by("id").values_list("value", flat=True).first() or ""
