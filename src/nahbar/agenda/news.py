"""What whoever comes knows of an appointment, and whether there is something to tell them.

News wait a little, so that what is pushed about and taken back at once is told once, or not at all.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from nahbar.agenda.models import Appointment

PAUSE = timedelta(minutes=2)
Told = dict[str, Any]


def state_of(appointment: Appointment) -> Told:
    """What a guest is told of: when, with whom, where, and whether it is cancelled."""
    return {
        "starts_at": appointment.starts_at.isoformat(),
        "ends_at": appointment.ends_at.isoformat(),
        "person": appointment.person_id,
        "branch": appointment.branch_id,
        "place": appointment.place,
        "is_off": appointment.status == Appointment.Status.CANCELLED,
    }


def is_booked_by_guest(appointment: Appointment) -> bool:
    """Whether they took it by a link: they are always told what becomes of it."""
    return appointment.ticket is not None


def knows_something_else(appointment: Appointment) -> bool:
    """Whether they were told something that does not hold any more, and nothing is on its way."""
    told = appointment.told
    return bool(told) and appointment.tell_at is None and dict(told) != state_of(appointment)


def await_news(held: Appointment, was: Told, *, tells: bool | None, at: datetime) -> None:
    """Note on an appointment that was just changed from `was` whether its guest will be told.

    `tells` is what somebody chose: None leaves it, as it was, to be told or not. Changes of time,
    place or person count alone. The caller saves `told` and `tell_at`.
    """
    if is_booked_by_guest(held):
        if not held.told:  # the confirmation of their own booking told them
            held.told = was
        tells = True
    now = state_of(held)
    if held.told and dict(held.told) == now:
        held.tell_at = None
    elif tells:
        held.tell_at = at + PAUSE
    elif tells is False:
        held.tell_at = None


def starts_told(told: Mapping[str, Any]) -> datetime | None:
    """The beginning that they were told."""
    return datetime.fromisoformat(told["starts_at"]) if told.get("starts_at") else None
