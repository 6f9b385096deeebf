"""Who is here: hours, less absences and public holidays; and who acts for those who are not."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nahbar.core.models import User
from nahbar.team.attendance import Attendance, free_times, stand_in_for, who_is_here
from nahbar.team.models import Absence, Branch, Firm
from nahbar.team.operations.hours import Shift, record_absence, set_hours
from nahbar.team.public_holidays import public_holidays
from nahbar.team.spans import Span, moment_at

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)
EASTER_MONDAY = date(2026, 4, 6)
MORNING, AFTERNOON = Shift(1, time(8), time(12)), Shift(1, time(13), time(17))


@pytest.fixture
def at_work(jonas: User, now: datetime) -> User:
    """Jonas, on Mondays from eight to five."""
    set_hours(jonas, [MORNING, AFTERNOON], by=jonas, at=now)
    return jonas


def away(person: User, now: datetime, day: date = MONDAY, stand_in: User | None = None) -> Absence:
    fields: dict[str, Any] = {
        "first_day": day,
        "last_day": day,
        "kind": "sick",
        "stand_in": stand_in,
    }
    return record_absence(person, fields, by=person, at=now)


def test_who_has_hours_is_here(at_work: User, mia: User, now: datetime) -> None:
    graz = Branch.objects.create(name="Graz", created_at=now)
    set_hours(mia, [Shift(1, time(9), time(10), graz)], by=mia, at=now)
    here = who_is_here(MONDAY)
    assert [(one.person, len(one.spans), one.branches) for one in here] == [
        (at_work, 2, ()),
        (mia, 1, (graz,)),
    ]
    assert who_is_here(MONDAY + timedelta(days=1)) == []


def test_who_is_away_is_not_here(at_work: User, now: datetime) -> None:
    away(at_work, now)
    assert who_is_here(MONDAY) == []


def test_nobody_is_here_on_a_public_holiday(at_work: User) -> None:
    assert who_is_here(EASTER_MONDAY) == []


def test_who_has_left_the_house_is_not_here(at_work: User) -> None:
    User.objects.update(is_active=False)
    assert who_is_here(MONDAY) == []


def test_holidays_are_those_of_the_region(firm: Firm) -> None:
    kings, corpus_christi = date(2026, 1, 6), date(2026, 6, 4)
    assert list(public_holidays([kings, corpus_christi], firm)) == [kings, corpus_christi]
    firm.country = "DE"
    assert public_holidays([kings, corpus_christi], firm) == {}
    firm.region = "DE-NW"
    assert list(public_holidays([kings, corpus_christi], firm)) == [corpus_christi]
    firm.region = "CH-TI"  # left over from another country, it counts for nothing
    assert public_holidays([kings, corpus_christi], firm) == {}


def test_a_stand_in_acts_while_somebody_is_away(at_work: User, mia: User, now: datetime) -> None:
    assert stand_in_for(at_work, MONDAY) is None
    away(at_work, now, stand_in=mia)
    assert stand_in_for(at_work, MONDAY) == mia
    assert stand_in_for(at_work, MONDAY + timedelta(days=1)) is None


def test_a_stand_in_who_is_away_passes_it_on(
    at_work: User, mia: User, olga: User, now: datetime
) -> None:
    away(at_work, now, stand_in=mia)
    away(mia, now, stand_in=olga)
    assert stand_in_for(at_work, MONDAY) == olga


def test_two_who_stand_in_for_each_other_lead_to_nobody(
    at_work: User, mia: User, now: datetime
) -> None:
    away(at_work, now, stand_in=mia)
    away(mia, now, stand_in=at_work)
    assert stand_in_for(at_work, MONDAY) is None


def test_free_times_leave_out_what_is_busy(at_work: User) -> None:
    busy = [Span(moment_at(MONDAY, time(8)), moment_at(MONDAY, time(11)))]
    starts = free_times(at_work, MONDAY, 60, busy=busy, every=30)
    assert [f"{at:%H:%M}" for at in starts] == [
        "10:00", "12:00", "12:30", "13:00", "13:30", "14:00", "14:30", "15:00",
    ]  # fmt: skip


def test_hours_in_the_gap_of_a_changing_clock_are_not_there(jonas: User, now: datetime) -> None:
    set_hours(jonas, [Shift(7, time(2), time(3)), Shift(7, time(8), time(9))], by=jonas, at=now)
    spans = Attendance([jonas.pk], date(2026, 3, 29), date(2026, 3, 29)).spans(
        jonas.pk, date(2026, 3, 29)
    )
    assert [(span.start.hour, span.end.hour) for span in spans] == [(6, 7)]


def test_as_many_queries_whatever_the_team(at_work: User, now: datetime) -> None:
    with CaptureQueriesContext(connection) as few:
        who_is_here(MONDAY)
    for number in range(8):
        person = User.objects.create(
            email=f"p{number}@lind.example", name=f"P{number}", password="!"
        )
        set_hours(person, [MORNING], by=person, at=now)
    with CaptureQueriesContext(connection) as many:
        assert len(who_is_here(MONDAY)) == 9
    assert len(many) == len(few)
