"""A house makes fields of its own: at once, with keys for good, and takes them out of use."""

from datetime import datetime

import pytest
from tests.customers.own import Define, Fill, refused, shown

from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import ChoiceList, Customer, OwnField
from nahbar.customers.operations.own_fields import (
    MOST_ON_LIST,
    bring_field_back,
    change_field,
    define_field,
    free_key,
    move_field,
    order_fields,
    retire_field,
)
from nahbar.customers.own_fields.definitions import definitions

pytestmark = pytest.mark.django_db


def in_use() -> list[str]:
    return [field.key for field in definitions().fields]


def test_a_field_is_there_at_once_and_says_so_in_the_ledger(mia: User, now: datetime) -> None:
    made = define_field("Schuhgröße", "decimal", least="30", most="52,5", by=mia, at=now)
    assert (made.key, made.least, made.most) == ("schuhgroesse", "30", "52.5")
    assert in_use() == ["schuhgroesse"]
    told = LedgerEntry.objects.get(action="customers.field_defined")
    assert (told.actor, told.subject_id) == (mia, made.pk)


@pytest.mark.parametrize("who", ["jonas", "petra"])
def test_only_leaders_make_fields(who: str, request: pytest.FixtureRequest, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        define_field("Hobby", "text", by=request.getfixturevalue(who), at=now)
    assert not OwnField.objects.exists()


def test_a_key_is_never_given_again(define: Define, mia: User, now: datetime) -> None:
    first = define("Hobby")
    retire_field(first, by=mia, at=now)
    second = define("Hobby")
    assert (first.key, second.key) == ("hobby", "hobby_2")
    with refused("key_taken"):
        define("Other", key="hobby")


@pytest.mark.parametrize("label", ["name", "id", "first_name", "tags", "E-Mail", "own", "seen"])
def test_a_field_called_like_one_of_ours_stays_apart(
    label: str, define: Define, fill: Fill, anna: Customer
) -> None:
    field = define(label)
    fill(anna, **{field.key: "mine"})
    anna.refresh_from_db()
    assert (anna.name, shown(anna, field)) == ("Anna Berger", "mine")


@pytest.mark.parametrize(("label", "key"), [("Größe (cm)", "groesse_cm"), ("42", "field_42"), ("Любимое", "field"), ("<b>x</b>", "b_x_b")])  # fmt: skip
def test_a_key_is_made_of_any_name(label: str, key: str, firm: object) -> None:
    assert free_key(label) == key


@pytest.mark.parametrize("key", ["1st", "Upper", "two words", "a" * 41, "a-b", "ä", "a;drop"])
def test_a_key_of_another_form_is_refused(key: str, define: Define) -> None:
    with refused("no_key"):
        define("Hobby", key=key)


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("nonsense", {}, "unknown_choice"),
        ("choice", {}, "list_missing"),
        ("whole", {"least": "9", "most": "3"}, "bounds_crossed"),
        ("whole", {"least": "many"}, "no_number"),
        ("date", {"most": "31.2.2026"}, "no_date"),
        ("text", {"pattern": "(a+)+$"}, "unknown_choice"),
        ("text", {"longest": 100_000}, "no_length"),
        ("money", {"currency": "euro"}, "no_currency"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(
    kind: str, more: dict[str, object], code: str, define: Define
) -> None:
    with pytest.raises(Refused) as refused:
        define("Field", kind, **more)
    assert refused.value.code == code


def test_bounds_that_the_kind_does_not_know_are_forgotten(define: Define) -> None:
    field = define("Hobby", "text", least="3", currency="EUR", choice_list=None)
    assert (field.least, field.currency, field.choice_list) == ("", "", None)


def test_what_nobody_may_change_is_not_changed(define: Define, mia: User, now: datetime) -> None:
    field = define("Hobby")
    change_field(
        field, by=mia, at=now, key="other", kind="whole", pk=99, position=7, label="Hobbys"
    )
    field.refresh_from_db()
    assert (field.key, field.kind, field.position, field.label) == ("hobby", "text", 0, "Hobbys")


def test_changing_says_before_and_after(define: Define, mia: User, now: datetime) -> None:
    field = define("Hobby")
    change_field(field, by=mia, at=now, help="Ask kindly", on_list=True)
    told = LedgerEntry.objects.get(action="customers.field_changed")
    assert told.fields == ["help", "on_list"]
    change_field(field, by=mia, at=now, help="Ask kindly")
    assert LedgerEntry.objects.filter(action="customers.field_changed").count() == 1


def test_a_retired_field_keeps_its_values(
    define: Define, fill: Fill, anna: Customer, mia: User, now: datetime
) -> None:
    field = define("Hobby")
    fill(anna, hobby="Chess")
    retire_field(field, by=mia, at=now)
    assert in_use() == []
    with refused("field_retired"):
        fill(anna, hobby="Tennis")
    bring_field_back(field, by=mia, at=now)
    assert shown(anna, field) == "Chess"
    assert LedgerEntry.objects.filter(action__contains="field_").count() == 3


def test_fields_are_put_in_order(define: Define, mia: User, now: datetime) -> None:
    for label in ("one", "two", "three"):
        field = define(label)
    move_field(field, -1, by=mia, at=now)
    assert in_use() == ["one", "three", "two"]
    order_fields(["two", "nobody", "two"], by=mia, at=now)
    assert in_use() == ["two", "one", "three"]
    move_field(field, 9, by=mia, at=now)
    assert in_use()[-1] == "three"


def test_the_list_has_room_for_a_few(define: Define) -> None:
    for number in range(MOST_ON_LIST):
        define(f"f{number}", on_list=True)
    with refused("too_many_on_list"):
        define("one more", on_list=True)


def test_five_hundred_fields_are_enough(define: Define, now: datetime) -> None:
    OwnField.objects.bulk_create(
        OwnField(key=f"f{n}", label=f"F {n}", kind="text", position=n, created_at=now)
        for n in range(500)
    )
    with refused("too_many_fields"):
        define("one more")


def test_a_field_is_called_in_the_reader_s_language(define: Define) -> None:
    from django.utils.translation import override  # noqa: PLC0415  # used here alone

    field = define("Farbe", label_en="Colour")
    with override("en"):
        assert field.called == "Colour"
    with override("de"):
        assert field.called == "Farbe"


def test_fields_may_share_a_list(define: Define, mia: User, now: datetime) -> None:
    first = define("Colour", "choice", words=["red", "blue"])
    second = define_field("Other colour", "choices", choice_list=first.choice_list, by=mia, at=now)
    assert second.choice_list == first.choice_list
    assert ChoiceList.objects.count() == 1
