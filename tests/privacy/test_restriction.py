"""Who is restricted is seen by those who lead alone and gets nothing; who objects is left out."""

from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client

from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.customers.queries import visible_customers
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.objections import objection_to
from nahbar.privacy.frames import who_objects_to_profiling
from nahbar.privacy.operations.restrict import (
    end_objection,
    lift_restriction,
    note_objection,
    restrict,
)
from nahbar.value.models import CustomerValue, ValueRun


def mail_to(customer: Customer, purpose: str, at: datetime) -> OutgoingMail:
    return OutgoingMail.objects.create(
        to="anna@berger.example", subject="x", text="y", customer=customer, purpose=purpose,
        try_at=at, created_at=at,
    )  # fmt: skip


def test_only_those_who_lead_still_see_them(
    anna: Customer, mia: User, jonas: User, petra: User, now: datetime
) -> None:
    restrict(anna, "accuracy", by=mia, at=now)
    assert visible_customers(mia).filter(pk=anna.pk).exists()
    assert not visible_customers(jonas).filter(pk=anna.pk).exists()
    assert not visible_customers(petra).filter(pk=anna.pk).exists()
    lift_restriction(anna, by=mia, at=now)
    assert visible_customers(jonas).filter(pk=anna.pk).exists()


def test_no_list_search_or_page_of_others_tells_of_them(
    as_jonas: Client, anna: Customer, mia: User, now: datetime
) -> None:
    restrict(anna, "claims", by=mia, at=now)
    assert as_jonas.get(f"/customers/{anna.public_id}/").status_code == 404
    assert "Berger" not in as_jonas.get("/customers/").content.decode()
    assert "Berger" not in as_jonas.get("/customers/", {"q": "Berger"}).content.decode().replace(
        'value="Berger"', ""
    )


def test_nothing_is_sent_to_them(anna: Customer, mia: User, now: datetime) -> None:
    mail = mail_to(anna, "service", now)
    with transaction.atomic():
        assert objection_to(mail) is None
        restrict(anna, "unlawful", by=mia, at=now)
        found = objection_to(mail)
    assert found is not None
    assert found.reason == "restricted"


def test_who_objects_to_advertising_gets_answers_alone(
    anna: Customer, jonas: User, now: datetime
) -> None:
    note_objection(anna, "advertising", by=jonas, at=now)
    with transaction.atomic():
        assert objection_to(mail_to(anna, "service", now)) is None
        found = objection_to(mail_to(anna, "advertising", now))
    assert found is not None
    assert found.reason == "objected"


def test_who_objects_to_being_valued_has_no_value(
    anna: Customer, jonas: User, now: datetime
) -> None:
    run = ValueRun.objects.create(state="current", as_of=now.date(), started_at=now, currency="EUR")
    CustomerValue.objects.create(
        customer=anna, run=run, value=1, low=1, high=1, margin_so_far=1, expected=0, expected_low=0,
        expected_high=0, turnover=1, purchases=1, has_history=True,
    )  # fmt: skip
    note_objection(anna, "profiling", by=jonas, at=now)
    assert not CustomerValue.objects.filter(customer=anna).exists()
    assert who_objects_to_profiling().tolist() == [anna.pk]


def test_the_ledger_knows_and_twice_is_once(anna: Customer, mia: User, now: datetime) -> None:
    for _time in range(2):
        restrict(anna, "accuracy", by=mia, at=now)
        note_objection(anna, "profiling", by=mia, at=now)
    end_objection(anna, "profiling", by=mia, at=now)
    actions = LedgerEntry.objects.filter(action__startswith="privacy.").order_by("pk")
    assert [entry.action for entry in actions] == [
        "privacy.restricted",
        "privacy.objected",
        "privacy.objection_ended",
    ]


def test_staff_hear_an_objection_and_restrict_nobody(
    anna: Customer, jonas: User, petra: User, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        restrict(anna, "accuracy", by=jonas, at=now)
    with pytest.raises(NotAllowed):
        note_objection(anna, "profiling", by=petra, at=now)
    with pytest.raises(Refused):
        note_objection(anna, "everything", by=jonas, at=now)


def test_the_forms_on_their_page(as_mia: Client, english: None, anna: Customer) -> None:
    url = f"/customers/{anna.public_id}/privacy/"
    assert as_mia.post(f"{url}restriction/", {"reason": "nonsense"}).status_code == 422
    assert as_mia.post(f"{url}restriction/", {"reason": "accuracy"}).status_code == 302
    assert as_mia.post(f"{url}objection/", {"against": "advertising"}).status_code == 302
    page = as_mia.get(url).content.decode()
    assert "Restricted: only those who lead" in page
    assert as_mia.post(f"{url}restriction/lift/").status_code == 302
    assert as_mia.post(f"{url}objection/end/", {"against": "advertising"}).status_code == 302
    assert "Restricted: only those who lead" not in as_mia.get(url).content.decode()
