"""Pages of one appointment: made for a customer, changed, settled; told where the rest is told."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.agenda.calendar.conftest import Plan

from nahbar.agenda.models import Appointment
from nahbar.core.models import User
from nahbar.customers.models import Customer

pytestmark = pytest.mark.django_db
NEW = reverse("appointment_new")


def answers(person: User, **more: Any) -> dict[str, Any]:
    return {
        "kind": "visit",
        "person": person.pk,
        "day": "2026-03-05",
        "from_time": "10:00",
        "until_time": "10:45",
        **more,
    }


def page_of(appointment: Appointment, name: str = "appointment") -> str:
    return reverse(name, args=[appointment.public_id])


def test_made_on_the_customer_s_page_it_is_with_them(
    as_jonas: Client, jonas: User, anna: Customer
) -> None:
    customer = reverse("customer", args=[anna.public_id])
    way = f"{NEW}?customer={anna.public_id}"
    assert way in as_jonas.get(customer).text
    key = re.findall(r'name="key" value="([^"]+)"', as_jonas.get(way).text)[0]
    for _twice in range(2):
        answer = as_jonas.post(way, answers(jonas, key=key, title="Test drive"))
        assert answer["Location"] == customer
    made = Appointment.objects.get()
    assert (made.customer, made.title) == (anna, "Test drive")
    assert made.starts_at == datetime(2026, 3, 5, 9, tzinfo=UTC)


def test_it_stands_in_the_customer_s_future(as_jonas: Client, plan: Plan, anna: Customer) -> None:
    made = plan(title="Test drive")
    assert page_of(made) in as_jonas.get(reverse("customer", args=[anna.public_id])).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"until_time": "09:00"},
        {"until_time": "10:00"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"day": "2026-02-30"},
        {"day": "2026-03-29", "from_time": "02:15", "until_time": "02:45"},
        {"day": "2026-10-25", "from_time": "02:15", "until_time": "04:00"},
        {"title": "x" * 10_000},
        {"person": "7777777"},
        {"kind": "party"},
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(
    wrong: dict[str, str], as_jonas: Client, jonas: User
) -> None:
    answer = as_jonas.post(NEW, {**answers(jonas, note="kept words"), **wrong})
    assert answer.status_code == 422
    assert "kept words" in answer.text
    assert not Appointment.objects.exists()


def test_fields_that_nobody_asked_for_change_nothing(
    as_jonas: Client, jonas: User, mia: User
) -> None:
    sent = answers(jonas, status="came", booked_by=mia.pk, ticket="x" * 64, version=99)
    as_jonas.post(NEW, sent)
    made = Appointment.objects.get()
    assert (made.status, made.booked_by, made.ticket, made.version) == ("planned", jonas, None, 1)


def test_a_customer_who_is_not_there_is_not_found(as_jonas: Client) -> None:
    for wrong in ("00000000-0000-0000-0000-000000000007", "<script>", "7"):
        assert as_jonas.get(NEW, {"customer": wrong}).status_code == 404


def test_changed_by_form_it_leads_back_to_its_week(
    as_jonas: Client, plan: Plan, jonas: User
) -> None:
    made = plan()
    page = page_of(made, "appointment_edit")
    assert 'value="12:00"' in as_jonas.get(page).text
    answer = as_jonas.post(page, answers(jonas, version=made.version), follow=True)
    assert "is now on" in answer.text
    stale = as_jonas.post(page, answers(jonas, version=made.version, day="2026-03-06"))
    assert stale.status_code == 422
    assert "Somebody changed this appointment meanwhile" in stale.text


def test_clashes_are_told_on_its_page(as_jonas: Client, plan: Plan) -> None:
    made = plan()
    plan(title="Another")
    assert "has another appointment then: Another" in as_jonas.get(page_of(made)).text


def test_settled_by_one_tap(as_jonas: Client, plan: Plan) -> None:
    made = plan(hours=-2)
    assert "Took place" in as_jonas.get(page_of(made)).text
    sent = {"status": "came", "version": made.version}
    assert as_jonas.post(page_of(made, "appointment_status"), sent).status_code == 302
    made.refresh_from_db()
    assert made.status == "came"
    for wrong in ({"status": "planned"}, {"status": "<script>"}, {}):
        assert as_jonas.post(page_of(made, "appointment_status"), wrong).status_code == 409


def test_who_only_reads_sees_it_and_has_nothing_to_press(as_petra: Client, plan: Plan) -> None:
    made = plan(hours=-2)
    page = as_petra.get(page_of(made))
    assert page.status_code == 200
    assert "Took place" not in page.text
    for name in ("appointment_edit", "appointment_status"):
        assert as_petra.post(page_of(made, name), {"status": "came"}).status_code == 403
    assert as_petra.get(NEW).status_code == 403


def test_what_is_planned_stands_on_today(as_jonas: Client, plan: Plan) -> None:
    plan(hours=48, title="Test drive")
    assert "Test drive" in as_jonas.get(reverse("today")).text
