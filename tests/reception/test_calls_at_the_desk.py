"""Who sees which call, what the card says, and what one tap does."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import write_down
from tests.moments.test_timeline import met
from tests.reception.conftest import ANNAS, Ring

from nahbar.agenda.models import Task
from nahbar.circulation.operations.things import add_thing
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.remarks import add_remark
from nahbar.moments.models import Encounter
from nahbar.reception.models import CallDesk, IncomingCall, PhoneSystem
from nahbar.reception.operations.calls import Told, handle_call, hear_call, put_away
from nahbar.reception.operations.notes import note_nobody_reached
from nahbar.reception.operations.telephones import change_call_desk
from nahbar.reception.queries import calls_at

pytestmark = pytest.mark.django_db
NOW = reverse("calls_now")
NOBODY = "01890000-0000-7000-8000-000000000000"
HTMX = {"HTTP_HX_REQUEST": "true"}


def test_the_caller_is_on_the_desk_with_what_one_should_know(
    as_jonas: Client,
    desk: CallDesk,
    anna: Customer,
    annas_number: str,
    ring: Ring,
    jonas: User,
    mia: User,
    now: datetime,
) -> None:
    met(anna, now - timedelta(days=3), mia, mood=-1, mood_word="annoyed")
    add_remark(anna, "dislikes", "Being called before nine", by=mia, at=now)
    add_thing(anna, {"name": "Tavaro Linea", "mark": "G 412 BT"}, by=mia, at=now)
    Task.objects.create(
        kind="promise", owner=mia, customer=anna, title="Send the offer", due_on=date(2026, 2, 27),
        created_at=now,
    )  # fmt: skip
    ring(number="0664 1234567", extension="23")
    card = as_jonas.get(NOW).text
    for text in (
        "Anna Berger",
        "+43 664 1234567",
        "annoyed",
        "Being called before nine",
        "Send the offer",
        "due since",
        "Mia Berger",
        "Tavaro Linea, G 412 BT",
        "Nobody reached",
    ):
        assert text in card
    assert reverse("customer", args=[anna.public_id]) in card


def test_every_page_shows_it_without_javascript_too(
    as_jonas: Client, desk: CallDesk, annas_number: str, ring: Ring
) -> None:
    ring(number=annas_number)
    page = as_jonas.get("/").text
    assert "Anna Berger" in page
    assert f'data-fresh="{NOW}"' in page


def test_nothing_new_is_answered_with_nothing(
    as_jonas: Client, desk: CallDesk, annas_number: str, ring: Ring
) -> None:
    tag = as_jonas.get(NOW)["ETag"]
    same = as_jonas.get(NOW, headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", tag)
    ring(number=annas_number)
    new = as_jonas.get(NOW, headers={"If-None-Match": tag})
    assert new.status_code == 200
    assert new["ETag"] != tag


def test_whoever_did_not_ask_is_not_asked_again(
    as_mia: Client, desk: CallDesk, ring: Ring, annas_number: str
) -> None:
    ring(number=annas_number)
    assert as_mia.get(NOW).status_code == 204
    assert "data-fresh" not in as_mia.get("/").text


def test_a_reader_sees_no_calls(as_petra: Client, system: PhoneSystem) -> None:
    assert as_petra.get(NOW).status_code == 403
    assert "data-fresh" not in as_petra.get("/").text


def test_a_call_rings_where_it_rings(
    desk: CallDesk, mia: User, olga: User, system: PhoneSystem, now: datetime
) -> None:
    mias = change_call_desk(mia, extension="24", shows_calls=True, dials_by="tel", at=now)
    olgas = change_call_desk(olga, extension="", shows_calls=True, dials_by="tel", at=now)
    seen = {}
    for extension in ("23", "24", "", "99"):
        call = hear_call(system, Told(f"+4366411{extension or '0':0>5}", extension), at=now)
        seen[extension] = [
            whose for whose in (desk, mias, olgas) if call in calls_at(whose, at=now)
        ]
    assert seen == {
        "23": [desk],
        "24": [mias],
        "": [desk, mias, olgas],
        "99": [desk, mias, olgas],
    }


def test_who_answers_elsewhere_frees_the_others(
    desk: CallDesk, mia: User, system: PhoneSystem, now: datetime
) -> None:
    mias = change_call_desk(mia, extension="24", shows_calls=True, dials_by="tel", at=now)
    hear_call(system, Told(ANNAS, call_key="a"), at=now)
    hear_call(system, Told(ANNAS, "24", state="answered", call_key="a"), at=now)
    assert calls_at(desk, at=now) == []
    assert len(calls_at(mias, at=now)) == 1


def test_calls_leave_the_desk_by_themselves(
    desk: CallDesk, system: PhoneSystem, now: datetime
) -> None:
    call = hear_call(system, Told(ANNAS, call_key="a"), at=now)
    assert calls_at(desk, at=now + timedelta(minutes=3)) == []
    hear_call(system, Told(ANNAS, state="answered", call_key="a"), at=now)
    assert calls_at(desk, at=now + timedelta(hours=1)) == [call]
    hear_call(system, Told(ANNAS, state="ended", call_key="a"), at=now)
    assert calls_at(desk, at=now + timedelta(minutes=10)) == [call]
    assert calls_at(desk, at=now + timedelta(minutes=16)) == []


def test_noting_takes_the_call_from_every_desk(
    as_jonas: Client, desk: CallDesk, anna: Customer, annas_number: str, ring: Ring, jonas: User
) -> None:
    ring(number=annas_number)
    call = IncomingCall.objects.get()
    answer = as_jonas.post(reverse("call_note", args=[call.public_id, anna.public_id]))
    form = reverse("customer_encounters", args=[anna.public_id])
    assert answer["Location"] == f"{form}?channel=phone"
    call.refresh_from_db()
    assert call.handled_by == jonas
    assert "Anna" not in as_jonas.get(NOW).text
    page = as_jonas.get(answer["Location"]).text
    assert 'value="phone"' in page


def test_nobody_reached_is_noted_with_one_tap(
    as_jonas: Client, desk: CallDesk, anna: Customer, annas_number: str, ring: Ring, jonas: User
) -> None:
    ring(number=annas_number, state="missed", call="a")
    call = IncomingCall.objects.get()
    url = reverse("call_not_reached", args=[anna.public_id])
    back = as_jonas.post(url, {"call": call.public_id}, HTTP_REFERER="http://testserver/customers/")
    assert back["Location"] == "http://testserver/customers/"
    noted = Encounter.objects.get()
    assert (noted.customer, noted.channel, noted.kind, noted.by) == (
        anna,
        "phone",
        "attempt",
        jonas,
    )
    call.refresh_from_db()
    assert call.handled_by == jonas


@pytest.mark.parametrize("before", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_nobody_is_sent_elsewhere(as_jonas: Client, anna: Customer, before: str) -> None:
    url = reverse("call_not_reached", args=[anna.public_id])
    assert as_jonas.post(url, HTTP_REFERER=before)["Location"] == "/"


def test_one_desk_puts_it_away_and_the_others_keep_it(
    as_jonas: Client, desk: CallDesk, mia: User, annas_number: str, ring: Ring, now: datetime
) -> None:
    mias = change_call_desk(mia, extension="24", shows_calls=True, dials_by="tel", at=now)
    ring(number=annas_number)
    call = IncomingCall.objects.get()
    cards = as_jonas.post(reverse("call_away", args=[call.public_id]), **HTMX)
    assert (cards.status_code, "Anna" in cards.text) == (200, False)
    assert calls_at(desk, at=now) == []
    assert calls_at(mias, at=now) == [call]


def test_whoever_nobody_knows_can_be_written_down(
    as_jonas: Client, desk: CallDesk, ring: Ring
) -> None:
    ring(number=ANNAS, name="Berger A.")
    card = as_jonas.get(NOW).text
    url = f"{reverse('call_unknown')}?number=%2B436641234567"
    assert "Berger A." in card
    assert url in card
    page = as_jonas.get(url).text
    assert "+43 664 1234567" in page
    sent = {"number": ANNAS, "first_name": "Anna", "last_name": "Berger"}
    new = Customer.objects.get if as_jonas.post(url, sent).status_code == 302 else None
    assert new is not None
    assert (new().stage, new().name) == ("prospect", "Anna Berger")
    assert ContactPoint.objects.get().kind == "mobile"
    assert "Anna Berger" in as_jonas.get(NOW).text


def test_a_new_number_of_somebody_known_is_added(
    as_jonas: Client, bernd: Customer, desk: CallDesk
) -> None:
    url = f"{reverse('call_unknown')}?number={ANNAS.replace('+', '%2B')}"
    assert "Bernd Moser" in as_jonas.get(f"{url}&q=moser").text
    as_jonas.post(url, {"number": ANNAS, "customer": bernd.public_id})
    assert ContactPoint.objects.get().customer == bernd


@pytest.mark.parametrize("sent", [{"number": ""}, {"number": ANNAS, "customer": NOBODY},
                                  {"number": ANNAS, "customer": "x"}])  # fmt: skip
def test_nobody_is_written_down_out_of_nothing(as_jonas: Client, sent: dict[str, str]) -> None:
    assert as_jonas.post(reverse("call_unknown"), sent).status_code == 404


def test_without_a_name_the_form_comes_back(as_jonas: Client) -> None:
    answer = as_jonas.post(reverse("call_unknown"), {"number": ANNAS, "first_name": "x" * 201})
    assert answer.status_code == 422
    assert not Customer.objects.exists()


def test_scripts_in_a_caller_s_name_are_shown_and_never_run(
    as_jonas: Client, desk: CallDesk, ring: Ring
) -> None:
    ring(number=ANNAS, name="<script>alert(1)</script>" + "x" * 200)
    card = as_jonas.get(NOW).text
    assert "<script>alert" not in card
    assert "&lt;script&gt;" in card
    assert len(IncomingCall.objects.get().caller_name) == 80


def test_several_who_share_a_number_are_all_shown(
    as_jonas: Client,
    desk: CallDesk,
    bernd: Customer,
    annas_number: str,
    ring: Ring,
    mia: User,
    now: datetime,
) -> None:
    add_contact_point(bernd, "phone", annas_number, by=mia, at=now)
    ring(number=annas_number)
    card = as_jonas.get(NOW).text
    assert "Anna Berger" in card
    assert "Bernd Moser" in card


def test_a_link_to_a_number_says_who_that_is_and_dials(
    as_jonas: Client, annas_number: str, jonas: User, now: datetime
) -> None:
    page = as_jonas.get(reverse("call_dial"), {"number": "tel:+43664-1234567"}).text
    assert "Anna Berger" in page
    assert 'href="tel:+436641234567"' in page
    change_call_desk(jonas, extension="", shows_calls=False, dials_by="sip", at=now)
    page = as_jonas.get(reverse("call_dial"), {"number": annas_number}).text
    assert 'href="sip:+436641234567"' in page


@pytest.mark.parametrize("number", ["", "javascript:alert(1)", "7" * 10_000, "tel:<script>"])
def test_what_is_no_number_is_not_dialled(as_jonas: Client, number: str) -> None:
    page = as_jonas.get(reverse("call_dial"), {"number": number})
    assert page.status_code == 200
    assert "This is no number that can be dialled." in page.text
    assert "alert(1)" not in page.text


def test_how_i_take_calls_is_mine_to_say(as_jonas: Client, jonas: User) -> None:
    url = reverse("my_telephone")
    assert "data-dial-handler" in as_jonas.get(url).text
    sent = {"extension": "sip:23@house", "shows_calls": "on", "dials_by": "callto"}
    assert as_jonas.post(url, sent).status_code == 302
    mine = CallDesk.objects.get(person=jonas)
    assert (mine.extension, mine.shows_calls, mine.dials_by) == ("23", True, "callto")
    assert as_jonas.post(url, {"dials_by": "javascript"}).status_code == 422


def test_the_secret_is_shown_once(as_olga: Client) -> None:
    url = reverse("phone_systems")
    page = as_olga.post(url, {"name": "Telephone Graz"}).text
    system = PhoneSystem.objects.get()
    assert "/calls/incoming/" in page
    assert "Authorization: Bearer" in page
    assert "Authorization: Bearer" not in as_olga.get(url).text
    again = as_olga.post(reverse("phone_system_renew", args=[system.public_id]))
    assert "Authorization: Bearer" in again.text
    as_olga.post(reverse("phone_system_remove", args=[system.public_id]))
    assert not PhoneSystem.objects.exists()
    assert as_olga.post(url, {"name": ""}).status_code == 422


def test_the_telephone_systems_are_for_the_owner(as_mia: Client, system: PhoneSystem) -> None:
    assert as_mia.get(reverse("phone_systems")).status_code == 403
    for name in ("phone_system_renew", "phone_system_remove"):
        assert as_mia.post(reverse(name, args=[system.public_id])).status_code == 403


@pytest.mark.parametrize("name", ["call_note", "call_away", "call_not_reached"])
def test_what_is_not_there_is_not_found(as_jonas: Client, anna: Customer, name: str) -> None:
    args = {"call_note": [NOBODY, anna.public_id]}.get(name, [NOBODY])
    assert as_jonas.post(reverse(name, args=args)).status_code == 404


def test_a_reader_takes_no_calls(
    as_petra: Client, anna: Customer, system: PhoneSystem, petra: User, now: datetime
) -> None:
    call = hear_call(system, Told(ANNAS), at=now)
    assert call is not None
    for url in (
        reverse("call_note", args=[call.public_id, anna.public_id]),
        reverse("call_away", args=[call.public_id]),
        reverse("call_not_reached", args=[anna.public_id]),
        reverse("my_telephone"),
        reverse("call_dial"),
    ):
        assert 403 in {as_petra.post(url).status_code, as_petra.get(url).status_code}
    with pytest.raises(NotAllowed):
        handle_call(call, by=petra)
    with pytest.raises(NotAllowed):
        put_away(call, by=petra)
    with pytest.raises(NotAllowed):
        note_nobody_reached(anna, call, by=petra, at=now)


def test_more_calls_and_callers_ask_no_more_queries(
    as_jonas: Client,
    desk: CallDesk,
    system: PhoneSystem,
    mia: User,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    counts = []
    for more in range(2):
        for number in range(1 + 2 * more):
            phone = f"+4366412340{more}{number}"
            for twin in range(2):
                customer = write_down(now, last_name=f"Other {more} {number} {twin}")
                add_contact_point(customer, "mobile", phone, by=mia, at=now)
                add_thing(customer, {"name": "Car"}, by=mia, at=now)
            hear_call(system, Told(phone), at=now)
        with django_assert_max_num_queries(20) as captured:
            as_jonas.get(NOW)
        counts.append(len(captured))
    assert counts[0] == counts[1]
