"""Appointments for calendar programs (RFC 5545): texts escaped, cancelled ones kept as such.

Single ones stand in UTC. A series stands as its rule by the clock of the house, with what differs
from the rule beside it, so that at ten it stays ten when the clocks are put.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from nahbar.agenda.appointment_words import place_of
from nahbar.agenda.models import Appointment, Series
from nahbar.agenda.series_plan import course_of
from nahbar.core import clock

PRODUCT = "-//nahbar//calendar//EN"
Texts = Callable[[Appointment], tuple[str, str]]


def event_of(appointment: Appointment, *, summary: str, note: str) -> Event:
    """One event. Its identity stays, its sequence grows with each change."""
    event = Event()
    event.add("uid", uid_of(appointment))
    event.add("sequence", appointment.version - 1)
    event.add("dtstart", _whole(appointment.starts_at))
    event.add("dtend", _whole(appointment.ends_at))
    return _described(event, appointment, summary, note)


def series_events(
    series: Series, rows: Sequence[Appointment], texts: Texts, *, rings: bool = False
) -> list[Event]:
    """A series as far as `rows` hold it, in the order of their slots: its rule, and what differs.

    `texts` tells summary and note of each. What the rule has and `rows` have not is left out of it.
    `rings`: programs ring as was wished.
    """
    slots = course_of(series)
    like = next((row for row in rows if row.is_planned and row.starts_at == row.slot_at), rows[0])
    summary, note = texts(like)
    length = like.ends_at - like.starts_at
    master = _of_series(series)
    master.add("dtstart", _local(slots[0]))
    master.add("dtend", _local(slots[0] + length))
    master.add("rrule", rule_with_end(series.rule, slots[-1]))
    held = {row.slot_at for row in rows if row.status != Appointment.Status.CANCELLED}
    if missing := [_local(slot) for slot in slots if slot not in held]:
        master.add("exdate", missing)
    _described(master, like, summary, note, is_off=not held)
    found = [remind(master, like) if rings else master]
    for row in rows:
        if row.slot_at not in held or row.status == Appointment.Status.CANCELLED:
            continue
        own = (*texts(row), row.starts_at, row.ends_at, place_of(row), row.remind_minutes)
        usual = (
            summary,
            note,
            row.slot_at,
            row.starts_at + length,
            place_of(like),
            like.remind_minutes,
        )
        if own != usual:
            event = occurrence(series, row, *texts(row))
            found.append(remind(event, row) if rings else event)
    return found


def occurrence(series: Series, row: Appointment, summary: str, note: str) -> Event:
    """One of a series, told by itself."""
    event = _of_series(series)
    event.add("recurrence-id", _local(row.slot_at or row.starts_at))
    event.add("dtstart", _local(row.starts_at))
    event.add("dtend", _local(row.ends_at))
    return _described(event, row, summary, note)


def rule_with_end(rule: str, last: datetime) -> dict[str, list[object]]:
    """The rule as calendar programs read it, until its last moment, which they want in UTC."""
    parts: dict[str, list[object]] = {}
    for part in rule.split(";"):
        name, _equals, values = part.partition("=")
        is_number = name in {"INTERVAL", "BYMONTHDAY", "BYSETPOS"}
        parts[name] = [int(one) if is_number else one for one in values.split(",")]
    return {**parts, "UNTIL": [_whole(last)]}


def remind(event: Event, appointment: Appointment) -> Event:
    """Let the program ring as somebody wished."""
    if appointment.remind_minutes is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event["summary"])
        alarm.add("trigger", -timedelta(minutes=appointment.remind_minutes))
        event.add_component(alarm)
    return event


def calendar_of(events: Iterable[Event], *, name: str = "", method: str = "") -> bytes:
    """A calendar of these events, as it is sent; with the zone of the house where one stands in it."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-published-ttl", "PT15M")
    days = []
    for event in events:
        calendar.add_component(event)
        days.append(date(event.start.year, event.start.month, event.start.day))
    if days:
        # A year on either side: how the clock goes is told as far as it is asked.
        year = timedelta(days=366)
        calendar.add_missing_timezones(min(days) - year, max(days) + 5 * year)
    return bytes(calendar.to_ical())


def uid_of(appointment: Appointment) -> str:
    """Its identity, the same in every calendar and mail."""
    return f"{appointment.public_id}@nahbar"


def _of_series(series: Series) -> Event:
    event = Event()
    event.add("uid", f"{series.public_id}@nahbar")
    event.add("sequence", series.version - 1)
    return event


def _described(
    event: Event, appointment: Appointment, summary: str, note: str, *, is_off: bool | None = None
) -> Event:
    event.add("dtstamp", _whole(appointment.changed_at))
    event.add("created", _whole(appointment.created_at))
    event.add("last-modified", _whole(appointment.changed_at))
    event.add("summary", summary)
    if place := place_of(appointment):
        event.add("location", place)
    if note:
        event.add("description", note)
    off = appointment.status == Appointment.Status.CANCELLED if is_off is None else is_off
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if off else "OPAQUE")
    return event


def _local(at: datetime) -> datetime:
    """By the clock of the house, to the second."""
    return _whole(at).astimezone(clock.house_zone())


def _whole(at: datetime) -> datetime:
    """To the second: the format knows nothing smaller."""
    return at.replace(microsecond=0)
