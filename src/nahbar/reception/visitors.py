"""Who is expected today, and what the counter should know of them before they speak."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from nahbar.agenda.appointment_words import headline, place_of, time_line
from nahbar.agenda.models import Appointment
from nahbar.core import clock, formats
from nahbar.core.access import Ability, may
from nahbar.core.faces import Face, face_of, face_of_person
from nahbar.core.models import User
from nahbar.reception.acquaintance import Acquaintance, get_acquainted
from nahbar.team.models import Branch

Kind, Status = Appointment.Kind, Appointment.Status
COMING = (Kind.VISIT, Kind.DELIVERY, Kind.PICK_UP, Kind.SERVICE)
MOST = 200
LONG = timedelta(hours=2)  # farther away the time of day says more than how long it is


@dataclass(frozen=True)
class Visitor:
    """Somebody expected: `who` is None for a guest whom the house does not know yet."""

    appointment: Appointment
    face: Face
    who: Acquaintance | None
    about: str
    times: str
    place: str
    soon: str
    expected_by: Face
    has_come: bool
    is_missed: bool
    is_late: bool


def expected_on_day(at: datetime, *, by: User, branch: Branch | None = None) -> list[Appointment]:
    """The appointments of this day for which somebody comes to us, by time; not the cancelled ones."""
    if not (may(by, Ability.SEE_AGENDA) and may(by, Ability.SEE_CUSTOMERS)):
        return []
    begin = datetime.combine(at.astimezone(clock.house_zone()), time(), clock.house_zone())
    end = datetime.combine(begin.date() + timedelta(days=1), time(), clock.house_zone())
    coming = Appointment.objects.filter(
        starts_at__gte=begin, starts_at__lt=end, kind__in=COMING
    ).exclude(status=Status.CANCELLED)
    if branch is not None:
        coming = coming.filter(branch=branch)
    coming = coming.select_related("customer", "person", "branch")
    return list(coming.order_by("starts_at", "id")[:MOST])


def visitors_of(
    appointments: Sequence[Appointment], *, by: User, at: datetime
) -> tuple[list[Visitor], list[Visitor]]:
    """Who is still to come, and of whom it is known whether they came."""
    ids = {one.customer_id for one in appointments if one.customer_id}
    known = get_acquainted(ids, by=by)
    told = [_visitor(one, known.get(one.customer_id or 0), at) for one in appointments]
    waiting = [one for one in told if one.appointment.is_planned]
    return waiting, [one for one in told if not one.appointment.is_planned]


def tag_of_day(appointments: Sequence[Appointment], at: datetime) -> str:
    """Changes with each appointment, and each minute: an entity tag (RFC 9110)."""
    said = [(one.pk, one.version) for one in appointments]
    minute = int(at.timestamp() // 60)
    return f'"{hashlib.sha256(repr((minute, said)).encode()).hexdigest()[:24]}"'


def _visitor(appointment: Appointment, who: Acquaintance | None, at: datetime) -> Visitor:
    name = who.face.name if who else appointment.guest_name
    is_near = abs(appointment.starts_at - at) < LONG
    return Visitor(
        appointment=appointment,
        face=who.face if who else face_of(name, appointment.public_id),
        who=who,
        about=headline(appointment, ""),
        times=time_line(appointment),
        place=place_of(appointment),
        soon=formats.ago(appointment.starts_at, at) if is_near else "",
        expected_by=face_of_person(appointment.person),
        has_come=appointment.status == Status.CAME,
        is_missed=appointment.status == Status.MISSED,
        is_late=appointment.is_planned and appointment.ends_at < at,
    )
