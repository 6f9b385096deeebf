"""What people write wins over what sources say, and nobody overwrites anybody unseen."""

from datetime import datetime

import pytest

from nahbar.core.models import LedgerEntry, LedgerText, Source, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, SourceRecord
from nahbar.customers.operations.change import ChangedMeanwhile, change_customer
from nahbar.customers.operations.hand import shown_now

pytestmark = pytest.mark.django_db


def test_the_house_wins_over_a_source(mia: User, now: datetime) -> None:
    shop = Source.objects.create(name="Shop", created_at=now)
    customer = Customer.objects.create(created_at=now, family_name="Meier", name="Meier")
    SourceRecord.objects.create(
        customer=customer,
        source=shop,
        key="1",
        fields={"last_name": "Meier", "first_name": "Eva"},
        recorded_at=now,
    )
    changed = change_customer(
        customer, {"last_name": "Mayr"}, seen={"last_name": "Meier"}, by=mia, at=now
    )
    assert changed.name == "Eva Mayr"
    assert SourceRecord.objects.get(source=shop).fields["last_name"] == "Meier"


def test_a_name_can_be_taken_away_by_hand(anna: Customer, mia: User, now: datetime) -> None:
    changed = change_customer(anna, {"title": ""}, seen={"title": "Mag."}, by=mia, at=now)
    assert changed.title == ""


def test_before_and_after_stand_in_the_ledger(anna: Customer, mia: User, now: datetime) -> None:
    change_customer(anna, {"last_name": "Egger"}, seen={"last_name": "Berger"}, by=mia, at=now)
    entry = LedgerEntry.objects.get(action="customers.changed")
    text = LedgerText.objects.get(pk=entry.text_id)
    assert (entry.actor, entry.fields) == (mia, ["last_name"])
    assert (text.before, text.after) == ({"last_name": "Berger"}, {"last_name": "Egger"})


def test_one_record_by_hand_is_current(anna: Customer, mia: User, now: datetime) -> None:
    change_customer(anna, {"language": "it"}, seen={"language": ""}, by=mia, at=now)
    records = SourceRecord.objects.filter(customer=anna)
    assert records.count() == 2
    assert records.get(superseded_at=None).fields["last_name"] == "Berger"


def test_nothing_new_leaves_no_trace(anna: Customer, mia: User, now: datetime) -> None:
    seen = shown_now(anna)
    before = LedgerEntry.objects.count()
    change_customer(anna, seen, seen=seen, by=mia, at=now)
    assert LedgerEntry.objects.count() == before


def test_two_who_change_different_things_both_keep_theirs(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    seen = shown_now(anna)
    change_customer(anna, {**seen, "title": "Dr."}, seen=seen, by=jonas, at=now)
    both = change_customer(anna, {**seen, "found_us": "Radio"}, seen=seen, by=mia, at=now)
    assert (both.title, both.found_us) == ("Dr.", "Radio")


def test_who_comes_second_to_the_same_field_sees_both(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    seen = shown_now(anna)
    change_customer(anna, {"last_name": "Egger"}, seen=seen, by=jonas, at=now)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_customer(anna, {"last_name": "Moser"}, seen=seen, by=mia, at=now)
    anna.refresh_from_db()
    assert refusal.value.theirs == {"last_name": "Egger"}
    assert anna.family_name == "Egger"


def test_what_was_never_seen_is_not_overwritten(anna: Customer, mia: User, now: datetime) -> None:
    with pytest.raises(ChangedMeanwhile):
        change_customer(anna, {"last_name": "Moser"}, seen={}, by=mia, at=now)


def test_both_wanting_the_same_is_no_quarrel(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    seen = shown_now(anna)
    change_customer(anna, {"last_name": "Egger"}, seen=seen, by=jonas, at=now)
    assert change_customer(anna, {"last_name": "Egger"}, seen=seen, by=mia, at=now).pk == anna.pk


def test_since_when_is_a_day(anna: Customer, mia: User, now: datetime) -> None:
    changed = change_customer(anna, {"since": now.date()}, seen={"since": None}, by=mia, at=now)
    assert changed.since == now.date()


def test_a_reader_changes_nothing(anna: Customer, petra: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        change_customer(anna, {"last_name": "X"}, seen={"last_name": "Berger"}, by=petra, at=now)
    anna.refresh_from_db()
    assert (refusal.value.code, anna.family_name) == ("not_allowed", "Berger")
