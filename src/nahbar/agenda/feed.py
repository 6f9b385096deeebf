"""Somebody's own appointments, as their calendar program fetches them again and again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _
from icalendar import Event

from nahbar.agenda.appointment_words import headline, names_of
from nahbar.agenda.ics import calendar_of, event_of, remind, series_events
from nahbar.agenda.models import Appointment
from nahbar.agenda.queries import visible_appointments
from nahbar.core.models import User

KEPT = timedelta(days=90)
MOST = 5_000


def feed_of(person: User, now: datetime) -> bytes:
    """All from three months ago on; a program that fetches sees what was cancelled. Two queries.

    Of a series that reaches into these months all are told, for its rule begins with the first.
    Made of what is stored alone, so that the same appointments are the same bytes.
    """
    mine = visible_appointments(person).filter(person=person)
    late = mine.filter(starts_at__gte=now - KEPT)
    running = late.filter(series__isnull=False).values("series")
    rows = mine.filter(Q(pk__in=late.values("pk")) | Q(series__in=running))
    rows = rows.select_related("customer", "branch", "series")
    found = list(rows.order_by("starts_at", "id")[:MOST])
    return calendar_of(_events(found), name=_("nahbar: %(person)s") % {"person": person})


def _events(found: list[Appointment]) -> Iterator[Event]:
    names = names_of(found)

    def texts(one: Appointment) -> tuple[str, str]:
        return headline(one, names[one.pk]), one.note

    for one in (row for row in found if row.series is None):
        summary, note = texts(one)
        yield remind(event_of(one, summary=summary, note=note), one)
    repeated = [row for row in found if row.series is not None]
    repeated.sort(key=lambda row: (row.series_id, row.slot_at))
    for _series, group in groupby(repeated, key=lambda row: row.series_id):
        rows = list(group)
        series = rows[0].series
        if series is not None:
            yield from series_events(series, rows, texts, rings=True)
