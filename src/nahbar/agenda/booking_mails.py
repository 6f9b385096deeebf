"""What who booked is told by mail at once: that it is booked, moved or cancelled, with the entry."""

from datetime import datetime
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import place_of, when_line
from nahbar.agenda.invitations import invitation
from nahbar.agenda.models import Appointment
from nahbar.agenda.news import state_of
from nahbar.core.actors import THE_HOUSE
from nahbar.core.language import INFORMAL, LANGUAGES, Speech, speaking, speech_of
from nahbar.customers.models import Customer
from nahbar.customers.names import letter_greeting
from nahbar.dispatch.operations.send import send_mail
from nahbar.team.queries import the_firm

News = Literal["booked", "moved", "cancelled"]


def guest_speech(customer: Customer | None = None) -> Speech:
    """How the house speaks to customers: in their language, else in its own; never by first name."""
    firm = the_firm()
    own = customer.language if customer else ""
    language = own if own in LANGUAGES else firm.language if firm else "de"
    return speech_of("de" if language == INFORMAL else language, firm.country if firm else "AT")


def tell_guest(appointment: Appointment, news: News, *, page: str, at: datetime) -> None:
    """Write the mail; nothing where no mail address is known. In the caller's transaction.

    Be it by mail or by the page they are before: they know how it stands now.
    """
    known = Appointment.objects.filter(pk=appointment.pk)
    known.update(told=state_of(appointment), tell_at=None)
    if "@" not in appointment.guest_contact:
        return
    with speaking(guest_speech(appointment.customer)):
        send_mail(
            appointment.guest_contact,
            subject=_subject(appointment, news),
            text=_text(appointment, news, page),
            by=THE_HOUSE,
            at=at,
            sender=appointment.person,
            attachments=[invitation(appointment, appointment.guest_contact)],
            about=f"appointment:{appointment.pk}",
            customer=appointment.customer,
        )


def greeting(appointment: Appointment) -> str:
    """How a mail to a guest begins: by the name they wrote, else as letters to the customer do."""
    if name := appointment.guest_name:
        return _("Good day %(name)s,") % {"name": name}
    customer, is_english = appointment.customer, (get_language() or "").startswith("en")
    if customer is None or customer.language.startswith("en") != is_english:
        return _("Good day,")
    return f"{letter_greeting(customer)},"


def _subject(appointment: Appointment, news: News) -> str:
    told = {"when": when_line(appointment)}
    if news == "cancelled":
        return _("Cancelled: your appointment on %(when)s") % told
    if news == "moved":
        return _("New time of your appointment: %(when)s") % told
    return _("Your appointment on %(when)s") % told


def _text(appointment: Appointment, news: News, page: str) -> str:
    firm = the_firm()
    told = {"when": when_line(appointment), "person": appointment.person}
    sentences = {
        "booked": _("your appointment with %(person)s is on %(when)s."),
        "moved": _("your appointment with %(person)s has a new time: %(when)s."),
        "cancelled": _("your appointment with %(person)s on %(when)s is cancelled."),
    }
    lines = [greeting(appointment), "", sentences[news] % told]
    if place := place_of(appointment):
        lines.append(_("Place: %(place)s") % {"place": place})
    if news != "cancelled":
        lines += ["", _("To move or cancel it: %(page)s") % {"page": page}]
    return "\n".join([*lines, "", str(appointment.person), firm.name if firm else ""])
