"""Appointments for calendar programs (RFC 5545): times in UTC, texts escaped, cancelled ones kept as such."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from nahbar.agenda.appointment_words import place_of
from nahbar.agenda.models import Appointment

PRODUCT = "-//nahbar//calendar//EN"


def event_of(appointment: Appointment, *, summary: str, note: str) -> Event:
    """One event. Its identity stays, its sequence grows with each change."""
    event = Event()
    event.add("uid", f"{appointment.public_id}@nahbar")
    event.add("sequence", appointment.version - 1)
    event.add("dtstamp", _whole(appointment.changed_at))
    event.add("created", _whole(appointment.created_at))
    event.add("last-modified", _whole(appointment.changed_at))
    event.add("dtstart", _whole(appointment.starts_at))
    event.add("dtend", _whole(appointment.ends_at))
    event.add("summary", summary)
    if place := place_of(appointment):
        event.add("location", place)
    if note:
        event.add("description", note)
    is_off = appointment.status == Appointment.Status.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    return event


def calendar_of(events: Iterable[Event], *, name: str = "", method: str = "") -> bytes:
    """A calendar of these events, as it is sent."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-published-ttl", "PT15M")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _whole(at: datetime) -> datetime:
    """To the second: the format knows nothing smaller."""
    return at.replace(microsecond=0)
