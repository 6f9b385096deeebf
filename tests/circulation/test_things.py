"""What customers have: noted, changed, gone and back, each known to the ledger."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahbar.circulation.marks import LONGEST, mark_key
from nahbar.circulation.models import Thing
from nahbar.circulation.operations.things import (
    ChangedMeanwhile,
    add_thing,
    bring_back_thing,
    change_thing,
    end_thing,
)
from nahbar.circulation.queries import is_overdue, things_of, things_of_many
from nahbar.core.models import LedgerEntry, LedgerText, SearchDue, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer

pytestmark = pytest.mark.django_db


def told_last() -> tuple[LedgerEntry, LedgerText]:
    entry = LedgerEntry.objects.order_by("-pk")[0]
    return entry, LedgerText.objects.get(pk=entry.text_id)


def test_what_a_customer_drives_is_noted(car: Thing, anna: Customer, jonas: User) -> None:
    assert things_of(anna) == [car]
    assert (car.mark, car.mark_key, car.holding) == ("G-412 BT", "g412bt", "owned")
    entry, text = told_last()
    assert (entry.action, entry.actor, entry.subject_id) == (
        "circulation.thing_added",
        jonas,
        anna.pk,
    )
    assert text.after["name"] == "Tavaro Linea"


def test_who_has_something_new_is_found_anew(anna: Customer, jonas: User, now: datetime) -> None:
    SearchDue.objects.all().delete()
    add_thing(anna, {"name": "Kitchen"}, by=jonas, at=now)
    assert SearchDue.objects.exists()


def test_a_change_says_what_was_before(car: Thing, jonas: User, now: datetime) -> None:
    changed = change_thing(car, {"mark": "LE 7 XY"}, seen=1, by=jonas, at=now)
    assert (changed.mark_key, changed.name, changed.version) == ("le7xy", "Tavaro Linea", 2)
    entry, text = told_last()
    assert (entry.action, text.before, text.after) == (
        "circulation.thing_changed",
        {"mark": "G-412 BT"},
        {"mark": "LE 7 XY"},
    )


def test_nothing_changed_is_nothing_noted(car: Thing, jonas: User, now: datetime) -> None:
    count = LedgerEntry.objects.count()
    assert change_thing(car, {"name": "Tavaro Linea"}, seen=1, by=jonas, at=now).version == 1
    assert LedgerEntry.objects.count() == count


def test_whoever_was_slower_is_shown_what_the_other_wrote(
    car: Thing, jonas: User, mia: User, now: datetime
) -> None:
    change_thing(car, {"name": "Tavaro Volta"}, seen=1, by=mia, at=now)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_thing(car, {"note": "Winter tyres with us"}, seen=1, by=jonas, at=now)
    assert refused.value.thing.name == "Tavaro Volta"
    assert Thing.objects.get().note == ""


def test_what_they_no_longer_have_stays_known_and_can_come_back(
    car: Thing, anna: Customer, jonas: User, now: datetime
) -> None:
    ended = end_thing(car, on=date(2026, 3, 1), by=jonas, at=now)
    assert ended.ended_on == date(2026, 3, 1)
    assert things_of(anna) == [car]
    assert things_of_many([anna.pk]) == {}
    assert LedgerEntry.objects.filter(action="circulation.thing_ended").count() == 1
    end_thing(car, on=date(2026, 3, 2), by=jonas, at=now)
    assert LedgerEntry.objects.filter(action="circulation.thing_ended").count() == 1
    assert bring_back_thing(car, by=jonas, at=now).ended_on is None
    assert told_last()[0].action == "circulation.thing_brought_back"


def test_what_was_lent_is_due_on_the_day_after(anna: Customer, jonas: User, now: datetime) -> None:
    lent = {"name": "Ladder", "holding": "lent", "until": date(2026, 3, 2)}
    ladder = add_thing(anna, lent, by=jonas, at=now)
    assert not is_overdue(ladder, date(2026, 3, 2))
    assert is_overdue(ladder, date(2026, 3, 3))
    assert not is_overdue(
        end_thing(ladder, on=date(2026, 3, 3), by=jonas, at=now), date(2026, 4, 1)
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " \u200b "}, "nothing_said"),
        ({"name": "x" * 10_000}, "too_long"),
        ({"name": "Car", "mark": "7" * 61}, "too_long"),
        ({"name": "Car", "holding": "stolen"}, "unknown_choice"),
        (
            {"name": "Car", "since": date(2026, 2, 1), "until": date(2026, 1, 1)},
            "ends_before_it_begins",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    anna: Customer, jonas: User, now: datetime, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        add_thing(anna, fields, by=jonas, at=now)
    assert refused.value.code == code
    assert not Thing.objects.exists()


def test_a_reader_changes_nothing(car: Thing, anna: Customer, petra: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        add_thing(anna, {"name": "Car"}, by=petra, at=now)
    with pytest.raises(NotAllowed):
        change_thing(car, {"name": "Bus"}, seen=1, by=petra, at=now)
    with pytest.raises(NotAllowed):
        end_thing(car, on=date(2026, 3, 2), by=petra, at=now)
    with pytest.raises(NotAllowed):
        bring_back_thing(car, by=petra, at=now)


@pytest.mark.parametrize("written", ["G-412 BT", "g 412bt", "G412BT", " G·412—BT "])
def test_a_plate_is_one_however_it_is_written(written: str) -> None:
    assert mark_key(written) == "g412bt"


@given(st.text(max_size=200), st.sampled_from([" ", "-", ".", "·"]))
def test_what_stands_between_letters_makes_no_other_mark(text: str, between: str) -> None:
    assert mark_key(between.join(text)) == mark_key(text)
    assert len(mark_key(text)) <= LONGEST
