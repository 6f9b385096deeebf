"""Hours and absences are written by whose they are and by who leads, checked, and remembered."""

from datetime import date, datetime, time
from typing import Any

import pytest

from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.team.models import Absence, Branch
from nahbar.team.operations.hours import (
    Shift,
    change_absence,
    record_absence,
    set_hours,
    withdraw_absence,
)

pytestmark = pytest.mark.django_db
MORNING = Shift(1, time(8), time(12))


def away(first: date, last: date, **more: Any) -> dict[str, Any]:
    return {"first_day": first, "last_day": last, "kind": "holiday", "stand_in": None, **more}


WEEK = away(date(2026, 3, 9), date(2026, 3, 13))


def test_hours_replace_those_before(jonas: User, now: datetime) -> None:
    graz = Branch.objects.create(name="Graz", created_at=now)
    set_hours(jonas, [MORNING], by=jonas, at=now)
    set_hours(jonas, [Shift(2, time(9), time(17), graz)], by=jonas, at=now)
    kept = jonas.working_hours.get()
    assert (kept.weekday, kept.from_time, kept.until_time, kept.branch) == (
        2,
        time(9),
        time(17),
        graz,
    )
    entry = LedgerEntry.objects.filter(action="team.hours_set").latest("id")
    assert (entry.actor, entry.subject_id) == (jonas, jonas.pk)
    assert LedgerText.objects.get(pk=entry.text_id).before == {"hours": ["1 08:00-12:00"]}


def test_hours_said_again_leave_no_trace(jonas: User, now: datetime) -> None:
    for _again in range(2):
        set_hours(jonas, [MORNING], by=jonas, at=now)
    assert LedgerEntry.objects.filter(action="team.hours_set").count() == 1


@pytest.mark.parametrize(
    ("shifts", "code"),
    [
        ([Shift(1, time(12), time(8))], "ends_before_start"),
        ([Shift(1, time(8), time(8))], "ends_before_start"),
        ([MORNING, Shift(1, time(11), time(17))], "hours_overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    shifts: list[Shift], code: str, jonas: User, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        set_hours(jonas, shifts, by=jonas, at=now)
    assert refusal.value.code == code
    assert not jonas.working_hours.exists()


def test_a_stretch_may_begin_when_the_one_before_ends(jonas: User, now: datetime) -> None:
    set_hours(jonas, [MORNING, Shift(1, time(12), time(16))], by=jonas, at=now)
    assert jonas.working_hours.count() == 2


def test_only_oneself_and_who_leads_arrange_them(
    jonas: User, mia: User, petra: User, now: datetime
) -> None:
    set_hours(jonas, [MORNING], by=mia, at=now)
    with pytest.raises(NotAllowed):
        set_hours(mia, [], by=jonas, at=now)
    with pytest.raises(NotAllowed):
        set_hours(petra, [MORNING], by=petra, at=now)
    with pytest.raises(NotAllowed):
        record_absence(mia, WEEK, by=jonas, at=now)


def test_an_absence_is_known_with_who_stands_in(jonas: User, mia: User, now: datetime) -> None:
    absence = record_absence(jonas, {**WEEK, "stand_in": mia}, by=jonas, at=now)
    assert Absence.objects.get() == absence
    entry = LedgerEntry.objects.get(action="team.absence_recorded")
    assert entry.details == {"absence": str(absence.public_id)}
    assert LedgerText.objects.get(pk=entry.text_id).after["stand_in"] == mia.pk


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (away(date(2026, 3, 9), date(2026, 3, 8)), "ends_before_start"),
        (away(date(2026, 3, 9), date(9999, 12, 31)), "too_far"),
        (away(date(1, 1, 1), date(2026, 3, 9)), "too_far"),
    ],
)
def test_days_that_cannot_be_are_refused(
    fields: dict[str, Any], code: str, jonas: User, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        record_absence(jonas, fields, by=jonas, at=now)
    assert refusal.value.code == code


def test_nobody_stands_in_for_themselves(jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        record_absence(jonas, {**WEEK, "stand_in": jonas}, by=jonas, at=now)
    assert refusal.value.code == "stands_in_for_oneself"


def test_sent_twice_it_is_one_absence(jonas: User, now: datetime) -> None:
    record_absence(jonas, WEEK, by=jonas, at=now)
    with pytest.raises(Refused) as refusal:
        record_absence(jonas, WEEK, by=jonas, at=now)
    assert refusal.value.code == "away_already"
    assert Absence.objects.count() == 1


def test_an_absence_is_changed_and_withdrawn(jonas: User, mia: User, now: datetime) -> None:
    absence = record_absence(jonas, WEEK, by=jonas, at=now)
    changed = change_absence(absence, {"last_day": date(2026, 3, 20)}, by=mia, at=now)
    assert changed.last_day == date(2026, 3, 20)
    withdraw_absence(changed, by=jonas, at=now)
    withdraw_absence(changed, by=jonas, at=now)
    assert not Absence.objects.exists()
    assert LedgerEntry.objects.filter(action="team.absence_withdrawn").count() == 1
