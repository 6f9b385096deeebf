"""What who booked is told by mail: that it is booked, moved or cancelled, with the calendar entry."""

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import place_of, when_line
from nahbar.agenda.ics import calendar_of, event_of
from nahbar.agenda.models import Appointment
from nahbar.core.actors import THE_HOUSE
from nahbar.core.language import INFORMAL, Speech, speaking, speech_of
from nahbar.dispatch.operations.send import Attachment, send_mail
from nahbar.team.queries import the_firm

News = Literal["booked", "moved", "cancelled"]


def guest_speech() -> Speech:
    """How the house speaks to customers: in its language, and never by first name."""
    firm = the_firm()
    language = firm.language if firm else "de"
    return speech_of("de" if language == INFORMAL else language, firm.country if firm else "AT")


def tell_guest(appointment: Appointment, news: News, *, page: str, at: datetime) -> None:
    """Write the mail; nothing where no mail address is known. In the caller's transaction."""
    if "@" not in appointment.guest_contact:
        return
    with speaking(guest_speech()):
        send_mail(
            appointment.guest_contact,
            subject=_subject(appointment, news),
            text=_text(appointment, news, page),
            by=THE_HOUSE,
            at=at,
            sender=appointment.person,
            attachments=[calendar_entry(appointment)],
            about=f"appointment:{appointment.pk}",
        )


def calendar_entry(appointment: Appointment) -> Attachment:
    """The appointment as the guest's calendar takes it: nothing in it but what they know."""
    firm = the_firm()
    told = {"person": appointment.person, "firm": firm.name if firm else ""}
    event = event_of(
        appointment, summary=_("Appointment with %(person)s, %(firm)s") % told, note=""
    )
    content = calendar_of([event], method="PUBLISH")
    return Attachment(_("appointment") + ".ics", "text/calendar; method=PUBLISH", content)


def _subject(appointment: Appointment, news: News) -> str:
    told = {"when": when_line(appointment)}
    if news == "cancelled":
        return _("Cancelled: your appointment on %(when)s") % told
    if news == "moved":
        return _("New time of your appointment: %(when)s") % told
    return _("Your appointment on %(when)s") % told


def _text(appointment: Appointment, news: News, page: str) -> str:
    firm = the_firm()
    name = appointment.guest_name
    told = {"when": when_line(appointment), "person": appointment.person, "name": name}
    sentences = {
        "booked": _("your appointment with %(person)s is on %(when)s."),
        "moved": _("your appointment with %(person)s has a new time: %(when)s."),
        "cancelled": _("your appointment with %(person)s on %(when)s is cancelled."),
    }
    lines = [
        (_("Good day %(name)s,") if name else _("Good day,")) % told,
        "",
        sentences[news] % told,
    ]
    if place := place_of(appointment):
        lines.append(_("Place: %(place)s") % {"place": place})
    if news != "cancelled":
        lines += ["", _("To move or cancel it: %(page)s") % {"page": page}]
    return "\n".join([*lines, "", str(appointment.person), firm.name if firm else ""])
