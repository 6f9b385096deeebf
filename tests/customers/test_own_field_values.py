"""What stands in our own fields: the house's word before that of sources, each change with its way back."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.customers.own import Define, Fill, choice, refused, shown

from nahbar.core.models import Batch, LedgerEntry, Source, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer, OwnValue, SourceRecord
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.choice_lists import retire_choice
from nahbar.customers.operations.own_kinds import change_kind, preview_kind
from nahbar.customers.operations.own_values import (
    OwnChangedMeanwhile,
    WrongValues,
    create_with_own_values,
    set_own_values,
)
from nahbar.customers.operations.undo_change import undo_change
from nahbar.customers.own_fields.kinds import YES_NO_WORDS
from nahbar.customers.own_fields.values import said_now
from nahbar.customers.projection import show_again

pytestmark = pytest.mark.django_db


def last_change() -> LedgerEntry:
    return LedgerEntry.objects.filter(action="customers.own_changed").latest("pk")


def shop_says(customer: Customer, at: datetime, **fields: object) -> None:
    """A newer record of the shop follows the last."""
    shop, _made = Source.objects.get_or_create(name="Shop", defaults={"created_at": at})
    SourceRecord.objects.filter(source=shop, customer=customer).update(superseded_at=at)
    key = f"nr:{customer.pk}"
    SourceRecord.objects.create(
        customer=customer, source=shop, key=key, fields=fields, recorded_at=at
    )
    show_again(np.array([customer.pk], dtype=np.int64))


@pytest.mark.parametrize(
    ("kind", "typed", "text"),
    [("text", " two  words ", "two words"), ("whole", "1.234", "1.234"), ("decimal", "0,5", "0,5"),
     ("money", "12,5", "€\xa012,50"), ("date", "1.2.2026", "01.02.2026"), ("yes_no", "ja", str(YES_NO_WORDS["yes"])),
     ("link", "lind.example", "https://lind.example"), ("phone", "0316 123456", "+43 316 123456"),
     ("long_text", "one\ntwo", "one\ntwo"), ("mail", "A@B.example", "A@b.example")],
)  # fmt: skip
def test_each_kind_is_kept_and_shown(
    kind: str, typed: str, text: str, define: Define, fill: Fill, anna: Customer
) -> None:
    field = define("Field", kind)
    fill(anna, field=typed)
    assert shown(anna, field) == text
    fill(anna, field="")
    assert shown(anna, field) == ""
    assert not OwnValue.objects.exists()


def test_a_change_says_before_and_after(
    define: Define, fill: Fill, anna: Customer, jonas: User
) -> None:
    define("Hobby")
    fill(anna, hobby="Chess")
    fill(anna, hobby="Go")
    assert last_change().actor == jonas
    assert last_change().fields == ["own_hobby"]
    before = LedgerEntry.objects.count()
    fill(anna, hobby="Go")
    assert LedgerEntry.objects.count() == before


def test_who_may_only_read_writes_nothing(
    define: Define, anna: Customer, petra: User, now: datetime
) -> None:
    define("Hobby")
    with pytest.raises(NotAllowed):
        set_own_values(anna, {"hobby": "Chess"}, by=petra, at=now)


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_stored(
    define: Define, anna: Customer, mia: User, now: datetime
) -> None:
    define("Size", "whole")
    define("Bought on", "date")
    define("Hobby")
    with pytest.raises(WrongValues) as refused:
        set_own_values(anna, {"size": "big", "bought_on": "once", "hobby": "Chess"}, by=mia, at=now)
    assert set(refused.value.wrong) == {"size", "bought_on"}
    assert not OwnValue.objects.exists()


def test_a_field_that_there_is_not_is_refused(anna: Customer, mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        set_own_values(anna, {"name": "Somebody else"}, by=mia, at=now)
    assert refused.value.code == "own_field_unknown"


def test_two_people_in_different_fields_lose_nothing(
    define: Define, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    hobby, pet = define("Hobby"), define("Pet")
    seen = said_now(anna.pk, [hobby, pet])
    set_own_values(anna, {"hobby": "Chess", "pet": ""}, seen=seen, by=mia, at=now)
    set_own_values(anna, {"hobby": "", "pet": "Cat"}, seen=seen, by=jonas, at=now)
    assert (shown(anna, hobby), shown(anna, pet)) == ("Chess", "Cat")


def test_two_people_in_one_field_are_shown_both(
    define: Define, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    hobby = define("Hobby")
    set_own_values(anna, {"hobby": "Chess"}, seen={"hobby": ""}, by=mia, at=now)
    with pytest.raises(OwnChangedMeanwhile) as refused:
        set_own_values(anna, {"hobby": "Go"}, seen={"hobby": ""}, by=jonas, at=now)
    assert refused.value.theirs == {"hobby": "Chess"}
    assert shown(anna, hobby) == "Chess"


def test_the_house_s_own_word_comes_before_a_newer_source(
    define: Define, fill: Fill, anna: Customer, now: datetime
) -> None:
    hobby = define("Hobby")
    shop_says(anna, now, own_hobby="Golf")
    assert shown(anna, hobby) == "Golf"
    fill(anna, hobby="Chess")
    shop_says(anna, now + timedelta(days=1), own_hobby="Polo")
    assert shown(anna, hobby) == "Chess"


def test_what_the_house_emptied_stays_empty(
    define: Define, fill: Fill, anna: Customer, now: datetime
) -> None:
    hobby = define("Hobby")
    shop_says(anna, now, own_hobby="Golf")
    fill(anna, hobby="")
    shop_says(anna, now + timedelta(days=1), own_hobby="Polo")
    assert shown(anna, hobby) == ""


def test_taking_a_change_back_lets_the_source_speak_again(
    define: Define, fill: Fill, anna: Customer, jonas: User, now: datetime
) -> None:
    hobby = define("Hobby")
    shop_says(anna, now, own_hobby="Golf")
    fill(anna, hobby="Chess")
    undo_change(last_change(), by=jonas, at=now)
    assert shown(anna, hobby) == "Golf"
    shop_says(anna, now + timedelta(days=1), own_hobby="Polo")
    assert shown(anna, hobby) == "Polo"


def test_a_newer_change_is_not_taken_back_with_an_older_one(
    define: Define, fill: Fill, anna: Customer, jonas: User, now: datetime
) -> None:
    hobby = define("Hobby")
    fill(anna, hobby="Chess")
    first = last_change()
    fill(anna, hobby="Go")
    with pytest.raises(OwnChangedMeanwhile):
        undo_change(first, by=jonas, at=now)
    assert shown(anna, hobby) == "Go"


def test_other_changes_by_hand_leave_own_fields_alone(
    define: Define, fill: Fill, anna: Customer, mia: User, now: datetime
) -> None:
    hobby = define("Hobby")
    fill(anna, hobby="Chess")
    change_customer(anna, {"first_name": "Anne"}, seen={"first_name": "Anna"}, by=mia, at=now)
    assert shown(anna, hobby) == "Chess"


def test_several_choices_keep_the_order_of_their_list(
    define: Define, fill: Fill, anna: Customer
) -> None:
    field = define("Colours", "choices", words=["red", "green", "blue"])
    fill(anna, colours=["blue", "RED", "blue"])
    assert shown(anna, field) == "red, blue"
    fill(anna, colours="green; blue")
    assert shown(anna, field) == "green, blue"
    fill(anna, colours=[])
    assert shown(anna, field) == ""


def test_a_word_that_is_not_in_the_list_is_refused(
    define: Define, fill: Fill, anna: Customer
) -> None:
    other = define("Sizes", "choice", words=["small"])
    define("Colour", "choice", words=["red"])
    stranger = choice(other.choice_list, "small")
    for raw in ("yellow", f"#{stranger.pk}", "#999999", "#"):
        with pytest.raises(WrongValues):
            fill(anna, colour=raw)


def test_a_retired_value_in_a_stale_form_is_refused_and_one_that_stands_may_stay(
    define: Define, fill: Fill, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    field = define("Colour", "choice", words=["red", "blue"])
    fill(anna, colour="red")
    red = choice(field.choice_list, "red")
    retire_choice(red, by=mia, at=now)
    with pytest.raises(WrongValues) as refused:
        fill(bernd, colour=f"#{red.pk}")
    assert refused.value.wrong["colour"].code == "choice_retired"
    fill(anna, colour=f"#{red.pk}")
    assert shown(anna, field) == "red"


def test_somebody_new_is_written_down_with_own_fields_or_not_at_all(
    define: Define, mia: User, now: datetime
) -> None:
    size = define("Size", "whole", is_required=True)
    for wrong in ({}, {"size": ""}, {"size": "big"}):
        with pytest.raises(WrongValues):
            create_with_own_values({"last_name": "Novak"}, wrong, by=mia, at=now)
    assert not Customer.objects.exists()
    made = create_with_own_values({"last_name": "Novak"}, {"size": "42"}, by=mia, at=now)
    assert shown(made, size) == "42"


def test_a_required_field_cannot_be_emptied(define: Define, fill: Fill, anna: Customer) -> None:
    define("Size", "whole", is_required=True)
    fill(anna, size="42")
    with refused("required"):
        fill(anna, size="  ")


def test_a_text_becomes_a_number_where_it_is_one(
    define: Define, fill: Fill, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    field = define("Size")
    fill(anna, size="1.234,5")
    fill(bernd, size="big")
    fits = preview_kind(field, "decimal")
    assert (fits.values, fits.fitting) == (2, 1)
    field = change_kind(field, "decimal", by=mia, at=now)
    assert OwnValue.objects.get(customer=anna).number is not None
    assert (shown(anna, field), shown(bernd, field)) == ("1.234,5", "big")
    told = LedgerEntry.objects.get(action="customers.field_kind_changed")
    assert told.details == {"values": 2, "fitting": 1}


def test_a_changed_kind_shows_the_same_after_the_next_change(
    define: Define, fill: Fill, anna: Customer, mia: User, now: datetime
) -> None:
    field = define("Size")
    fill(anna, size="12,5")
    field = change_kind(field, "decimal", by=mia, at=now)
    rows = list(OwnValue.objects.values("text", "number", "day", "choice"))
    show_again(np.array([anna.pk], dtype=np.int64))
    assert list(OwnValue.objects.values("text", "number", "day", "choice")) == rows


@pytest.mark.parametrize(("kind", "other"), [("date", "whole"), ("choice", "text"), ("yes_no", "money"), ("text", "text"), ("text", "nothing")])  # fmt: skip
def test_what_would_mean_something_else_cannot_become_so(
    kind: str, other: str, define: Define
) -> None:
    field = define("Field", kind, words=["a"] if kind == "choice" else ())
    with pytest.raises(Refused) as refused:
        preview_kind(field, other)
    assert refused.value.code == "kind_incompatible"


def test_a_choice_becomes_several_and_one_again(
    define: Define, fill: Fill, anna: Customer, mia: User, now: datetime
) -> None:
    field = define("Colour", "choice", words=["red", "blue"])
    fill(anna, colour="red")
    field = change_kind(field, "choices", by=mia, at=now)
    fill(anna, colour=["red", "blue"])
    field = change_kind(field, "choice", by=mia, at=now)
    assert shown(anna, field) == "red"


def test_nothing_is_kept_of_a_customer_who_goes(define: Define, fill: Fill, anna: Customer) -> None:
    from nahbar.customers.operations.undo import remove_customers  # noqa: PLC0415  # used here alone

    define("Hobby")
    fill(anna, hobby="Chess")
    SourceRecord.objects.filter(customer=anna).delete()
    remove_customers(np.array([anna.pk], dtype=np.int64))
    assert not OwnValue.objects.exists()
    assert not Batch.objects.exists()
