"""The appointments of somebody's day, and those of whom they stand in for."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import headline, place_of, time_line
from nahbar.agenda.models import Appointment
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.models import User
from nahbar.core.today import Action, Item, ItemKind
from nahbar.team.attendance import Attendance
from nahbar.team.spans import whole_days

LATELY = timedelta(days=7)
Status = Appointment.Status


def appointments_of_day(person: User, at: datetime) -> list[Item]:
    """What is planned until tonight, and what of the last days nobody said whether it took place."""
    day = at.astimezone(clock.house_zone()).date()
    tonight = whole_days(day, day).end
    attendance = Attendance(None, day, day)
    stood_for = {
        one.person_id
        for one in attendance.absences
        if attendance.stand_in(one.person_id, day) == person
    }
    planned = Appointment.objects.filter(
        person__in={person.pk, *stood_for},
        status=Status.PLANNED,
        starts_at__lt=tonight,
        starts_at__gte=tonight - LATELY,
    ).select_related("person", "branch")
    return [_item(one, person, at) for one in planned.order_by("starts_at", "id")]


def _item(appointment: Appointment, reader: User, at: datetime) -> Item:
    """Whom it is with stands beside it; only a guest nobody knows is named in it."""
    length = appointment.ends_at - appointment.starts_at
    return Item(
        key=f"appointment:{appointment.pk}:{appointment.version}",
        kind=ItemKind.APPOINTMENT,
        customer_id=appointment.customer_id,
        due_at=appointment.starts_at,
        title=headline(appointment, "" if appointment.customer_id else appointment.guest_name),
        why=_why(appointment, reader, at),
        minutes=int(length.total_seconds() // 60),
        weight=0.9,
        url=reverse("appointment", args=[appointment.public_id]),
        actions=_actions(appointment, at) if may(reader, Ability.KEEP_AGENDA) else (),
    )


def _why(appointment: Appointment, reader: User, at: datetime) -> str:
    parts = [time_line(appointment), place_of(appointment)]
    if appointment.person_id != reader.pk:
        parts.append(_("you stand in for %(person)s") % {"person": appointment.person})
    if appointment.ends_at < at:
        parts.append(_("did it take place?"))
    return ", ".join(filter(None, parts))


def _actions(appointment: Appointment, at: datetime) -> tuple[Action, ...]:
    """Before it, it is looked at; from its beginning on one tap says whether they came."""
    page = reverse("appointment", args=[appointment.public_id])
    if appointment.starts_at > at:
        return (Action(_("Open"), page, is_link=True),)
    settle = reverse("appointment_status", args=[appointment.public_id])
    version = ("version", str(appointment.version))
    return (
        Action(_("Took place"), settle, (("status", Status.CAME.value), version)),
        Action(_("Did not come"), settle, (("status", Status.MISSED.value), version)),
        Action(_("Open"), page, is_link=True),
    )
