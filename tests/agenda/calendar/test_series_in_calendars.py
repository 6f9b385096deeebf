"""What calendar programs are told of a series, read back as they read it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from tests.agenda.calendar.test_series import HOUR, TUESDAY, Repeat, move, repeat, rows

from nahbar.agenda.feed import feed_of
from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import cancel_appointment, change_appointment
from nahbar.agenda.operations.calendar_links import open_link
from nahbar.agenda.operations.series import change_series, make_series
from nahbar.agenda.rhythms import Rhythm
from nahbar.core.models import User
from nahbar.customers.models import Customer

__all__ = ["repeat"]
pytestmark = pytest.mark.django_db
VIENNA = ZoneInfo("Europe/Vienna")
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def calendar(content: bytes) -> Calendar:
    read = Calendar.from_ical(content)
    assert isinstance(read, Calendar)
    return read


def expanded(content: bytes) -> list[datetime]:
    """When something begins, as a program that knows RFC 5545 reckons it: in UTC, in order."""
    events = list(calendar(content).events)
    overrides = {(event["UID"], event["RECURRENCE-ID"].dt.astimezone(UTC)): event for event in events if "RECURRENCE-ID" in event}  # fmt: skip
    found = [event.start.astimezone(UTC) for event in overrides.values()]
    for master in (event for event in events if "RECURRENCE-ID" not in event):
        found += [at for at in _slots(master) if (master["UID"], at) not in overrides]
    return sorted(found)


def _slots(master: Event) -> list[datetime]:
    if master["STATUS"] == "CANCELLED":
        return []
    if "RRULE" not in master:
        return [master.start.astimezone(UTC)]
    parts = dict(part.split("=") for part in master["RRULE"].to_ical().decode().split(";"))
    until = parts.pop("UNTIL")
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    last = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    out = {one.dt.astimezone(UTC) for one in _left_out(master)}
    local = master.start.replace(tzinfo=None)
    found = []
    for at in rrulestr(rule, dtstart=local):
        moment = at.replace(tzinfo=VIENNA).astimezone(UTC)
        if moment > last:
            break
        if moment not in out:
            found.append(moment)
    return found


def _left_out(master: Event) -> list[Any]:
    told = master.get("EXDATE")
    if told is None:
        return []
    return [one for each in (told if isinstance(told, list) else [told]) for one in each.dts]


def planned() -> list[datetime]:
    return [row.starts_at for row in rows() if row.status != "cancelled"]


def test_a_series_is_one_event_with_its_rule_and_the_zone_of_the_house(
    repeat: Repeat, jonas: User, now: datetime
) -> None:
    repeat(rhythm={"weekdays": (2, 4)})
    content = feed_of(jonas, now)
    (event,) = calendar(content).events
    assert b"DTSTART;TZID=Europe/Vienna:20260303T100000" in content
    assert b"BEGIN:VTIMEZONE" in content
    assert dict(event["RRULE"])["BYDAY"] == ["TU", "TH"]
    assert b"UNTIL=20260317T090000Z" in content.replace(b"\r\n ", b"")
    assert expanded(content) == planned()


def test_a_single_one_needs_no_zone(plan: Any, jonas: User, now: datetime) -> None:
    plan()
    assert b"VTIMEZONE" not in feed_of(jonas, now)


def test_what_differs_stands_beside_the_rule(repeat: Repeat, jonas: User, now: datetime) -> None:
    made = repeat()
    move(made[1], 1, "one", jonas, now)
    change_appointment(made[2], {"title": "With cake"}, version=1, by=jonas, at=now)
    cancel_appointment(made[3], version=1, by=jonas, at=now)
    content = feed_of(jonas, now)
    master, *others = calendar(content).events
    assert {event["UID"] for event in others} == {master["UID"]}
    assert [event["RECURRENCE-ID"].dt.astimezone(UTC) for event in others] == [made[1].slot_at, made[2].slot_at]  # fmt: skip
    assert "With cake" in str(others[1]["SUMMARY"])
    assert expanded(content) == planned()
    assert master["SEQUENCE"] == 3


def test_what_passed_to_a_colleague_is_told_to_them(
    repeat: Repeat, jonas: User, mia: User, now: datetime
) -> None:
    made = repeat()
    change_appointment(made[1], {"person": mia}, version=1, by=jonas, at=now)
    mine, theirs = expanded(feed_of(jonas, now)), expanded(feed_of(mia, now))
    assert theirs == [made[1].starts_at]
    assert sorted(mine + theirs) == planned()


def test_one_that_began_long_ago_is_told_whole(repeat: Repeat, jonas: User, now: datetime) -> None:
    repeat("monthly", times=12)
    later = now + timedelta(days=200)
    assert expanded(feed_of(jonas, later)) == planned()


def test_programs_ring_as_was_wished(repeat: Repeat, jonas: User, now: datetime) -> None:
    made = repeat(remind_minutes=60)
    change_appointment(made[1], {"remind_minutes": 15}, version=1, by=jonas, at=now)
    master, other = calendar(feed_of(jonas, now)).events
    assert [event.walk("VALARM")[0]["TRIGGER"].dt for event in (master, other)] == [
        timedelta(minutes=-60), timedelta(minutes=-15),
    ]  # fmt: skip


def test_as_many_queries_whatever_repeats(
    client: Client, repeat: Repeat, jonas: User, now: datetime
) -> None:
    token = open_link(jonas, "feed", by=jonas, at=now)

    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("calendar_feed", args=[token]))
        return len(asked)

    repeat()
    few = ask()
    for day in range(1, 5):
        repeat(starts_at=TUESDAY + day * DAY)
    assert ask() == few


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["daily", "weekly", "monthly"]),
    st.integers(1, 4),
    st.lists(st.integers(1, 7), unique=True, max_size=4).map(tuple),
    st.dates(date(2026, 3, 10), date(2026, 12, 31)),
    st.integers(0, 23),
    st.integers(2, 12),
)
def test_programs_see_what_the_house_sees(
    jonas: User,
    anna: Customer,
    now: datetime,
    frequency: str,
    every: int,
    weekdays: tuple[int, ...],
    first: date,
    hour: int,
    times: int,
) -> None:
    """Over changes of the clock and ends of months, and after the rest of it was moved."""
    with transaction.atomic():
        starts_at = datetime(first.year, first.month, first.day, hour, 30, tzinfo=UTC)
        fields = {"person": jonas, "customer": anna, "starts_at": starts_at, "ends_at": starts_at + HOUR}  # fmt: skip
        make_series(fields, Rhythm(frequency, every, weekdays, times=times), by=jonas, at=now)
        assert expanded(feed_of(jonas, now)) == planned()
        row = Appointment.objects.order_by("slot_at")[times // 2]
        later = {"starts_at": row.starts_at + DAY + HOUR}
        change_series(row, later, "following", version=None, by=jonas, at=now)
        assert expanded(feed_of(jonas, now)) == planned()
        transaction.set_rollback(True)
