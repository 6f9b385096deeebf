"""Who comes today: who they are, when, what is open, and one tap when they are here."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down
from tests.reception.conftest import Expect

from nahbar.agenda.models import Appointment
from nahbar.circulation.operations.things import add_thing
from nahbar.core import clock
from nahbar.core.language import speaking, speech_of
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.customers.operations.remarks import add_remark
from nahbar.reception.today import visitors_here
from nahbar.team.models import Branch

pytestmark = pytest.mark.django_db
PAGE, NOW = reverse("visitors"), reverse("visitors_now")
NOBODY = "01890000-0000-7000-8000-000000000000"


def arrival(appointment: Appointment) -> str:
    return reverse("visitor_arrival", args=[appointment.public_id])


def test_the_counter_knows_who_comes_and_when(
    as_petra: Client, anna: Customer, expect: Expect, mia: User, now: datetime
) -> None:
    expect(12, kind="pick_up", title="Pick up the parcel")
    add_remark(anna, "likes", "Tea with milk", by=mia, at=now)
    add_thing(anna, {"name": "Tavaro Linea", "mark": "G 412 BT"}, by=mia, at=now)
    page = as_petra.get(PAGE).text
    for text in ("Anna Berger", "in 12 minutes", "Pick up the parcel", "Tea with milk",
                 "Tavaro Linea, G 412 BT", "expected by Jonas Falk"):  # fmt: skip
        assert text in page


def test_calls_meetings_other_days_and_cancelled_ones_are_no_visitors(
    as_petra: Client, expect: Expect
) -> None:
    expect(kind="call")
    expect(kind="internal", customer=None)
    expect(24 * 60)
    expect(status="cancelled")
    assert "Nobody is expected today" in as_petra.get(PAGE).text


def test_the_day_is_the_house_s_own(as_petra: Client, expect: Expect, now: datetime) -> None:
    midnight = 12 * 60  # at noon in Vienna
    expect(midnight - 1, title="Just today")
    expect(midnight, title="Just tomorrow")
    page = as_petra.get(PAGE).text
    assert "Just today" in page
    assert "Just tomorrow" not in page


def test_one_tap_says_that_they_are_here(
    as_jonas: Client, expect: Expect, jonas: User, now: datetime
) -> None:
    appointment = expect(-1)
    assert as_jonas.post(arrival(appointment), {"status": "came"}).status_code == 302
    appointment.refresh_from_db()
    assert appointment.status == "came"
    assert LedgerEntry.objects.order_by("-pk")[0].action == "agenda.appointment_settled"
    page = as_jonas.get(PAGE).text
    assert "Who was here" in page
    assert "Note a moment" in page


def test_who_comes_early_is_here_as_well(as_jonas: Client, expect: Expect) -> None:
    appointment = expect(10)
    as_jonas.post(arrival(appointment), {"status": "came"})
    appointment.refresh_from_db()
    assert appointment.status == "came"


def test_who_did_not_come_and_what_was_a_slip(as_jonas: Client, expect: Expect) -> None:
    appointment = expect(-40)
    as_jonas.post(arrival(appointment), {"status": "missed"})
    assert "did not come" in as_jonas.get(PAGE).text
    as_jonas.post(arrival(appointment), {"status": "planned"})
    appointment.refresh_from_db()
    assert appointment.status == "planned"


def test_whoever_is_here_waits_on_their_person_s_today(
    as_jonas: Client, expect: Expect, jonas: User, mia: User, now: datetime
) -> None:
    appointment = expect(-1)
    assert visitors_here(jonas, now) == []
    as_jonas.post(arrival(appointment), {"status": "came"})
    with speaking(speech_of("en", "AT")):
        (item,) = visitors_here(jonas, now)
    assert (item.title, item.customer_id) == ("Is here", appointment.customer_id)
    assert item.actions[0].url.endswith("?channel=visit")
    assert visitors_here(mia, now) == []
    assert visitors_here(jonas, now + timedelta(hours=1)) == []


def test_a_guest_nobody_knows_is_expected_too(as_petra: Client, expect: Expect) -> None:
    expect(customer=None, guest_name="Greta Neu", guest_contact="greta@neu.example")
    page = as_petra.get(PAGE).text
    assert "Greta Neu" in page
    assert "greta@neu.example" in page


def test_each_branch_has_its_counter(as_petra: Client, expect: Expect, now: datetime) -> None:
    graz, leoben = (Branch.objects.create(name=name, created_at=now) for name in ("Graz", "Leoben"))
    expect(branch=graz, title="In Graz")
    expect(branch=leoben, title="In Leoben")
    page = as_petra.get(f"{PAGE}?branch={leoben.pk}").text
    assert "In Leoben" in page
    assert "In Graz" not in page
    assert "In Graz" in as_petra.get(f"{PAGE}?branch=7'--").text


def test_nothing_new_is_answered_with_nothing(
    as_petra: Client, expect: Expect, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    appointment = expect(12)
    tag = as_petra.get(NOW)["ETag"]
    assert as_petra.get(NOW, headers={"If-None-Match": tag}).status_code == 304
    Appointment.objects.filter(pk=appointment.pk).update(version=2)
    assert as_petra.get(NOW, headers={"If-None-Match": tag}).status_code == 200
    tag = as_petra.get(NOW)["ETag"]
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=1))
    later = as_petra.get(NOW, headers={"If-None-Match": tag})
    assert "in 11 minutes" in later.text


def test_a_reader_looks_and_notes_nothing(as_petra: Client, expect: Expect) -> None:
    appointment = expect(-1)
    assert arrival(appointment) not in as_petra.get(PAGE).text
    assert as_petra.post(arrival(appointment), {"status": "came"}).status_code == 403


@pytest.mark.parametrize("status", ["", "cancelled", "gone"])
def test_only_what_a_counter_can_say_is_heard(
    as_jonas: Client, expect: Expect, status: str
) -> None:
    assert as_jonas.post(arrival(expect()), {"status": status}).status_code == 404
    url = reverse("visitor_arrival", args=[NOBODY])
    assert as_jonas.post(url, {"status": "came"}).status_code == 404


def test_scripts_in_a_guest_s_name_are_shown_and_never_run(
    as_petra: Client, expect: Expect
) -> None:
    expect(customer=None, guest_name="<script>alert(1)</script>", title="<img src=x>")
    page = as_petra.get(PAGE).text
    assert "<script>alert(1)" not in page
    assert "<img src=x>" not in page


def test_today_says_how_many_are_expected(as_petra: Client, expect: Expect) -> None:
    assert 'id="visitors-today"' not in as_petra.get("/").text
    expect(12)
    page = as_petra.get("/").text
    assert 'id="visitors-today"' in page
    assert "1 visitor is expected" in page
    assert PAGE in page


def test_more_visitors_ask_no_more_queries(
    as_petra: Client, expect: Expect, now: datetime, mia: User, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in range(2):
        for number in range(1 + 6 * more):
            customer = write_down(now, last_name=f"Other {more} {number}")
            add_thing(customer, {"name": "Car"}, by=mia, at=now)
            expect(number, customer=customer)
        with django_assert_max_num_queries(40) as captured:
            as_petra.get(PAGE)
        counts.append(len(captured))
    assert counts[0] == counts[1]
