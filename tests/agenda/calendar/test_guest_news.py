"""Guests are told by mail what becomes of their appointments: once it rests, in their language, or not at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from tests.agenda.calendar.conftest import Plan
from tests.agenda.calendar.test_booking import NINE, asked, own_token, page, token
from tests.agenda.calendar.test_series import TUESDAY, Repeat, move, repeat

from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import (
    cancel_appointment,
    change_appointment,
    make_appointment,
    settle_appointment,
    take_back,
    tell_of_it,
)
from nahbar.agenda.operations.guests import tell_guests
from nahbar.agenda.operations.series import cancel_series, make_series
from nahbar.agenda.rhythms import Rhythm
from nahbar.core.files import read_stored
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.dispatch.models import OutgoingMail

__all__ = ["own_token", "repeat", "token"]
pytestmark = pytest.mark.django_db
HOUR, DAY, SOON = timedelta(hours=1), timedelta(days=1), timedelta(minutes=5)


@pytest.fixture
def with_mail(anna: Customer, olga: User, now: datetime) -> Customer:
    """Anna, who can be written to."""
    add_contact_point(anna, "email", "anna@berger.example", by=olga, at=now)
    return anna


@pytest.fixture
def booked(client: Client, token: str) -> Appointment:
    """What Clara booked by a link; her confirmation is written."""
    assert client.post(page(token), asked()).status_code == 302
    return Appointment.objects.select_related("person").get()


def sent() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("id"))


def entries(mail: OutgoingMail) -> list[Calendar]:
    return [
        Calendar.from_ical(read_stored(one.stored))  # type: ignore[misc]  # one calendar each
        for one in mail.attachments.order_by("id")
    ]


def shift(row: Appointment, hours: float, by: User, at: datetime, **more: Any) -> Any:
    fields = {"starts_at": row.starts_at + hours * HOUR}
    return change_appointment(row, fields, version=None, by=by, at=at, **more)


def test_who_booked_is_told_a_new_time_and_their_calendar_as_well(
    booked: Appointment, jonas: User, now: datetime
) -> None:
    shift(booked, 2, jonas, now)
    assert len(sent()) == 1  # the confirmation; what is pushed about is told when it rests
    assert tell_guests(at=now + SOON) == 1
    mail = sent()[1]
    assert (mail.to, mail.sender) == ("clara@hold.example", jonas)
    assert mail.subject == "New time of your appointment: Wednesday, 4 March 2026, 11:00–11:30"
    assert "Until now: Wednesday, 4 March 2026, 09:00" in mail.text
    (told,) = entries(mail)
    (event,) = told.events
    assert (told["METHOD"], event["SEQUENCE"]) == ("REQUEST", 1)
    assert event["UID"] == f"{booked.public_id}@nahbar"
    assert event["ATTENDEE"] == "mailto:clara@hold.example"
    assert event["ORGANIZER"] == f"mailto:{jonas.email}"
    assert mail.attachments.get().media_type == "text/calendar; method=REQUEST"
    assert tell_guests(at=now + 2 * SOON) == 0


def test_who_booked_is_told_that_it_is_off(booked: Appointment, jonas: User, now: datetime) -> None:
    cancel_appointment(booked, version=None, by=jonas, at=now, tells=False)
    tell_guests(at=now + SOON)
    mail = sent()[1]
    assert mail.subject.startswith("Cancelled: your appointment on Wednesday")
    (told,) = entries(mail)
    assert (told["METHOD"], told.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")


def test_pushed_about_and_taken_back_nobody_hears_of_it(
    booked: Appointment, jonas: User, now: datetime
) -> None:
    for _push in range(4):
        booked.refresh_from_db()
        entry = shift(booked, 0.25, jonas, now)
        take_back(entry, by=jonas, at=now)
    tell_guests(at=now + SOON)
    assert len(sent()) == 1
    assert Appointment.objects.get().tell_at is None


def test_several_steps_are_one_mail_with_where_it_ended(
    booked: Appointment, jonas: User, now: datetime
) -> None:
    for _push in range(3):
        booked.refresh_from_db()
        shift(booked, 1, jonas, now)
    tell_guests(at=now + SOON)
    assert len(sent()) == 2
    assert "12:00–12:30" in sent()[1].subject


def test_taken_back_after_they_heard_they_hear_that_too(
    booked: Appointment, jonas: User, now: datetime
) -> None:
    entry = cancel_appointment(booked, version=None, by=jonas, at=now)
    assert entry is not None
    tell_guests(at=now + SOON)
    take_back(entry, by=jonas, at=now + 2 * SOON)
    tell_guests(at=now + 3 * SOON)
    assert len(sent()) == 3
    assert entries(sent()[2])[0]["METHOD"] == "REQUEST"


def test_another_title_is_nobody_s_news(booked: Appointment, jonas: User, now: datetime) -> None:
    change_appointment(booked, {"title": "Bring the keys"}, version=None, by=jonas, at=now)
    tell_guests(at=now + SOON)
    assert len(sent()) == 1


def test_another_of_us_and_another_place_are_news(
    booked: Appointment, jonas: User, mia: User, now: datetime
) -> None:
    said = {"person": mia, "place": "Hof"}
    change_appointment(booked, said, version=None, by=jonas, at=now)
    tell_guests(at=now + SOON)
    mail = sent()[1]
    assert mail.sender == mia
    assert "with Mia Berger" in mail.text
    assert "Place: Hof" in mail.text


def test_what_is_over_is_no_news(booked: Appointment, jonas: User, now: datetime) -> None:
    shift(booked, 1, jonas, now)
    tell_guests(at=NINE + 3 * DAY)
    settle_appointment(booked, "missed", version=None, by=jonas, at=NINE + 3 * DAY)
    tell_guests(at=NINE + 4 * DAY)
    assert len(sent()) == 1


def test_moved_by_the_guest_they_are_told_once(client: Client, token: str, now: datetime) -> None:
    form = asked()
    client.post(page(token), form)
    later = (NINE + HOUR).isoformat()
    client.post(reverse("booked_time", args=[form["ticket"]]), {"starts_at": later})
    tell_guests(at=now + DAY)
    assert len(sent()) == 2


def test_what_we_entered_is_told_only_if_we_say_so(
    plan: Plan, with_mail: Customer, jonas: User, now: datetime
) -> None:
    made = plan()
    shift(made, 1, jonas, now)
    cancel_appointment(made, version=None, by=jonas, at=now)
    tell_guests(at=now + SOON)
    assert sent() == []


def test_told_by_our_wish_it_is_a_confirmation_then_a_new_time(
    plan: Plan, with_mail: Customer, jonas: User, now: datetime
) -> None:
    made = plan()
    tell_of_it(made, version=1, by=jonas, at=now)
    tell_guests(at=now + SOON)
    shift(made, 1, jonas, now + SOON, tells=True)
    tell_guests(at=now + 2 * SOON)
    subjects = [mail.subject.split(" ")[0] for mail in sent()]
    assert subjects == ["Your", "New"]
    assert sent()[0].to == "anna@berger.example"
    assert "just answer this mail" in sent()[0].text
    assert sent()[0].customer == with_mail
    assert LedgerEntry.objects.filter(action="agenda.guest_told").count() == 2
    assert LedgerEntry.objects.get(action="agenda.guest_to_be_told").actor == jonas


def test_told_of_it_and_moved_without_a_word_it_is_shown_that_they_know_another_time(
    as_jonas: Client, plan: Plan, with_mail: Customer, jonas: User, now: datetime
) -> None:
    made = plan()
    tell_of_it(made, version=1, by=jonas, at=now)
    tell_guests(at=now + SOON)
    shift(made, 1, jonas, now)
    here = reverse("appointment", args=[made.public_id])
    assert "They were told another time: Tuesday, 3 March 2026, 12:00" in as_jonas.get(here).text
    answer = as_jonas.post(reverse("appointment_telling", args=[made.public_id]), follow=True)
    assert "A mail goes to anna@berger.example" in answer.text
    assert "is told by mail within minutes" in as_jonas.get(here).text
    tell_guests(at=now + SOON)
    assert len(sent()) == 2


def test_in_the_language_of_the_guest(
    plan: Plan, with_mail: Customer, jonas: User, now: datetime
) -> None:
    Customer.objects.update(language="de", salutation="ms", family_name="Berger", title="Mag.")
    tell_of_it(plan(), version=1, by=jonas, at=now)
    tell_guests(at=now + SOON)
    (mail,) = sent()
    assert mail.text.startswith("Sehr geehrte Frau Mag. Berger,")
    assert "März 2026" in mail.subject


def test_without_an_address_nobody_is_told_and_nothing_waits_for_ever(
    plan: Plan, anna: Customer, jonas: User, now: datetime
) -> None:
    made = plan()
    tell_of_it(made, version=1, by=jonas, at=now)
    assert tell_guests(at=now + SOON) == 0
    made.refresh_from_db()
    assert (made.tell_at, made.told) == (None, {})


def test_one_address_nobody_can_write_to_keeps_nobody_else_waiting(
    plan: Plan, with_mail: Customer, jonas: User, now: datetime
) -> None:
    wrong, right = plan(), plan(hours=48)
    Appointment.objects.filter(pk=wrong.pk).update(guest_contact="@" + "x" * 253)
    for one in (wrong, right):
        tell_of_it(one, version=None, by=jonas, at=now)
    assert tell_guests(at=now + SOON) >= 1
    assert "anna@berger.example" in {mail.to for mail in sent()}
    assert not Appointment.objects.exclude(tell_at=None).exists()


def test_a_series_is_one_mail_with_its_rule(
    repeat: Repeat, with_mail: Customer, jonas: User, now: datetime
) -> None:
    fields = {"person": jonas, "customer": with_mail, "starts_at": TUESDAY, "ends_at": TUESDAY + HOUR}  # fmt: skip
    make_series(fields, Rhythm("weekly", times=15), by=jonas, at=now, tells=True)
    tell_guests(at=now + SOON)
    (mail,) = sent()
    assert mail.subject == "Your appointments from Tuesday, 3 March 2026, 10:00–11:00 on"
    assert "every week on Tuesday, 15 times until 9 Jun 2026" in mail.text
    assert "and 3 more" in mail.text
    (told,) = entries(mail)
    assert told["METHOD"] == "REQUEST"
    assert "RRULE" in told.events[0]


def test_moved_from_here_on_their_calendar_ends_one_series_and_begins_another(
    repeat: Repeat, with_mail: Customer, jonas: User, now: datetime
) -> None:
    made = repeat()
    Appointment.objects.update(told={"starts_at": "2026-03-03T09:00:00+00:00"})
    entry = move(made[2], 1, "following", jonas, now)
    Appointment.objects.filter(pk__in=[row.pk for row in made[2:]]).update(tell_at=now)
    assert entry is not None
    assert tell_guests(at=now + SOON) == 1
    (mail,) = sent()
    assert mail.subject.startswith("New times of your appointments from Wednesday, 18 March")
    before, after = entries(mail)
    assert before.events[0]["UID"] != after.events[0]["UID"]
    assert before.events[0]["RRULE"]["UNTIL"] == [datetime(2026, 3, 10, 9, tzinfo=UTC)]
    assert after.events[0].start == datetime(2026, 3, 18, 9, tzinfo=UTC)


def test_the_rest_of_a_series_cancelled_names_each_that_falls_away(
    repeat: Repeat, with_mail: Customer, jonas: User, now: datetime
) -> None:
    made = repeat()
    Appointment.objects.update(told={"starts_at": "2026-03-03T09:00:00+00:00"})
    cancel_series(made[3], "following", version=None, by=jonas, at=now, tells=True)
    tell_guests(at=now + SOON)
    (mail,) = sent()
    assert "Tuesday, 31 March 2026, 10:00–11:00: cancelled" in mail.text
    (told,) = entries(mail)
    assert told["METHOD"] == "CANCEL"
    assert [event["RECURRENCE-ID"].dt for event in told.events] == [row.slot_at for row in made[3:]]


def test_one_of_a_series_is_told_by_itself(
    repeat: Repeat, with_mail: Customer, jonas: User, now: datetime
) -> None:
    made = repeat()
    change_appointment(
        made[1], {"starts_at": made[1].starts_at + HOUR}, version=1, by=jonas, at=now, tells=True
    )
    tell_guests(at=now + SOON)
    (told,) = entries(sent()[0])
    (event,) = told.events
    assert event["RECURRENCE-ID"].dt == made[1].slot_at
    assert "RRULE" not in event


def test_two_customers_never_learn_of_each_other(
    with_mail: Customer, bernd: Customer, jonas: User, olga: User, now: datetime
) -> None:
    add_contact_point(bernd, "email", "bernd@hold.example", by=olga, at=now)
    for number, customer in enumerate((with_mail, bernd)):
        starts_at = TUESDAY + number * DAY
        fields = {"person": jonas, "customer": customer, "starts_at": starts_at, "ends_at": starts_at + HOUR}  # fmt: skip
        make_appointment(fields, by=jonas, at=now, tells=True)
    assert tell_guests(at=now + SOON) == 2
    assert {mail.to for mail in sent()} == {"anna@berger.example", "bernd@hold.example"}
    assert all("Bernd" not in mail.text for mail in sent() if mail.to.startswith("anna"))
