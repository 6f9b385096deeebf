"""A customer books a time from a link, and changes or cancels it with the ticket they got.

The time must be free at the moment it is taken. Everybody who writes into a calendar holds it
first (`hold_calendar`), so of two who want the same time the second finds it taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.booking_mails import tell_guest
from nahbar.agenda.free_times import is_free
from nahbar.agenda.models import Appointment, CalendarLink
from nahbar.agenda.operations.appointments import (
    cancel_appointment,
    change_appointment,
    hold_calendar,
    in_ledger,
)
from nahbar.agenda.tokens import digest_of, is_token
from nahbar.core.actors import THE_HOUSE
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.typed import PHONES, contact, digits, one_line, several_lines
from nahbar.team.queries import house_country

FEWEST_DIGITS = 6
Kind = Appointment.Kind


@dataclass(frozen=True)
class Request:
    """What somebody asks for. `ticket` is the secret of the form, the same however often it is sent."""

    starts_at: datetime
    ticket: str
    name: str = ""
    contact: str = ""
    note: str = ""


@transaction.atomic
def book(link: CalendarLink, asked: Request, *, page: str, at: datetime) -> Appointment:
    """Take the time, and send the confirmation where there is a mail address.

    `page` is the whole address at which the ticket opens the appointment. Raises Refused:
    `link_closed`, `time_taken`, `nothing_said`, `no_contact`, `too_long`, `form_too_old`.
    """
    if not is_token(asked.ticket):
        raise Refused("form_too_old", _("Please load the page again."))
    hold_calendar(link.person_id)
    known = Appointment.objects.filter(ticket=digest_of(asked.ticket)).first()
    if known is not None:
        return known
    current = CalendarLink.objects.select_related("person", "customer").get(pk=link.pk)
    if current.closed_at is not None or not current.person.is_active:
        raise Refused("link_closed", _("This link is no longer open."))
    fields = _fields(current, asked)
    after = at + timedelta(hours=current.lead_hours)
    if not _is_offered(current, asked.starts_at, after, at):
        raise _taken()
    made = Appointment.objects.create(
        person=current.person,
        starts_at=asked.starts_at,
        ends_at=asked.starts_at + timedelta(minutes=current.minutes),
        kind=Kind.VISIT,
        ticket=digest_of(asked.ticket),
        created_at=at,
        changed_at=at,
        **fields,
    )
    after_words = in_ledger({**fields, "starts_at": made.starts_at})
    record("agenda.appointment_booked", by=THE_HOUSE, at=at, subject=made, after=after_words)
    tell_guest(made, "booked", page=page, at=at)
    return made


@transaction.atomic
def move_booking(appointment: Appointment, starts_at: datetime, *, page: str, at: datetime) -> None:
    """Another time, as free as for a new booking. Raises Refused (`time_taken`, `cancelled_already`)."""
    hold_calendar(appointment.person_id)
    held = Appointment.objects.select_related("person").get(pk=appointment.pk)
    if held.starts_at == starts_at:
        return
    refuse_started(held, at)
    length = held.ends_at - held.starts_at
    minutes = int(length.total_seconds() // 60)
    if not is_free(held.person, starts_at, minutes=minutes, after=at, leave_out=held):
        raise _taken()
    times = {"starts_at": starts_at, "ends_at": starts_at + length}
    change_appointment(held, times, version=None, by=THE_HOUSE, at=at)
    tell_guest(Appointment.objects.get(pk=held.pk), "moved", page=page, at=at)


@transaction.atomic
def cancel_booking(appointment: Appointment, *, page: str, at: datetime) -> None:
    """They will not come; said twice it is done once."""
    hold_calendar(appointment.person_id)
    held = Appointment.objects.get(pk=appointment.pk)
    if held.status == Appointment.Status.CANCELLED:
        return
    refuse_started(held, at)
    cancel_appointment(held, version=None, by=THE_HOUSE, at=at)
    tell_guest(Appointment.objects.get(pk=held.pk), "cancelled", page=page, at=at)


def find_booking(ticket: str) -> Appointment | None:
    """The appointment that this ticket opens."""
    if not is_token(ticket):
        return None
    found = Appointment.objects.filter(ticket=digest_of(ticket))
    return found.select_related("person__picture", "customer", "branch").first()


def refuse_started(appointment: Appointment, at: datetime) -> None:
    """Raise Refused (`too_late`) for what has begun or is settled."""
    if appointment.starts_at <= at or not appointment.is_planned:
        raise Refused("too_late", _("This can no longer be changed here. Please call us."))


def _is_offered(link: CalendarLink, starts_at: datetime, after: datetime, at: datetime) -> bool:
    latest = at + timedelta(days=link.days_ahead + 1)
    if starts_at > latest:
        return False
    return is_free(link.person, starts_at, minutes=link.minutes, after=after)


def _fields(link: CalendarLink, asked: Request) -> dict[str, object]:
    note = several_lines(asked.note, 1_000)
    if link.customer is not None:
        mail = _mail_of(link.customer)
        return {"customer": link.customer, "guest_contact": mail, "note": note}
    name = one_line(asked.name, 200)
    if not name:
        raise Refused("nothing_said", _("Please tell us your name."))
    shown, customer = _reached_by(asked.contact)
    return {"customer": customer, "guest_name": name, "guest_contact": shown, "note": note}


def _reached_by(typed: str) -> tuple[str, Customer | None]:
    """The address or number as it is shown, and the one customer of whom we know it."""
    is_mail = "@" in typed
    kind = ContactPoint.Kind.EMAIL if is_mail else ContactPoint.Kind.PHONE
    shown, normal = contact(kind, typed, house_country())
    if not is_mail and len(digits(shown)) < FEWEST_DIGITS:
        raise Refused("no_contact", _("Please give a mail address or a phone number."))
    kinds = [kind] if is_mail else list(PHONES)
    points = ContactPoint.objects.filter(kind__in=kinds, normal=normal, valid_until=None)
    owners = list(points.values_list("customer_id", flat=True).distinct()[:2])
    return shown, Customer.objects.get(pk=owners[0]) if len(owners) == 1 else None


def _mail_of(customer: Customer) -> str:
    points = customer.contact_points.filter(kind=ContactPoint.Kind.EMAIL, valid_until=None)
    return points.order_by("id").values_list("value", flat=True).first() or ""


def _taken() -> Refused:
    return Refused("time_taken", _("This time is no longer free. Please choose another."))
