"""The form of an appointment: whom it is with, how often it comes, whether they are told."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.agenda.calendar.conftest import Plan
from tests.agenda.calendar.test_appointment_pages import NEW, answers, page_of
from tests.agenda.calendar.test_series import Repeat, repeat, starts

from nahbar.agenda.models import Appointment
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.customers.operations.contact_points import add_contact_point

__all__ = ["repeat"]
pytestmark = pytest.mark.django_db
HX = {"HTTP_HX_REQUEST": "true"}
WEEK = timedelta(days=7)


def test_the_customer_is_searched_and_tapped(as_jonas: Client, jonas: User, anna: Customer) -> None:
    page = as_jonas.get(NEW).text
    assert reverse("idea_customers") in page
    found = as_jonas.get(reverse("idea_customers"), {"q": "Berger"}).text
    assert f'name="customer" value="{anna.public_id}"' in found
    as_jonas.post(NEW, answers(jonas, q="Berger", customer=str(anna.public_id)))
    assert Appointment.objects.get().customer == anna


def test_without_scripts_the_search_is_a_button_and_nothing_typed_is_lost(
    as_jonas: Client, jonas: User, anna: Customer
) -> None:
    sent = answers(jonas, q="Berger", find="1", title="Test drive", frequency="weekly", weekdays=["2", "4"])  # fmt: skip
    answer = as_jonas.post(NEW, sent)
    assert answer.status_code == 200
    assert f'name="customer" value="{anna.public_id}"' in answer.text
    assert 'value="Test drive"' in answer.text
    assert 'value="2026-03-05"' in answer.text
    assert re.search(r'name="weekdays" value="4"[^>]* checked', answer.text)
    assert not Appointment.objects.exists()


def test_words_without_a_choice_are_not_passed_over(as_jonas: Client, jonas: User) -> None:
    answer = as_jonas.post(NEW, answers(jonas, q="Somebody"))
    assert answer.status_code == 422
    assert "search, then tap" in answer.text
    assert not Appointment.objects.exists()


def test_who_is_not_there_is_not_found(as_jonas: Client, jonas: User) -> None:
    for wrong in ("00000000-0000-0000-0000-000000000007", "<script>", "7"):
        assert as_jonas.post(NEW, answers(jonas, customer=wrong)).status_code == 404


def test_another_customer_or_nobody_is_chosen_afterwards(
    as_jonas: Client, plan: Plan, jonas: User, bernd: Customer
) -> None:
    made = plan()
    edit = page_of(made, "appointment_edit")
    as_jonas.post(edit, answers(jonas, version=1, customer=str(bernd.public_id)))
    made.refresh_from_db()
    assert made.customer == bernd
    as_jonas.post(edit, answers(jonas, version=2, customer="", title="For us"))
    made.refresh_from_db()
    assert made.customer is None


def test_from_the_customer_s_page_it_is_a_sheet(
    as_jonas: Client, jonas: User, anna: Customer
) -> None:
    here = reverse("customer", args=[anna.public_id])
    way = f"{NEW}?customer={anna.public_id}"
    assert f'hx-get="{way}"' in as_jonas.get(here).text
    sheet = as_jonas.get(way, **HX)
    assert "<html" not in sheet.text
    assert "<dialog" in sheet.text
    assert sheet["HX-Retarget"] == "#plan-place"
    wrong = as_jonas.post(way, answers(jonas, until_time="09:00"), **HX)
    assert wrong.status_code == 422
    assert "must end after" in wrong.text
    done = as_jonas.post(
        way, answers(jonas, title="Test drive", customer=str(anna.public_id)), **HX
    )
    assert done["HX-Redirect"] == here
    assert Appointment.objects.get().title == "Test drive"


def test_planned_to_come_again(as_jonas: Client, jonas: User) -> None:
    sent = answers(jonas, frequency="weekly", every="2", weekdays=["1", "4"], times="4")
    answer = as_jonas.post(NEW, sent, follow=True)
    assert "every 2 weeks on Monday, Thursday, 4 times" in answer.text
    thursday = datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert starts() == [thursday, thursday + timedelta(days=11), thursday + 2 * WEEK, thursday + timedelta(days=25, hours=-1)]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"frequency": "weekly"},
        {"frequency": "weekly", "until": "2026-03-01"},
        {"frequency": "weekly", "times": "0"},
        {"frequency": "weekly", "times": "99999"},
        {"frequency": "weekly", "times": "3", "until": "2026-04-01"},
        {"frequency": "weekly", "times": "3", "every": "0"},
        {"frequency": "weekly", "times": "3", "weekdays": ["8"]},
        {"frequency": "hourly", "times": "3"},
        {"frequency": "daily", "until": "9999-12-31"},
    ],
)
def test_a_rhythm_that_cannot_be_comes_back_with_what_was_typed(
    wrong: dict[str, Any], as_jonas: Client, jonas: User
) -> None:
    answer = as_jonas.post(NEW, answers(jonas, note="kept words", **wrong))
    assert answer.status_code == 422
    assert "kept words" in answer.text
    assert not Appointment.objects.exists()


def test_of_a_series_it_is_asked_how_many_are_meant(
    as_jonas: Client, repeat: Repeat, jonas: User
) -> None:
    made = repeat()
    edit = page_of(made[1], "appointment_edit")
    page = as_jonas.get(edit).text
    assert 'name="spread" value="following"' in page
    assert "every week on Tuesday" in page
    sent = answers(jonas, day="2026-03-11", until_time="11:00", version=1, spread="following", title="Training")  # fmt: skip
    answer = as_jonas.post(edit, sent, follow=True)
    assert "4 appointments changed" in answer.text
    assert starts()[0] == made[0].starts_at
    assert starts()[1] == datetime(2026, 3, 11, 9, tzinfo=UTC)
    entry = LedgerEntry.objects.get(action="agenda.series_moved")
    as_jonas.post(reverse("appointment_back", args=[entry.pk]))
    assert starts() == [row.starts_at for row in made]


def test_a_single_one_is_not_asked(as_jonas: Client, plan: Plan) -> None:
    assert 'name="spread"' not in as_jonas.get(page_of(plan(), "appointment_edit")).text


def test_dragged_only_this_one_moves_and_the_others_are_one_press_away(
    as_jonas: Client, repeat: Repeat
) -> None:
    made = repeat()
    mover = reverse("appointment_move", args=[made[0].public_id])
    answer = as_jonas.post(mover, {"starts_at": "2026-03-04T10:00", "version": 1}, **HX)
    assert "Only this one changed" in answer.text
    entry = LedgerEntry.objects.get(action="agenda.appointment_moved")
    spread = reverse("appointment_spread", args=[entry.pk])
    assert spread in answer.text
    assert "4 appointments" not in answer.text
    told = as_jonas.post(spread, {"spread": "following"}, follow=True)
    assert "5 appointments changed" in told.text
    assert starts() == [row.starts_at + timedelta(days=1) for row in made]


def test_cancelled_from_its_page_as_far_as_is_said(as_jonas: Client, repeat: Repeat) -> None:
    made = repeat()
    assert 'name="spread"' in as_jonas.get(page_of(made[2])).text
    sent = {"status": "cancelled", "version": 1, "spread": "following"}
    answer = as_jonas.post(page_of(made[2], "appointment_status"), sent, follow=True)
    assert "3 appointments are cancelled" in answer.text
    assert Appointment.objects.filter(status="cancelled").count() == 3


@pytest.mark.parametrize("spread", ["<script>", "none", "9"])
def test_an_unknown_reach_changes_nothing(spread: str, as_jonas: Client, repeat: Repeat) -> None:
    made = repeat()
    sent = {"status": "cancelled", "version": 1, "spread": spread}
    assert as_jonas.post(page_of(made[2], "appointment_status"), sent).status_code == 409
    assert not Appointment.objects.filter(status="cancelled").exists()


def test_who_only_reads_takes_no_series_along(
    as_petra: Client, as_jonas: Client, repeat: Repeat, jonas: User
) -> None:
    made = repeat()
    mover = reverse("appointment_move", args=[made[0].public_id])
    as_jonas.post(mover, {"starts_at": "2026-03-04T10:00", "version": 1})
    entry = LedgerEntry.objects.get(action="agenda.appointment_moved")
    for name, key in (("appointment_spread", entry.pk), ("appointment_telling", made[0].public_id)):
        assert as_petra.post(reverse(name, args=[key]), {"spread": "all"}).status_code == 403


def test_they_are_told_if_one_says_so(
    as_jonas: Client, jonas: User, anna: Customer, olga: User, now: datetime
) -> None:
    way = f"{NEW}?customer={anna.public_id}"
    answer = as_jonas.post(way, answers(jonas, tells="on"), follow=True)
    assert "No mail address is known" in answer.text
    add_contact_point(anna, "email", "anna@berger.example", by=olga, at=now)
    answer = as_jonas.post(way, answers(jonas, tells="on", day="2026-03-06"), follow=True)
    assert "A mail goes to anna@berger.example" in answer.text
    assert Appointment.objects.order_by("starts_at").last().tell_at is not None  # type: ignore[union-attr]  # one is there


def test_dragged_what_we_entered_waits_for_a_word(
    as_jonas: Client, plan: Plan, anna: Customer, olga: User, now: datetime
) -> None:
    add_contact_point(anna, "email", "anna@berger.example", by=olga, at=now)
    made = plan()
    mover = reverse("appointment_move", args=[made.public_id])
    answer = as_jonas.post(mover, {"starts_at": "2026-03-04T10:00", "version": 1}, **HX)
    assert "anna@berger.example does not know of it yet" in answer.text
    assert reverse("appointment_telling", args=[made.public_id]) in answer.text
    made.refresh_from_db()
    assert made.tell_at is None


def test_the_reminder_is_kept(as_jonas: Client, jonas: User) -> None:
    as_jonas.post(NEW, answers(jonas, remind_minutes="60"))
    made = Appointment.objects.get()
    assert made.remind_minutes == 60
    page = as_jonas.get(page_of(made, "appointment_edit")).text
    assert re.search(r'<option value="60" selected', page)
    assert as_jonas.post(NEW, answers(jonas, remind_minutes="7")).status_code == 422


def test_as_many_queries_for_many_found_as_for_one(
    as_jonas: Client, jonas: User, anna: Customer, now: datetime
) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_jonas.get(NEW, {"q": "Berger"})
        return len(asked)

    ask()
    assert ask() <= 40


def test_what_it_is_follows_from_whom_it_is_with(
    as_jonas: Client, jonas: User, anna: Customer
) -> None:
    as_jonas.post(NEW, answers(jonas, kind=""))
    as_jonas.post(NEW, answers(jonas, kind="", customer=str(anna.public_id), day="2026-03-06"))
    assert list(Appointment.objects.order_by("starts_at").values_list("kind", flat=True)) == ["internal", "visit"]  # fmt: skip
    made = Appointment.objects.latest("starts_at")
    assert 'value=""' not in re.findall(r"<select[^>]*name=\"kind\".*?</select>", as_jonas.get(page_of(made, "appointment_edit")).text, re.DOTALL)[0]  # fmt: skip
