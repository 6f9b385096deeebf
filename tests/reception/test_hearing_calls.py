"""Telephone systems tell of calls: what is heard, how often, and what is not."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.reception.conftest import ANNAS, SAME_SPELT, Ring

from nahbar.agenda.tokens import digest_of
from nahbar.core import clock
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.reception.jobs import forget_old_calls
from nahbar.reception.models import CallDesk, IncomingCall, PhoneSystem
from nahbar.reception.operations.calls import KEPT, MOST_IN_WINDOW, Told, hear_call, sweep_calls
from nahbar.reception.operations.telephones import (
    add_phone_system,
    change_call_desk,
    remove_phone_system,
    renew_phone_system,
)

pytestmark = pytest.mark.django_db


def heard() -> IncomingCall:
    return IncomingCall.objects.get()


def test_a_call_is_heard_with_its_number_in_normal_form(ring: Ring) -> None:
    answer = ring(number=SAME_SPELT, extension="SIP/23-0a", call="a1", name="Anna B.")
    assert (answer.status_code, answer.content) == (204, b"")
    call = heard()
    assert (call.number, call.extension, call.state) == (ANNAS, "23", "ringing")
    assert (call.direction, call.caller_name) == ("in", "Anna B.")


def test_events_of_one_call_are_one_call(ring: Ring) -> None:
    for state in ("ringing", "ringing", "answered", "ringing", "ended", "ended", "answered"):
        assert ring(number=ANNAS, call="a1", state=state).status_code == 204
    assert heard().state == "ended"


def test_a_call_that_ends_while_it_rings_was_missed(ring: Ring) -> None:
    ring(number=ANNAS, call="a1")
    ring(number=ANNAS, call="a1", state="ended")
    assert heard().state == "missed"


def test_without_a_name_for_the_call_number_and_time_tell(
    system: PhoneSystem, now: datetime
) -> None:
    for second, state in enumerate(("ringing", "ringing", "answered", "ended")):
        told = Told(ANNAS, "23", state=state)
        hear_call(system, told, at=now + timedelta(seconds=40 * second))
    assert heard().state == "ended"
    hear_call(system, Told(ANNAS, "23"), at=now + timedelta(seconds=180))
    assert IncomingCall.objects.count() == 2


def test_the_end_of_what_nobody_told_of_is_nothing(ring: Ring) -> None:
    assert ring(number=ANNAS, call="x", state="ended").status_code == 204
    assert not IncomingCall.objects.exists()


def test_hundreds_of_tellings_of_one_caller_are_one_call(
    system: PhoneSystem, now: datetime, django_assert_max_num_queries: Any
) -> None:
    hear_call(system, Told(ANNAS, "23", call_key="0"), at=now)
    for number in range(1, 300):
        at = now + timedelta(milliseconds=number)
        hear_call(system, Told(ANNAS, "23", call_key=str(number)), at=at)
    assert IncomingCall.objects.count() == 1
    with django_assert_max_num_queries(2):
        hear_call(system, Told(ANNAS, "23", call_key="x"), at=now + timedelta(seconds=1))


def test_a_flood_of_different_callers_is_turned_away(
    system: PhoneSystem, now: datetime, ring: Ring
) -> None:
    for number in range(MOST_IN_WINDOW):
        hear_call(system, Told(f"+4366412345{number:02}"), at=now)
    answer = ring(number="+436649999999")
    assert (answer.status_code, answer.content) == (429, b"")
    assert answer["Retry-After"] == "10"
    assert IncomingCall.objects.count() == MOST_IN_WINDOW
    hear_call(system, Told("+436649999999"), at=now + timedelta(seconds=11))
    assert IncomingCall.objects.count() == MOST_IN_WINDOW + 1


@pytest.mark.parametrize("number", ["", "anonymous", "7" * 10_000, "<script>alert(1)</script>"])
def test_a_suppressed_or_impossible_number_is_a_call_of_nobody(ring: Ring, number: str) -> None:
    assert ring(number=number, call="a").status_code == 204
    assert heard().number == ""


def test_calls_within_the_house_are_not_kept(ring: Ring) -> None:
    assert ring(number="24", extension="23").status_code == 204
    assert not IncomingCall.objects.exists()


def test_systems_that_can_only_ask_for_an_address_are_heard(
    client: Client, let_in: tuple[PhoneSystem, str]
) -> None:
    url = reverse("call_incoming_by", args=[let_in[1]])
    assert client.get(url, {"number": ANNAS}).status_code == 204
    assert heard().number == ANNAS


@pytest.mark.parametrize("header", ["Authorization", "X-Token"])
def test_the_secret_may_come_in_a_header_and_the_call_as_json(
    client: Client, let_in: tuple[PhoneSystem, str], header: str
) -> None:
    secret = f"Bearer {let_in[1]}" if header == "Authorization" else let_in[1]
    body = json.dumps({"number": ANNAS, "extension": 23, "more": {"a": [1]}})
    answer = client.post(
        reverse("call_incoming"), body, content_type="application/json", headers={header: secret}
    )
    assert answer.status_code == 204
    assert (heard().number, heard().extension) == (ANNAS, "23")


@pytest.mark.parametrize("body", ["[", "[]", '"x"', "[" * 15_000, '{"state": "flying"}', "\xff"])
def test_what_is_no_call_is_not_understood(
    client: Client, let_in: tuple[PhoneSystem, str], body: str
) -> None:
    url = reverse("call_incoming_by", args=[let_in[1]])
    answer = client.post(url, body.encode("latin-1"), content_type="application/json")
    assert (answer.status_code, answer.content) == (422, b"")
    assert not IncomingCall.objects.exists()


def test_what_is_too_large_is_not_read(client: Client, let_in: tuple[PhoneSystem, str]) -> None:
    url = reverse("call_incoming_by", args=[let_in[1]])
    assert client.post(url, {"number": ANNAS, "name": "x" * 20_000}).status_code == 413
    assert not IncomingCall.objects.exists()


@pytest.mark.parametrize("token", ["x", "x" * 43, "é", "%00", "x" * 3_000])
def test_a_wrong_secret_opens_nothing_and_says_nothing(
    client: Client, system: PhoneSystem, token: str
) -> None:
    answer = client.post(f"/calls/incoming/{token}/", {"number": ANNAS})
    assert (answer.status_code, answer.content) == (404, b"")
    assert client.post(reverse("call_incoming"), {"number": ANNAS}).status_code == 404
    assert not IncomingCall.objects.exists()


def test_of_a_secret_only_the_digest_is_kept(let_in: tuple[PhoneSystem, str]) -> None:
    system, token = let_in
    assert system.digest == digest_of(token)
    kept = str(list(PhoneSystem.objects.values())) + str(list(LedgerEntry.objects.values()))
    assert token not in kept


def test_a_new_secret_ends_the_old_one(
    ring: Ring, system: PhoneSystem, olga: User, now: datetime
) -> None:
    renew_phone_system(system, by=olga, at=now)
    assert ring(number=ANNAS).status_code == 404
    assert LedgerEntry.objects.filter(action="reception.system_renewed").count() == 1


def test_a_removed_system_takes_its_calls_along(
    ring: Ring, system: PhoneSystem, olga: User, now: datetime
) -> None:
    ring(number=ANNAS)
    remove_phone_system(system, by=olga, at=now)
    assert ring(number=ANNAS).status_code == 404
    assert not IncomingCall.objects.exists()


def test_only_who_sets_the_house_up_lets_systems_in(
    system: PhoneSystem, mia: User, petra: User, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        add_phone_system("Mine", by=mia, at=now)
    with pytest.raises(NotAllowed):
        renew_phone_system(system, by=mia, at=now)
    with pytest.raises(NotAllowed):
        remove_phone_system(system, by=mia, at=now)
    with pytest.raises(NotAllowed):
        change_call_desk(petra, extension="1", shows_calls=True, dials_by="tel", at=now)


def test_a_system_needs_a_name_and_there_are_not_countless(olga: User, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        add_phone_system(" ", by=olga, at=now)
    assert refused.value.code == "nothing_said"
    for number in range(20):
        add_phone_system(str(number), by=olga, at=now)
    with pytest.raises(Refused) as refused:
        add_phone_system("one more", by=olga, at=now)
    assert refused.value.code == "too_many"


def test_a_desk_that_changes_is_in_the_ledger_once(jonas: User, now: datetime) -> None:
    said = {"extension": "SIP/23", "shows_calls": True, "dials_by": "sip"}
    for _again in range(2):
        change_call_desk(jonas, **said, at=now)
    assert CallDesk.objects.get().extension == "23"
    assert LedgerEntry.objects.filter(action="reception.desk_changed").count() == 1


def test_old_calls_are_forgotten(
    system: PhoneSystem, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear_call(system, Told(ANNAS), at=now)
    assert sweep_calls(at=now + KEPT - timedelta(minutes=1)) == 0
    monkeypatch.setattr(clock, "now", lambda: now + KEPT + timedelta(minutes=1))
    forget_old_calls()
    assert not IncomingCall.objects.exists()


def test_no_number_reaches_the_logs(ring: Ring, caplog: pytest.LogCaptureFixture) -> None:
    ring(number=ANNAS)
    ring(number=ANNAS, state="flying")
    assert "6641234567" not in caplog.text
