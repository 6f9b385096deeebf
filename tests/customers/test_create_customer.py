"""Somebody new is written down by hand."""

from datetime import datetime

import pytest

from nahbar.core.models import LedgerEntry, LedgerText, Source, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, SourceRecord
from nahbar.customers.operations.create import create_customer

pytestmark = pytest.mark.django_db


def test_a_new_prospect_says_how_they_found_us(jonas: User, now: datetime) -> None:
    fields = {"first_name": "Carla", "last_name": "Huber", "stage": "prospect", "found_us": "Radio"}
    carla = create_customer(fields, by=jonas, at=now)
    assert (carla.name, carla.sort_key) == ("Carla Huber", "huber carla")
    assert (carla.stage, carla.found_us, carla.kind) == ("prospect", "Radio", "person")


def test_what_is_written_by_hand_is_a_record_of_its_own(jonas: User, now: datetime) -> None:
    carla = create_customer({"last_name": "Huber"}, by=jonas, at=now)
    record = SourceRecord.objects.get(customer=carla)
    assert record.source.name == Source.HAND
    assert (record.key, record.fields) == (f"hand:{carla.pk}", {"last_name": "Huber"})


def test_the_ledger_knows_who_wrote_it_down(jonas: User, now: datetime) -> None:
    carla = create_customer({"last_name": "Huber"}, by=jonas, at=now)
    entry = LedgerEntry.objects.get(action="customers.created")
    assert (entry.actor, entry.subject_id, entry.occurred_at) == (jonas, carla.pk, now)
    assert LedgerText.objects.get(pk=entry.text_id).after == {"last_name": "Huber"}


def test_a_way_to_reach_somebody_is_enough(jonas: User, now: datetime) -> None:
    somebody = create_customer({}, contacts=[("phone", "0664 1234567")], by=jonas, at=now)
    assert somebody.contact_points.get().value == "+436641234567"


def test_nobody_at_all_is_refused(jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        create_customer({"first_name": " \u200b "}, by=jonas, at=now)
    assert refusal.value.code == "nobody"
    assert not Customer.objects.exists()


def test_a_bad_mail_leaves_nothing_behind(jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        create_customer({"last_name": "Huber"}, contacts=[("email", "huber")], by=jonas, at=now)
    assert refusal.value.code == "no_mail_address"
    assert not Customer.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_a_name_of_ten_thousand_characters_is_refused(jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        create_customer({"last_name": "A" * 10_000}, by=jonas, at=now)
    assert refusal.value.code == "too_long"


def test_an_unknown_stage_is_refused(jonas: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        create_customer({"last_name": "Huber", "stage": "king"}, by=jonas, at=now)
    assert refusal.value.code == "unknown_choice"


def test_marks_that_turn_the_writing_around_are_left_out(jonas: User, now: datetime) -> None:
    mirrored = create_customer({"last_name": "Hu\u202eber\u200f"}, by=jonas, at=now)
    assert mirrored.name == "Huber"


def test_a_reader_writes_nobody_down(petra: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        create_customer({"last_name": "Huber"}, by=petra, at=now)
    assert refusal.value.code == "not_allowed"
    assert not Customer.objects.exists()
