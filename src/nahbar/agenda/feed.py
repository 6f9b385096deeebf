"""Somebody's own appointments, as their calendar program fetches them again and again."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import headline, names_of
from nahbar.agenda.ics import calendar_of, event_of
from nahbar.agenda.models import Appointment
from nahbar.core.models import User

KEPT = timedelta(days=90)
MOST = 5_000


def feed_of(person: User, now: datetime) -> bytes:
    """All from three months ago on; a program that fetches sees what was cancelled. Two queries.

    Made of what is stored alone, so that the same appointments are the same bytes.
    """
    mine = Appointment.objects.filter(person=person, starts_at__gte=now - KEPT)
    rows = mine.select_related("customer", "branch").order_by("starts_at", "id")
    found = list(rows[:MOST])
    names = names_of(found)
    events = (event_of(one, summary=headline(one, names[one.pk]), note=one.note) for one in found)
    return calendar_of(events, name=_("nahbar: %(person)s") % {"person": person})
