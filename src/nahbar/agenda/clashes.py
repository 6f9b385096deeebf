"""What stands against an appointment: shown to whoever plans, never forbidden."""

from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import headline, names_of, time_line
from nahbar.agenda.models import Appointment
from nahbar.core import clock
from nahbar.team.attendance import Attendance

MOST = 3


def clashes_of(appointment: Appointment) -> list[str]:
    """A sentence for each appointment at the same time, and for the person being away."""
    if not appointment.is_planned:
        return []
    return [*_away(appointment), *_others(appointment)]


def _others(appointment: Appointment) -> list[str]:
    others = Appointment.objects.filter(
        person=appointment.person_id,
        status=Appointment.Status.PLANNED,
        starts_at__lt=appointment.ends_at,
        ends_at__gt=appointment.starts_at,
    )
    found = others.exclude(pk=appointment.pk).select_related("customer", "person")
    shown = list(found.order_by("starts_at", "id")[:MOST])
    names = names_of(shown)
    return [
        _("%(person)s has another appointment then: %(what)s, %(times)s.")
        % {"person": one.person, "what": headline(one, names[one.pk]), "times": time_line(one)}
        for one in shown
    ]


def _away(appointment: Appointment) -> list[str]:
    day = appointment.starts_at.astimezone(clock.house_zone()).date()
    attendance = Attendance(None, day, day)
    person = appointment.person
    if not attendance.absence(person.pk, day):
        holiday = attendance.holidays.get(day, "")
        return [_("This is a public holiday: %(name)s.") % {"name": holiday}] if holiday else []
    stand_in = attendance.stand_in(person.pk, day)
    if stand_in is None:
        return [_("%(person)s is away then, and nobody stands in.") % {"person": person}]
    told = {"person": person, "other": stand_in}
    return [_("%(person)s is away then; %(other)s stands in.") % told]
