"""One change is taken back: what stood there before stands again, unless something newer does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from nahbar.core.models import LedgerEntry, Source, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer, SourceRecord
from nahbar.customers.operations.addresses import add_address, end_address
from nahbar.customers.operations.change import ChangedMeanwhile, change_customer
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.operations.days import add_day, end_day
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.relations import relate, unrelate
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.customers.operations.tags import tag, untag
from nahbar.customers.operations.undo_change import undo_change

pytestmark = pytest.mark.django_db


def last() -> LedgerEntry:
    return LedgerEntry.objects.latest("pk")


def held(customer: Customer) -> dict[str, Any]:
    """All that holds of the customer."""
    customer.refresh_from_db()
    lists = (customer.contact_points, customer.addresses, customer.days, customer.remarks)
    return {
        **shown_now(customer),
        "rows": [
            str(row) for rows in lists for row in rows.filter(valid_until=None).order_by("pk")
        ],
        "tags": [str(one) for one in customer.tags.all()],
        "relations": [str(one) for one in customer.relations.all()],
    }


DONE: list[Callable[..., Any]] = [
    lambda anna, bernd, **who: change_customer(
        anna, {"last_name": "Egger"}, seen=shown_now(anna), **who
    ),
    lambda anna, bernd, **who: add_contact_point(anna, "phone", "0664 1234567", **who),
    lambda anna, bernd, **who: add_address(anna, {"city": "Graz"}, **who),
    lambda anna, bernd, **who: add_day(anna, "birthday", day=1, month=2, **who),
    lambda anna, bernd, **who: add_remark(anna, "likes", "Tea", **who),
    lambda anna, bernd, **who: tag(anna, "Stammgast", **who),
    lambda anna, bernd, **who: relate(anna, bernd, "works_at", **who),
]


@pytest.mark.parametrize("act", DONE)
def test_what_was_done_is_undone_once(
    anna: Customer, bernd: Customer, mia: User, now: datetime, act: Callable[..., Any]
) -> None:
    before = held(anna)
    act(anna, bernd, by=mia, at=now)
    entry = last()
    assert held(anna) != before
    undo_change(entry, by=mia, at=now + timedelta(seconds=5))
    assert held(anna) == before
    assert last().pk > entry.pk
    with pytest.raises(Refused):
        undo_change(entry, by=mia, at=now + timedelta(seconds=6))


ENDED: list[tuple[Callable[..., Any], Callable[..., Any]]] = [
    (lambda a, b, **who: add_contact_point(a, "phone", "0664 1234567", **who), end_contact_point),
    (lambda a, b, **who: add_address(a, {"city": "Graz"}, **who), end_address),
    (lambda a, b, **who: add_day(a, "birthday", day=1, month=2, **who), end_day),
    (lambda a, b, **who: add_remark(a, "likes", "Tea", **who), end_remark),
    (
        lambda a, b, **who: (a, tag(a, "Stammgast", **who)),
        lambda pair, **who: untag(*pair, **who),
    ),
    (lambda a, b, **who: relate(a, b, "works_at", **who), unrelate),
]


@pytest.mark.parametrize(("make", "stop"), ENDED)
def test_what_ended_by_mistake_holds_again(
    anna: Customer,
    bernd: Customer,
    mia: User,
    now: datetime,
    make: Callable[..., Any],
    stop: Callable[..., Any],
) -> None:
    made = make(anna, bernd, by=mia, at=now)
    before = held(anna)
    stop(made, by=mia, at=now + timedelta(seconds=1))
    entry = last()
    undo_change(entry, by=mia, at=now + timedelta(seconds=2))
    assert held(anna)["tags"] == before["tags"]
    assert held(anna)["relations"] == before["relations"]
    assert held(anna)["rows"] == before["rows"]
    with pytest.raises(Refused) as refusal:
        undo_change(entry, by=mia, at=now + timedelta(seconds=3))
    assert refusal.value.code == "changed_since"


def test_a_corrected_number_comes_back_and_the_correction_goes(
    anna: Customer, mia: User, now: datetime
) -> None:
    wrong = add_contact_point(anna, "phone", "0664 1234567", by=mia, at=now)
    later = now + timedelta(minutes=1)
    right = add_contact_point(anna, "phone", "0664 7654321", instead_of=wrong, by=mia, at=later)
    assert held(anna)["rows"] == [f"phone {right.pk}"]
    undo_change(last(), by=mia, at=later + timedelta(minutes=1))
    assert held(anna)["rows"] == [f"phone {wrong.pk}"]


def test_what_a_source_said_shows_again_and_may_change_with_it(mia: User, now: datetime) -> None:
    shop = Source.objects.create(name="Shop", created_at=now)
    customer = Customer.objects.create(created_at=now, family_name="Meier", name="Meier")
    SourceRecord.objects.create(
        customer=customer, source=shop, key="1", fields={"last_name": "Meier"}, recorded_at=now
    )
    change_customer(customer, {"last_name": "Mayr"}, seen={"last_name": "Meier"}, by=mia, at=now)
    undo_change(last(), by=mia, at=now + timedelta(seconds=1))
    customer.refresh_from_db()
    assert customer.family_name == "Meier"
    by_hand = SourceRecord.objects.get(source__name=Source.HAND, superseded_at=None)
    assert by_hand.fields["last_name"] is None


def test_what_somebody_wrote_since_is_not_swept_away(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    change_customer(anna, {"found_us": "Radio"}, seen=shown_now(anna), by=mia, at=now)
    entry = last()
    anna.refresh_from_db()
    change_customer(anna, {"found_us": "A friend"}, seen=shown_now(anna), by=jonas, at=now)
    with pytest.raises(ChangedMeanwhile) as refusal:
        undo_change(entry, by=mia, at=now)
    anna.refresh_from_db()
    assert refusal.value.theirs == {"found_us": "A friend"}
    assert anna.found_us == "A friend"


def test_a_number_that_a_source_has_dropped_does_not_come_back(
    anna: Customer, mia: User, now: datetime
) -> None:
    shop = Source.objects.create(name="Shop", created_at=now)
    record = SourceRecord.objects.create(
        customer=anna, source=shop, key="1", fields={}, recorded_at=now
    )
    point = add_contact_point(anna, "phone", "0664 1234567", by=mia, at=now)
    point.record = record
    point.save()
    end_contact_point(point, by=mia, at=now)
    entry = last()
    SourceRecord.objects.filter(pk=record.pk).update(superseded_at=now)
    with pytest.raises(Refused) as refusal:
        undo_change(entry, by=mia, at=now)
    assert refusal.value.code == "changed_since"


def test_who_was_written_down_is_not_taken_back_by_this(
    anna: Customer, mia: User, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        undo_change(LedgerEntry.objects.get(action="customers.created"), by=mia, at=now)
    assert refusal.value.code == "not_undoable"


def test_a_reader_takes_nothing_back(anna: Customer, mia: User, petra: User, now: datetime) -> None:
    add_remark(anna, "likes", "Tea", by=mia, at=now)
    with pytest.raises(NotAllowed):
        undo_change(last(), by=petra, at=now)
    assert anna.remarks.get().valid_until is None
