"""The week: whose it shows, how it is moved about in, and what it asks of the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.agenda.calendar.conftest import Plan

from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import cancel_appointment, change_appointment
from nahbar.agenda.week import week_of
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.team.models import Branch
from nahbar.team.operations.hours import record_absence

pytestmark = pytest.mark.django_db
WEEK = reverse("calendar")
HX = {"HTTP_HX_REQUEST": "true"}


def mover(appointment: Appointment) -> str:
    return reverse("appointment_move", args=[appointment.public_id])


def test_one_sees_one_s_own_week_first(
    as_jonas: Client, as_mia: Client, plan: Plan, jonas: User
) -> None:
    plan(title="Test drive")
    assert "Test drive" in as_jonas.get(WEEK).text
    assert "Test drive" not in as_mia.get(WEEK).text
    assert "Test drive" in as_mia.get(WEEK, {"who": "all"}).text
    assert "Test drive" in as_mia.get(WEEK, {"person": str(jonas.public_id)}).text


def test_other_weeks_are_a_link_away(as_jonas: Client, plan: Plan) -> None:
    plan(hours=24 * 7, title="Next week's")
    assert "Next week&#39;s" not in as_jonas.get(WEEK).text
    assert "Next week&#39;s" in as_jonas.get(WEEK, {"day": "2026-03-12"}).text


def test_a_branch_shows_what_is_there_whoever_keeps_it(
    as_mia: Client, plan: Plan, now: datetime
) -> None:
    graz = Branch.objects.create(name="Graz", created_at=now)
    plan(title="In Graz", branch=graz)
    plan(title="Elsewhere")
    page = as_mia.get(WEEK, {"branch": str(graz.pk)}).text
    assert "In Graz" in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"day": "<script>"},
        {"person": "no-uuid"},
        {"person": "00000000-0000-0000-0000-000000000007"},
        {"branch": "9" * 40},
        {"branch": "٣"},
        {"changed": "9" * 30},
        {"changed": "7"},
    ],
)
def test_what_cannot_be_meant_shows_this_week(query: dict[str, str], as_jonas: Client) -> None:
    assert as_jonas.get(WEEK, query).status_code == 200


def test_scripts_in_a_title_stay_text(as_jonas: Client, plan: Plan) -> None:
    plan(title="<script>alert(1)</script>=1+1")
    page = as_jonas.get(WEEK).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_dragged_it_is_saved_at_once_and_the_week_comes_back_with_the_way_back(
    as_jonas: Client, plan: Plan
) -> None:
    made = plan()
    sent = {"starts_at": "2026-03-04T15:15", "version": made.version}
    answer = as_jonas.post(mover(made), sent, **HX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    made.refresh_from_db()
    assert made.starts_at == datetime(2026, 3, 4, 14, 15, tzinfo=UTC)
    entry = LedgerEntry.objects.get(action="agenda.appointment_moved")
    undo = reverse("appointment_back", args=[entry.pk])
    assert undo in answer.text
    assert as_jonas.post(undo).status_code == 302
    made.refresh_from_db()
    assert made.starts_at == datetime(2026, 3, 3, 11, tzinfo=UTC)


def test_without_scripts_the_move_leads_to_the_week_with_the_way_back(
    as_jonas: Client, plan: Plan
) -> None:
    made = plan()
    sent = {"starts_at": "2026-03-11T15:15", "version": made.version}
    answer = as_jonas.post(mover(made), sent, follow=True)
    assert "is now on" in answer.text
    assert "Undo" in answer.text


def test_a_time_the_clock_skips_is_refused(as_jonas: Client, plan: Plan) -> None:
    made = plan(hours=24 * 26)
    sent = {"starts_at": "2026-03-29T02:30", "version": made.version}
    assert as_jonas.post(mover(made), sent, **HX).status_code == 422
    assert as_jonas.post(mover(made), sent).status_code == 409
    assert Appointment.objects.get().version == 1


def test_a_move_over_the_change_of_clocks_keeps_the_hour(as_jonas: Client, plan: Plan) -> None:
    made = plan(hours=24 * 26)  # Saturday, 28 March, noon in Vienna
    as_jonas.post(mover(made), {"starts_at": "2026-03-29T12:00", "version": 1})
    made.refresh_from_db()
    assert made.starts_at == datetime(2026, 3, 29, 10, tzinfo=UTC)
    assert made.ends_at - made.starts_at == timedelta(minutes=30)


def test_two_browsers_at_once_lose_nothing(
    as_jonas: Client, as_mia: Client, plan: Plan, mia: User, now: datetime
) -> None:
    made = plan()
    assert (
        as_mia.post(mover(made), {"starts_at": "2026-03-04T10:00", "version": 1}).status_code == 302
    )
    assert (
        as_jonas.post(mover(made), {"starts_at": "2026-03-05T10:00", "version": 1}).status_code
        == 409
    )
    made.refresh_from_db()
    assert made.starts_at == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_who_only_reads_looks_and_does_not_move(as_petra: Client, plan: Plan) -> None:
    made = plan()
    page = as_petra.get(WEEK, {"who": "all"}).text
    assert "data-move" not in page
    assert as_petra.post(mover(made), {"starts_at": "2026-03-04T10:00"}).status_code == 403
    assert Appointment.objects.get().version == 1


def test_a_stranger_signs_in_first(client: Client, plan: Plan) -> None:
    for url in (WEEK, reverse("appointment", args=[plan().public_id])):
        assert client.get(url)["Location"].startswith(reverse("account_login"))


def test_the_ledger_of_others_is_no_way_back(
    as_jonas: Client, as_mia: Client, plan: Plan, mia: User, now: datetime
) -> None:
    made = plan()
    entry = cancel_appointment(made, version=1, by=mia, at=now)
    assert entry is not None
    assert "Undo" not in as_jonas.get(WEEK, {"changed": str(entry.pk)}).text
    other = LedgerEntry.objects.get(action="agenda.appointment_made")
    assert as_mia.post(reverse("appointment_back", args=[other.pk])).status_code == 404


def test_hours_and_absences_lie_behind(
    as_jonas: Client, at_work: User, mia: User, now: datetime
) -> None:
    day = now.date() + timedelta(days=1)
    fields: dict[str, Any] = {"first_day": day, "last_day": day, "kind": "sick", "stand_in": mia}
    record_absence(at_work, fields, by=at_work, at=now)
    week = week_of(now.date(), [at_work.pk])
    assert [len(one.grounds) for one in week.days] == [2, 0, 2, 2, 2, 0, 0]
    assert "Jonas Falk away, Mia Berger stands in" in as_jonas.get(WEEK).text


def test_what_lies_at_the_same_time_stands_side_by_side(plan: Plan, jonas: User, mia: User) -> None:
    plan(hours=24, minutes=60)
    plan(hours=24.5, minutes=60)
    plan(hours=24.5, minutes=30, person=mia)
    plan(hours=26)
    day = week_of(plan(hours=72).starts_at.date(), [jonas.pk, mia.pk]).days[1]
    assert [(one.place.lane, one.place.lanes) for one in day.blocks] == [
        (0, 3),
        (1, 3),
        (2, 3),
        (0, 1),
    ] or [(one.place.lane, one.place.lanes) for one in day.blocks] == [
        (0, 3),
        (2, 3),
        (1, 3),
        (0, 1),
    ]
    assert [one.clashes for one in day.blocks].count(True) == 2


def test_what_ends_after_midnight_is_drawn_to_the_end_of_the_day(
    plan: Plan, jonas: User, now: datetime
) -> None:
    plan(hours=11, minutes=120)  # from eleven at night in Vienna
    week = week_of(now.date(), [jonas.pk])
    first, second = week.days[0].blocks[0].place, week.days[1].blocks[0].place
    assert (first.start, first.end) == (23 * 60, 24 * 60)
    assert (second.start, second.end) == (0, 60)
    assert (week.first_hour, week.last_hour) == (0, 24)


def test_as_many_queries_whatever_the_week_holds(
    as_jonas: Client, plan: Plan, jonas: User, now: datetime
) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert as_jonas.get(WEEK, {"who": "all"}).status_code == 200
        return len(asked)

    plan()
    ask()
    few = ask()
    for number in range(12):
        who = Customer.objects.create(name=f"Customer {number}", created_at=now)
        plan(hours=20 + number, customer=who)
    assert ask() == few


def test_a_cancelled_one_is_gone_from_the_week(
    as_jonas: Client, plan: Plan, jonas: User, now: datetime
) -> None:
    made = plan(title="Test drive")
    change_appointment(made, {"title": "Test drive"}, version=1, by=jonas, at=now)
    answer = as_jonas.post(
        reverse("appointment_status", args=[made.public_id]),
        {"status": "cancelled", "version": made.version},
        follow=True,
    )
    assert "is cancelled" in answer.text
    assert 'class="block' not in answer.text
