"""The address a calendar program fetches: secret, closable, and right in what it says."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Event
from tests.agenda.calendar.conftest import Plan

from nahbar.agenda.models import Appointment, CalendarLink
from nahbar.agenda.operations.appointments import cancel_appointment, change_appointment
from nahbar.agenda.operations.calendar_links import close_link, open_link
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(jonas: User, now: datetime) -> str:
    return open_link(jonas, "feed", by=jonas, at=now)


def address(token: str) -> str:
    return reverse("calendar_feed", args=[token])


def events(answer: object) -> list[Event]:
    calendar = Calendar.from_ical(answer.content)  # type: ignore[attr-defined]  # a response
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


def test_it_holds_one_s_own_appointments_in_utc(
    client: Client, token: str, plan: Plan, mia: User
) -> None:
    made = plan(title="Test drive", place="Hof")
    plan(title="Mia's", person=mia)
    answer = client.get(address(token))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer)
    assert event["UID"] == f"{made.public_id}@nahbar"
    assert event.start == datetime(2026, 3, 3, 11, tzinfo=UTC)
    assert "Test drive" in str(event["SUMMARY"])
    assert str(event["LOCATION"]) == "Hof"
    assert b"DTSTART:20260303T110000Z" in answer.content


def test_an_hour_in_summer_is_the_hour_of_summer(client: Client, token: str, plan: Plan) -> None:
    nine_in_vienna = datetime(2026, 3, 29, 7, tzinfo=UTC)
    plan(starts_at=nine_in_vienna, ends_at=datetime(2026, 3, 29, 8, tzinfo=UTC))
    assert events(client.get(address(token)))[0].start == nine_in_vienna


def test_texts_cannot_break_out(client: Client, token: str, plan: Plan) -> None:
    title = "Tea; cake, \\n BEGIN:VEVENT"
    plan(title=title, note="first\r\nBEGIN:VEVENT\nUID:evil\nlast")
    (event,) = events(client.get(address(token)))
    assert str(event["SUMMARY"]).startswith(title)
    assert "UID:evil" in str(event["DESCRIPTION"])
    assert event["UID"] != "evil"


def test_what_is_cancelled_stays_as_such(
    client: Client, token: str, plan: Plan, jonas: User, now: datetime
) -> None:
    made = plan()
    change_appointment(made, {"title": "Later"}, version=1, by=jonas, at=now)
    cancel_appointment(made, version=2, by=jonas, at=now)
    (event,) = events(client.get(address(token)))
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 2)


def test_asked_again_it_says_that_nothing_is_new(
    client: Client, token: str, plan: Plan, jonas: User, now: datetime
) -> None:
    made = plan()
    first = client.get(address(token))
    again = client.get(address(token), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    change_appointment(made, {"title": "New"}, version=1, by=jonas, at=now)
    assert client.get(address(token), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_only_its_digest_is_kept(token: str) -> None:
    link = CalendarLink.objects.get()
    assert token not in str(vars(link))
    assert len(token) >= 43


def test_made_anew_the_old_address_is_dead(
    client: Client, token: str, jonas: User, now: datetime
) -> None:
    newer = open_link(jonas, "feed", by=jonas, at=now)
    assert client.get(address(token)).status_code == 404
    assert client.get(address(newer)).status_code == 200
    close_link(jonas, "feed", by=jonas, at=now)
    assert client.get(address(newer)).status_code == 404
    assert [one.action for one in LedgerEntry.objects.filter(action__startswith="agenda.link").order_by("id")] == [
        "agenda.link_opened", "agenda.link_opened", "agenda.link_closed",
    ]  # fmt: skip


def test_who_leaves_takes_it_along(client: Client, token: str, jonas: User) -> None:
    User.objects.filter(pk=jonas.pk).update(is_active=False)
    assert client.get(address(token)).status_code == 404


@pytest.mark.parametrize("guess", ["x", "a" * 43, "a" * 5_000, "%00", "..%2f", "ü" * 43])
def test_a_guess_finds_nothing(guess: str, client: Client, token: str) -> None:
    assert client.get(f"/calendar/feed/{guess}.ics").status_code == 404


def test_a_booking_link_is_no_feed(client: Client, jonas: User, now: datetime) -> None:
    booking = open_link(jonas, "booking", by=jonas, at=now)
    assert client.get(address(booking)).status_code == 404


def test_nobody_hands_out_a_colleague_s_calendar(
    jonas: User, mia: User, petra: User, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        open_link(mia, "feed", by=jonas, at=now)
    with pytest.raises(NotAllowed):
        open_link(petra, "booking", by=petra, at=now)
    open_link(petra, "feed", by=petra, at=now)
    open_link(jonas, "feed", by=mia, at=now)


def test_two_queries_more_whatever_it_holds(client: Client, token: str, plan: Plan) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address(token))
        return len(asked)

    plan()
    few = ask()
    for hours in range(2, 10):
        plan(hours=hours)
    assert ask() == few
    assert Appointment.objects.count() == 9


def test_the_page_shows_an_address_once(as_jonas: Client) -> None:
    answer = as_jonas.post(reverse("calendar_link_open", args=["feed"]))
    assert "/calendar/feed/" in answer.text
    assert answer["Cache-Control"].find("no-store") >= 0
    page = as_jonas.get(reverse("calendar_links")).text
    assert "/calendar/feed/" not in page
    assert "Open since" in page
    as_jonas.post(reverse("calendar_link_close", args=["feed"]))
    assert CalendarLink.objects.filter(closed_at=None).count() == 0


def test_figures_of_a_booking_link_are_checked(as_jonas: Client, as_petra: Client) -> None:
    make = reverse("calendar_link_open", args=["booking"])
    assert (
        as_jonas.post(make, {"minutes": 7, "lead_hours": -1, "days_ahead": 9999}).status_code == 422
    )
    sent = {"minutes": 45, "lead_hours": 2, "days_ahead": 14}
    assert "/book/" in as_jonas.post(make, sent).text
    assert CalendarLink.objects.get().minutes == 45
    assert as_petra.post(make, sent).status_code == 403
    assert as_jonas.post(reverse("calendar_link_open", args=["door"])).status_code == 404
