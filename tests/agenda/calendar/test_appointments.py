"""An appointment is made, moved, cancelled, settled, and each of these can be taken back."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import translation
from tests.agenda.calendar.conftest import Plan

from nahbar.agenda.appointments_today import appointments_of_day
from nahbar.agenda.clashes import clashes_of
from nahbar.agenda.frames import who_is_on_the_agenda
from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import (
    cancel_appointment,
    change_appointment,
    make_appointment,
    settle_appointment,
    take_back,
)
from nahbar.agenda.timeline import coming
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.team.operations.hours import record_absence

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_planned_appointment_is_remembered(plan: Plan, jonas: User, anna: Customer) -> None:
    made = plan(title="  A\u202e test\u200b drive ")
    assert (made.title, made.status, made.booked_by) == ("A test drive", "planned", jonas)
    entry = LedgerEntry.objects.get(action="agenda.appointment_made")
    assert (entry.actor, entry.subject_id) == (jonas, made.pk)
    assert LedgerText.objects.get(pk=entry.text_id).after["customer"] == anna.pk


def test_the_same_form_sent_twice_makes_one(jonas: User, now: datetime) -> None:
    key = uuid.uuid4()
    fields = {"person": jonas, "starts_at": now + DAY, "ends_at": now + DAY + HOUR}
    first, second = (
        make_appointment(fields, by=jonas, at=now, public_id=key) for _again in range(2)
    )
    assert first == second
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (DAY, DAY - HOUR, "ends_before_start"),
        (DAY, DAY, "ends_before_start"),
        (DAY, 3 * DAY, "lasts_too_long"),
        (3000 * DAY, 3000 * DAY + HOUR, "too_far"),
        (-3000 * DAY, -3000 * DAY + HOUR, "too_far"),
    ],
)
def test_times_that_cannot_be_are_refused(
    starts: timedelta, ends: timedelta, code: str, jonas: User, now: datetime
) -> None:
    fields = {"person": jonas, "starts_at": now + starts, "ends_at": now + ends}
    with pytest.raises(Refused) as refusal:
        make_appointment(fields, by=jonas, at=now)
    assert refusal.value.code == code


def test_the_year_9999_is_refused(jonas: User, now: datetime) -> None:
    end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    with pytest.raises(Refused) as refusal:
        make_appointment(
            {"person": jonas, "starts_at": end - HOUR, "ends_at": end}, by=jonas, at=now
        )
    assert refusal.value.code == "too_far"


def test_who_only_reads_plans_nothing(plan: Plan, petra: User, now: datetime) -> None:
    made = plan()
    acts: list[Any] = [
        lambda: make_appointment({"person": petra}, by=petra, at=now),
        lambda: change_appointment(made, {"title": "x"}, version=None, by=petra, at=now),
        lambda: cancel_appointment(made, version=None, by=petra, at=now),
        lambda: settle_appointment(made, "came", version=None, by=petra, at=now),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_moving_keeps_its_length_and_comes_back_by_one_press(
    plan: Plan, jonas: User, now: datetime
) -> None:
    made = plan(minutes=45)
    entry = change_appointment(made, {"starts_at": now + 2 * DAY}, version=1, by=jonas, at=now)
    moved = Appointment.objects.get()
    assert (moved.starts_at, moved.ends_at) == (now + 2 * DAY, now + 2 * DAY + 45 * HOUR / 60)
    assert moved.version == 2
    assert entry is not None
    take_back(entry, by=jonas, at=now)
    back = Appointment.objects.get()
    assert (back.starts_at, back.ends_at) == (made.starts_at, made.ends_at)


def test_what_was_changed_since_is_not_taken_back(
    plan: Plan, jonas: User, mia: User, now: datetime
) -> None:
    made = plan()
    entry = change_appointment(made, {"starts_at": now + 2 * DAY}, version=1, by=jonas, at=now)
    change_appointment(made, {"title": "Mia knows more"}, version=2, by=mia, at=now)
    assert entry is not None
    with pytest.raises(Refused) as refusal:
        take_back(entry, by=jonas, at=now)
    assert refusal.value.code == "changed_since"
    assert Appointment.objects.get().title == "Mia knows more"


def test_a_stale_form_changes_nothing(plan: Plan, jonas: User, mia: User, now: datetime) -> None:
    made = plan()
    change_appointment(made, {"title": "First"}, version=1, by=mia, at=now)
    with pytest.raises(Refused) as refusal:
        change_appointment(made, {"title": "Second"}, version=1, by=jonas, at=now)
    assert refusal.value.code == "changed_since"
    assert Appointment.objects.get().title == "First"


def test_a_change_of_nothing_leaves_no_trace(plan: Plan, jonas: User, now: datetime) -> None:
    made = plan()
    assert change_appointment(made, {"kind": "visit"}, version=1, by=jonas, at=now) is None
    assert Appointment.objects.get().version == 1


def test_it_passes_to_a_colleague_and_back(
    plan: Plan, jonas: User, mia: User, now: datetime
) -> None:
    made = plan()
    entry = change_appointment(made, {"person": mia}, version=1, by=jonas, at=now)
    assert Appointment.objects.get().person == mia
    assert entry is not None
    take_back(entry, by=jonas, at=now)
    assert Appointment.objects.get().person == jonas


def test_what_a_colleague_did_is_taken_back_by_them_or_who_leads(
    plan: Plan, jonas: User, mia: User, olga: User, now: datetime
) -> None:
    tom = User.objects.create(email="tom@lind.example", name="Tom", role="staff", password="!")
    entry = cancel_appointment(plan(), version=1, by=jonas, at=now)
    assert entry is not None
    with pytest.raises(NotAllowed):
        take_back(entry, by=tom, at=now)
    take_back(entry, by=olga, at=now)
    assert Appointment.objects.get().is_planned


def test_only_changes_of_appointments_are_taken_back(
    plan: Plan, jonas: User, now: datetime
) -> None:
    plan()
    entry = LedgerEntry.objects.get(action="agenda.appointment_made")
    with pytest.raises(NotAllowed):
        take_back(entry, by=jonas, at=now)


def test_cancelled_it_stays_and_is_not_moved(plan: Plan, jonas: User, now: datetime) -> None:
    made = plan()
    cancel_appointment(made, version=1, by=jonas, at=now)
    assert Appointment.objects.get().status == "cancelled"
    with pytest.raises(Refused) as refusal:
        change_appointment(made, {"starts_at": now + 2 * DAY}, version=2, by=jonas, at=now)
    assert refusal.value.code == "cancelled_already"


def test_what_is_still_to_come_is_not_settled(plan: Plan, jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        settle_appointment(plan(), "came", version=1, by=jonas, at=now)
    assert refusal.value.code == "still_to_come"
    begun = plan(hours=-1)
    settle_appointment(begun, "missed", version=1, by=jonas, at=now)
    settle_appointment(begun, "came", version=2, by=jonas, at=now)
    begun.refresh_from_db()
    assert begun.status == "came"


def test_a_clash_is_shown_and_not_forbidden(plan: Plan, anna: Customer) -> None:
    plan(hours=24, title="First")
    assert clashes_of(plan(hours=24.5)) == []
    later = plan(hours=24.25, customer=None)
    told = clashes_of(later)
    assert len(told) == 2
    assert "First · Mag. Anna Berger" in told[0] or "First · Anna Berger" in told[0]


def test_planned_into_an_absence_it_says_who_stands_in(
    plan: Plan, jonas: User, mia: User, now: datetime
) -> None:
    made = plan()
    day = made.starts_at.date()
    fields = {"first_day": day, "last_day": day, "kind": "sick", "stand_in": mia}
    record_absence(jonas, fields, by=jonas, at=now)
    assert clashes_of(made) == ["Jonas Falk is away then; Mia Berger stands in."]


def test_on_a_public_holiday_it_says_so(plan: Plan, now: datetime) -> None:
    easter_monday = datetime(2026, 4, 6, 9, tzinfo=UTC)
    made = plan(starts_at=easter_monday, ends_at=easter_monday + HOUR)
    with translation.override("en"):
        assert clashes_of(made) == ["This is a public holiday: Easter Monday."]


def test_the_customer_s_future_tells_what_is_planned(
    plan: Plan, anna: Customer, jonas: User, now: datetime
) -> None:
    next_week, tomorrow = plan(hours=24 * 7), plan(hours=24, title="Test drive", place="Hof")
    plan(hours=-24)
    cancel_appointment(plan(hours=48), version=1, by=jonas, at=now)
    told = coming(anna, now)
    assert [one.at for one in told] == [tomorrow.starts_at, next_week.starts_at]
    assert (told[0].title, told[0].who) == ("Test drive", "Jonas Falk, Hof")


def test_who_has_an_appointment_stays_when_an_import_is_taken_back(
    plan: Plan, anna: Customer, bernd: Customer
) -> None:
    plan()
    told = np.array([anna.pk, bernd.pk], dtype=np.int64)
    assert who_is_on_the_agenda(told).tolist() == [anna.pk]


def test_one_s_day_holds_what_is_planned_and_what_nobody_settled(
    plan: Plan, jonas: User, mia: User, now: datetime
) -> None:
    yesterday, today = plan(hours=-24), plan(hours=3)
    plan(hours=24)
    found = appointments_of_day(jonas, now)
    assert [one.due_at for one in found] == [yesterday.starts_at, today.starts_at]
    assert "did it take place?" in found[0].why
    assert appointments_of_day(mia, now) == []


def test_a_stand_in_s_day_holds_what_is_theirs_to_keep(
    plan: Plan, jonas: User, mia: User, now: datetime
) -> None:
    plan(hours=3)
    fields = {"first_day": now.date(), "last_day": now.date(), "kind": "sick", "stand_in": mia}
    record_absence(jonas, fields, by=jonas, at=now)
    assert [one.why for one in appointments_of_day(mia, now)] == [
        f"{appointments_of_day(jonas, now)[0].why}, you stand in for Jonas Falk"
    ]
