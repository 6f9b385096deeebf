"""Appointments as mails carry them (RFC 5546, RFC 6047): who invites, who is invited, and to what."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from icalendar import Event, vCalAddress, vText

from nahbar.agenda.ics import calendar_of, event_of, occurrence, series_events
from nahbar.agenda.models import Appointment, Series
from nahbar.core.models import User
from nahbar.dispatch.operations.send import Attachment
from nahbar.team.queries import the_firm


def summary_for_guest(appointment: Appointment) -> str:
    """What stands in the guest's calendar: nothing in it but what they know."""
    firm = the_firm()
    told = {"person": appointment.person, "firm": firm.name if firm else ""}
    return _("Appointment with %(person)s, %(firm)s") % told


def entry(appointment: Appointment) -> Attachment:
    """The appointment to be put into a calendar by hand."""
    event = event_of(appointment, summary=summary_for_guest(appointment), note="")
    return _attached([event], "PUBLISH")


def invitation(appointment: Appointment, to: str) -> Attachment:
    """One appointment as it stands: a request, or its cancellation."""
    summary = summary_for_guest(appointment)
    if appointment.series is None:
        event = event_of(appointment, summary=summary, note="")
    else:
        event = occurrence(appointment.series, appointment, summary, "")
    is_off = appointment.status == Appointment.Status.CANCELLED
    return _sent([event], "CANCEL" if is_off else "REQUEST", appointment.person, to)


def series_invitation(series: Series, rows: Sequence[Appointment], to: str) -> Attachment:
    """A whole series as it stands; cancelled where nothing is left of it."""
    summary = summary_for_guest(rows[0])  # one for all: the firm is asked once
    events = series_events(series, rows, lambda _row: (summary, ""))
    is_off = all(row.status == Appointment.Status.CANCELLED for row in rows)
    return _sent(events, "CANCEL" if is_off else "REQUEST", rows[0].person, to)


def series_cancellation(series: Series, rows: Sequence[Appointment], to: str) -> Attachment:
    """Some of a series, cancelled each by itself."""
    summary = summary_for_guest(rows[0])
    events = [occurrence(series, row, summary, "") for row in rows]
    return _sent(events, "CANCEL", rows[0].person, to)


def _sent(events: Sequence[Event], method: str, person: User, to: str) -> Attachment:
    for event in events:
        organizer, attendee = vCalAddress(f"mailto:{person.email}"), vCalAddress(f"mailto:{to}")
        organizer.params["CN"] = vText(str(person))
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("organizer", organizer)
        event.add("attendee", attendee)
    return _attached(events, method)


def _attached(events: Sequence[Event], method: str) -> Attachment:
    content = calendar_of(events, method=method)
    return Attachment(_("appointment") + ".ics", f"text/calendar; method={method}", content)
