"""A request has a month, somebody who answers, and a note of how we know who asks."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.privacy.models.requests import PersonRequest
from nahbar.privacy.operations import requests as steps
from nahbar.privacy.today import privacy_items


@pytest.fixture
def asked(anna: Customer, mia: User, jonas: User, now: datetime) -> PersonRequest:
    """Anna asks Jonas on the phone what is held; Mia answers."""
    return steps.note_request(
        anna, "access", received_on=date(2026, 1, 31), owner=mia, by=jonas, at=now
    )


def test_it_is_due_a_month_later(asked: PersonRequest) -> None:
    assert asked.due_on == date(2026, 2, 28)
    assert LedgerEntry.objects.filter(action="privacy.request_noted").count() == 1


def test_staff_note_it_and_do_not_answer_it(
    asked: PersonRequest, jonas: User, petra: User, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        steps.answer_request(asked, by=jonas, at=now)
    with pytest.raises(NotAllowed):
        steps.note_request(
            asked.customer, "access", received_on=now.date(), owner=petra, by=petra, at=now
        )  # type: ignore[arg-type]  # Anna is there


def test_who_answers_must_be_able_to(anna: Customer, jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        steps.note_request(anna, "access", received_on=now.date(), owner=jonas, by=jonas, at=now)
    assert refusal.value.code == "cannot_answer"


def test_it_cannot_come_tomorrow(anna: Customer, mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        steps.note_request(
            anna, "access", received_on=now.date() + timedelta(days=1), owner=mia, by=mia, at=now
        )
    assert refusal.value.code == "not_yet"


def test_it_is_not_answered_before_we_know_who_asks(
    asked: PersonRequest, mia: User, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        steps.answer_request(asked, by=mia, at=now)
    assert refusal.value.code == "who_is_it"
    steps.make_sure(asked, "document", by=mia, at=now)
    assert steps.answer_request(asked, by=mia, at=now).state == PersonRequest.State.DONE


def test_it_is_extended_once_in_time_and_for_a_reason(
    anna: Customer, mia: User, now: datetime
) -> None:
    made = steps.note_request(anna, "copy", received_on=now.date(), owner=mia, by=mia, at=now)
    with pytest.raises(Refused):
        steps.extend(made, " ", by=mia, at=now)
    assert steps.extend(made, "Sehr viele Unterlagen", by=mia, at=now).due_on == date(2026, 6, 2)
    with pytest.raises(Refused) as refusal:
        steps.extend(made, "Noch mehr", by=mia, at=now)
    assert refusal.value.code == "extended_already"


def test_it_is_too_late_to_extend_after_the_month(
    asked: PersonRequest, mia: User, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        steps.extend(asked, "Viel", by=mia, at=now)
    assert refusal.value.code == "too_late"


def test_it_stands_on_the_day_of_who_answers(
    asked: PersonRequest, mia: User, olga: User, jonas: User, now: datetime
) -> None:
    assert [item.key for item in privacy_items(mia, now)] == [f"request:{asked.pk}"]
    assert privacy_items(olga, now) == []
    assert privacy_items(jonas, now) == []


def test_the_page_of_a_request(as_mia: Client, english: None, asked: PersonRequest) -> None:
    url = f"/privacy/requests/{asked.public_id}/"
    assert "Anna Berger" in as_mia.get(url).content.decode()
    assert as_mia.post(url, {"do": "answer"}).status_code == 422
    assert as_mia.post(url, {"do": "identity", "identity": "known"}).status_code == 302
    assert as_mia.post(url, {"do": "answer"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == PersonRequest.State.DONE


def test_it_is_noted_on_the_customers_page(
    as_jonas: Client, english: None, anna: Customer, mia: User, jonas: User
) -> None:
    url = f"/customers/{anna.public_id}/privacy/"
    assert as_jonas.get(url).status_code == 200
    wrong = as_jonas.post(f"{url}requests/", {"kind": "nonsense"})
    assert wrong.status_code == 422
    said = {"kind": "erasure", "received_on": "2026-03-01", "identity": "open", "owner": mia.pk}
    assert as_jonas.post(f"{url}requests/", said).status_code == 302
    assert PersonRequest.objects.get().owner == mia


def test_the_room_is_for_those_who_lead(
    as_mia: Client, as_jonas: Client, as_petra: Client, english: None, asked: PersonRequest
) -> None:
    assert "Anna Berger" in as_mia.get("/privacy/").content.decode()
    for client in (as_jonas, as_petra):
        for path in ("", "retention/", "processing/", f"requests/{asked.public_id}/"):
            assert client.get(f"/privacy/{path}").status_code == 403


def test_the_rooms_queries_do_not_grow(
    as_mia: Client, anna: Customer, mia: User, now: datetime, django_assert_max_num_queries: object
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts = []
    for _round in range(2):
        for _n in range(3):
            steps.note_request(anna, "access", received_on=now.date(), owner=mia, by=mia, at=now)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_mia.get("/privacy/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
