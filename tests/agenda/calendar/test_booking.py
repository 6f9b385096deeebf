"""Who has the link books a free time with their person, once, and changes it with their ticket."""

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_string
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.agenda.calendar.conftest import Plan

from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import settle_appointment
from nahbar.agenda.operations.booking import Request, book
from nahbar.agenda.operations.calendar_links import close_link, find_link, open_link
from nahbar.agenda.tokens import new_token
from nahbar.core.files import read_stored
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.dispatch.models import OutgoingMail
from nahbar.team.operations.hours import record_absence

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 3, 4, 8, tzinfo=UTC)  # Wednesday, nine in Vienna


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def token(at_work: User, now: datetime) -> str:
    return open_link(at_work, "booking", by=at_work, at=now)


@pytest.fixture
def own_token(at_work: User, anna: Customer, now: datetime) -> str:
    return open_link(at_work, "booking", by=at_work, at=now, customer=anna)


def page(token: str) -> str:
    return reverse("book", args=[token])


def asked(**more: Any) -> dict[str, Any]:
    return {
        "starts_at": NINE.isoformat(),
        "ticket": new_token(),
        "name": "Clara Hold",
        "contact": "clara@hold.example",
        "note": "",
        **more,
    }


def slots(client: Client, token: str, **query: str) -> list[datetime]:
    return offered_in(client.get(page(token), query).text)


def offered_in(shown: str) -> list[datetime]:
    return [
        datetime.fromisoformat(at) for at in re.findall(r'name="starts_at" value="([^"]+)"', shown)
    ]


def give(customer: Customer, kind: str, value: str, now: datetime, by: User) -> None:
    add_contact_point(customer, kind, value, by=by, at=now)


def test_the_person_comes_first_then_their_free_times(
    client: Client, token: str, jonas: User
) -> None:
    shown = client.get(page(token))
    assert shown.status_code == 200
    assert shown.text.index("Jonas Falk") < shown.text.index('type="radio"')
    assert NINE in slots(client, token)
    assert shown["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]


def test_only_what_is_free_and_far_enough_ahead_is_offered(
    client: Client, token: str, plan: Plan, at_work: User, now: datetime
) -> None:
    plan(starts_at=NINE, ends_at=NINE + timedelta(minutes=30), customer=None)
    thursday = date(2026, 3, 5)
    fields: dict[str, Any] = {
        "first_day": thursday,
        "last_day": thursday,
        "kind": "sick",
        "stand_in": None,
    }
    record_absence(at_work, fields, by=at_work, at=now)
    offered = slots(client, token)
    assert NINE not in offered
    assert NINE + timedelta(minutes=30) in offered
    assert min(offered) > now + timedelta(hours=24)
    assert thursday not in {at.date() for at in offered}
    assert not {5, 6} & {at.weekday() for at in offered}
    assert all(at.hour + at.minute / 60 not in {11, 11.5} for at in offered)  # noon to one is lunch


def test_booked_it_stands_in_the_calendar_and_a_mail_goes_out(
    client: Client, token: str, jonas: User
) -> None:
    sent = asked()
    answer = client.post(page(token), sent)
    assert answer["Location"] == reverse("booked", args=[sent["ticket"]])
    made = Appointment.objects.get()
    assert (made.person, made.starts_at, made.guest_name) == (jonas, NINE, "Clara Hold")
    assert made.booked_by is None
    assert sent["ticket"] not in str(vars(made))
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.sender, mail.state) == ("clara@hold.example", jonas, "waiting")
    assert answer["Location"] in mail.text
    entry = read_stored(mail.attachments.get().stored)
    assert b"DTSTART:20260304T080000Z" in entry
    assert b"Clara" not in entry
    assert "Clara" not in str(LedgerEntry.objects.values_list("details", flat=True))
    assert "kept for you" in client.get(answer["Location"]).text


def test_sent_twice_it_is_one_appointment_and_one_mail(client: Client, token: str) -> None:
    sent = asked()
    places = {client.post(page(token), sent)["Location"] for _twice in range(2)}
    assert len(places) == 1
    assert Appointment.objects.count() == OutgoingMail.objects.count() == 1


def test_what_is_taken_meanwhile_is_told_with_other_times(client: Client, token: str) -> None:
    assert client.post(page(token), asked()).status_code == 302
    answer = client.post(page(token), asked(name="Doris", note="my words"))
    assert answer.status_code == 422
    assert "no longer free" in answer.text
    assert "my words" in answer.text
    assert NINE not in offered_in(answer.text)
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": "2026-03-07T08:00:00+00:00"},  # Saturday
        {"starts_at": "2026-03-04T08:07:00+00:00"},
        {"starts_at": "2026-03-04T11:30:00+00:00"},  # lunch
        {"starts_at": "2026-03-02T12:00:00+00:00"},  # within the hours ahead
        {"starts_at": "2027-03-03T08:00:00+00:00"},  # too far ahead
        {"starts_at": "2020-03-04T08:00:00+00:00"},
        {"starts_at": "9999-12-31T23:30:00+00:00"},
        {"starts_at": "0001-01-01T00:00:00+00:00"},
        {"starts_at": "now"},
        {"starts_at": ""},
        {"name": "   "},
        {"name": "\u200b\u202e"},
        {"name": "x" * 10_000},
        {"contact": "nobody"},
        {"contact": "a@b"},
        {"contact": "12"},
        {"contact": "a@b.example\r\nBcc: c@d.example"},
        {"note": "x" * 2_000},
        {"ticket": "short"},
        {"ticket": "x" * 43 + "!"},
        {"ticket": ""},
    ],
)
def test_what_cannot_be_books_nothing(wrong: dict[str, str], client: Client, token: str) -> None:
    assert client.post(page(token), asked(**wrong)).status_code == 422
    assert not Appointment.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_hostile_words_stay_words(client: Client, token: str, as_jonas: Client) -> None:
    client.post(page(token), asked(name="<script>alert(1)</script>", note="=HYPERLINK(1)"))
    made = Appointment.objects.get()
    for url in (
        reverse("appointment", args=[made.public_id]),
        reverse("calendar") + "?day=2026-03-04",
    ):
        shown = as_jonas.get(url).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_a_known_address_leads_to_the_customer_and_nobody_learns_it(
    client: Client, token: str, anna: Customer, olga: User, now: datetime
) -> None:
    give(anna, "email", "anna@berger.example", now, olga)
    give(anna, "mobile", "0664 1234567", now, olga)
    times = [NINE, NINE + timedelta(hours=1), NINE + timedelta(hours=2)]
    contacts = ["ANNA@berger.example", "+43 664 123 45 67", "clara@hold.example"]
    pages = []
    for at, contact in zip(times, contacts, strict=True):
        sent = asked(starts_at=at.isoformat(), contact=contact, name="A. B.")
        answer = client.post(page(token), sent, follow=True)
        pages.append(answer.text.replace(sent["ticket"], "").count("Berger"))
    made = list(Appointment.objects.order_by("starts_at"))
    assert [one.customer for one in made] == [anna, anna, None]
    assert pages == [0, 0, 0]


def test_an_address_of_two_customers_leads_to_neither(
    client: Client, token: str, anna: Customer, bernd: Customer, olga: User, now: datetime
) -> None:
    for customer in (anna, bernd):
        give(customer, "email", "family@berger.example", now, olga)
    client.post(page(token), asked(contact="family@berger.example"))
    assert Appointment.objects.get().customer is None


def test_an_address_of_before_leads_to_nobody(
    client: Client, token: str, anna: Customer, olga: User, now: datetime
) -> None:
    give(anna, "email", "anna@berger.example", now, olga)
    ContactPoint.objects.update(valid_until=now)
    client.post(page(token), asked(contact="anna@berger.example"))
    assert Appointment.objects.get().customer is None


def test_a_link_of_one_customer_knows_who_comes(
    client: Client, own_token: str, token: str, anna: Customer, olga: User, now: datetime
) -> None:
    give(anna, "email", "anna@berger.example", now, olga)
    shown = client.get(page(own_token)).text
    assert "Anna Berger" in shown
    assert "anna@berger.example" not in shown
    client.post(page(own_token), {"starts_at": NINE.isoformat(), "ticket": new_token()})
    assert Appointment.objects.get().customer == anna
    assert OutgoingMail.objects.get().to == "anna@berger.example"
    assert "Anna" not in client.get(page(token)).text


def test_a_closed_link_is_as_unknown_as_a_guess(
    client: Client, token: str, jonas: User, now: datetime
) -> None:
    link = find_link(token, "booking")
    assert link is not None
    close_link(jonas, "booking", by=jonas, at=now)
    closed, guessed = client.get(page(token)), client.get(page("a" * 43))
    assert (closed.status_code, guessed.status_code) == (404, 404)
    assert closed.text == guessed.text
    assert client.get(reverse("book_picture", args=[token])).status_code == 404
    with pytest.raises(Refused) as refusal:  # opened before, sent after
        book(link, Request(NINE, new_token(), "Clara", "clara@hold.example"), page="", at=now)
    assert refusal.value.code == "link_closed"


def test_with_the_ticket_it_is_moved_and_the_new_time_told(client: Client, token: str) -> None:
    sent = asked()
    client.post(page(token), sent)
    other = NINE + timedelta(hours=6)
    move = reverse("booked_time", args=[sent["ticket"]])
    assert other in offered_in(client.get(move).text)
    assert client.post(move, {"starts_at": other.isoformat()}).status_code == 302
    made = Appointment.objects.get()
    assert (made.starts_at, made.ends_at) == (other, other + timedelta(minutes=30))
    assert [mail.subject.split(":")[0] for mail in OutgoingMail.objects.order_by("id")][
        1
    ].startswith("New time")
    assert client.post(move, {"starts_at": "2026-03-07T08:00:00+00:00"}).status_code == 422


def test_with_the_ticket_it_is_cancelled_once(client: Client, token: str) -> None:
    sent = asked()
    client.post(page(token), sent)
    gone = reverse("booked_cancellation", args=[sent["ticket"]])
    assert client.get(gone).status_code == 405
    for _twice in range(2):
        assert client.post(gone).status_code == 302
    assert Appointment.objects.get().status == "cancelled"
    assert "is cancelled" in client.get(reverse("booked", args=[sent["ticket"]])).text
    mails = list(OutgoingMail.objects.order_by("id"))
    assert len(mails) == 2
    assert b"STATUS:CANCELLED" in read_stored(mails[1].attachments.get().stored)
    assert client.post(page(token), asked()).status_code == 302  # free again


def test_what_took_place_is_no_longer_changed_by_the_guest(
    client: Client, token: str, jonas: User, now: datetime
) -> None:
    sent = asked()
    client.post(page(token), sent)
    Appointment.objects.update(starts_at=now - timedelta(hours=1))
    settle_appointment(Appointment.objects.get(), "came", version=None, by=jonas, at=now)
    assert client.post(reverse("booked_cancellation", args=[sent["ticket"]])).status_code == 409
    assert Appointment.objects.get().status == "came"


def test_the_ticket_of_one_opens_nothing_else(client: Client, token: str, plan: Plan) -> None:
    plan()
    for name in ("booked", "booked_time", "booked_entry"):
        assert client.get(reverse(name, args=["a" * 43])).status_code == 404
        assert client.get(reverse(name, args=["None"])).status_code == 404


def test_one_address_may_not_try_for_ever(client: Client, token: str) -> None:
    answers = [client.post(page(token), asked(name="")).status_code for _try in range(22)]
    assert answers[:20] == [422] * 20
    assert answers[20:] == [429] * 2
    assert client.get(page(token)).status_code == 200


def test_nothing_of_the_house_is_told(client: Client, token: str, as_jonas: Client) -> None:
    for visitor in (client, as_jonas):
        shown = visitor.get(page(token)).text
        assert "lind.example" not in shown
        assert reverse("customers") not in shown


def test_a_form_of_another_site_is_refused(token: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(page(token), asked()).status_code == 403
    assert not Appointment.objects.exists()


def test_without_hours_nothing_is_free(client: Client, mia: User, now: datetime) -> None:
    token = open_link(mia, "booking", by=mia, at=now)
    answer = client.get(page(token))
    assert "No time is free" in answer.text
    assert 'type="radio"' not in answer.text


def test_later_days_are_a_link_away(client: Client, token: str) -> None:
    first = slots(client, token)
    later = slots(client, token, **{"from": "2026-03-16"})
    assert max(first) < min(later)
    assert slots(client, token, **{"from": "9999-12-31"}) is not None
    assert slots(client, token, **{"from": "<script>"}) == first


def test_as_many_queries_whatever_is_planned(client: Client, token: str, plan: Plan) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page(token))
        return len(queries)

    few = ask()
    for hours in range(24, 60, 3):
        plan(hours=hours)
    assert ask() == few


def test_the_mail_is_in_the_language_of_the_firm_and_formal(client: Client, token: str) -> None:
    client.post(page(token), asked())
    mail = OutgoingMail.objects.get()
    assert mail.subject.startswith("Your appointment on")
    assert message_from_string(f"Subject: {mail.subject}\n\n")["Subject"] == mail.subject
