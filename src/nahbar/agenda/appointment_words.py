"""Appointments in words: whom they are with, what they are, when."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from nahbar.agenda.models import Appointment
from nahbar.core import formats
from nahbar.customers.names import name_of
from nahbar.customers.queries import numbers_of


def names_of(appointments: Collection[Appointment]) -> dict[int, str]:
    """Whom each of these appointments (primary keys) is with; empty for those of the house alone.

    Customers must have been selected with them. One query whatever their number.
    """
    numbers = numbers_of({one.customer_id for one in appointments if one.customer_id})
    return {one.pk: _name(one, numbers) for one in appointments}


def headline(appointment: Appointment, name: str) -> str:
    """What it is about and with whom: "Visit · Anna Berger"."""
    about = appointment.title or str(Appointment.Kind(appointment.kind).label)
    return f"{about} · {name}" if name else about


def time_line(appointment: Appointment) -> str:
    """From when until when: "10:00–10:30"."""
    return f"{formats.time(appointment.starts_at)}–{formats.time(appointment.ends_at)}"


def when_line(appointment: Appointment) -> str:
    """Day and time in words."""
    day = formats.date(appointment.starts_at, "full")
    return _("%(day)s, %(times)s") % {"day": day, "times": time_line(appointment)}


def place_of(appointment: Appointment) -> str:
    """Where it is: the place that was written, and the branch."""
    return ", ".join(str(one) for one in (appointment.place, appointment.branch) if one)


def _name(appointment: Appointment, numbers: dict[int, list[str]]) -> str:
    if appointment.customer:
        return name_of(appointment.customer, numbers.get(appointment.customer.pk, []))
    return appointment.guest_name
