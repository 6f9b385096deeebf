"""Words of the house: named anew, offered no more, made one with another and taken apart again."""

from datetime import datetime

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.customers.own import Define, Fill, choice, refused, shown

from nahbar.core.models import Batch, LedgerEntry, Source, User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.models import Choice, Customer, OwnValue, Tag
from nahbar.customers.operations.choice_lists import (
    MOST_CHOICES,
    add_choices,
    make_list,
    move_choice,
    rename_choice,
)
from nahbar.customers.operations.merge_words import (
    merge_choices,
    merge_tags,
    part_choices,
    part_tags,
)
from nahbar.customers.operations.source_tags import hang_tags
from nahbar.customers.operations.tag_words import rename_tag, retire_tag
from nahbar.customers.operations.tags import tag

pytestmark = pytest.mark.django_db


def words_on(customer: Customer) -> list[str]:
    return sorted(customer.tags.values_list("name", flat=True))


def test_merged_tags_hang_once_on_everybody(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    for customer, word in ((anna, "VIP"), (anna, "regular"), (bernd, "VIP")):
        tag(customer, word, by=mia, at=now)
    vip, regular = Tag.objects.get(name="VIP"), Tag.objects.get(name="regular")
    merge_tags(vip, regular, by=mia, at=now)
    assert words_on(anna) == words_on(bernd) == ["regular"]
    told = LedgerEntry.objects.get(action="customers.tags_merged")
    assert told.details["customers"] == 2
    part_tags(vip, by=mia, at=now)
    assert (words_on(anna), words_on(bernd)) == (["VIP", "regular"], ["VIP"])
    assert Batch.objects.get().undone_at == now


def test_a_merged_tag_is_the_other_whoever_says_it(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    regular, vip = (tag(anna, word, by=mia, at=now) for word in ("regular", "VIP"))
    merge_tags(vip, regular, by=mia, at=now)
    tag(bernd, "vip", by=mia, at=now)
    assert words_on(bernd) == ["regular"]
    source = Source.objects.create(name="Shop", created_at=now)
    batch = Batch.objects.create(kind="import", source=source, started_at=now)
    hang_tags(pl.DataFrame({"customer_id": [bernd.pk], "tags": [["VIP", "Regular", "new"]]}), batch)
    assert words_on(bernd) == ["new", "regular"]


def test_merging_takes_as_many_statements_for_many_as_for_few(
    anna: Customer, mia: User, now: datetime
) -> None:
    def merged(prefix: str, count: int) -> int:
        one = Tag.objects.create(name=f"{prefix} one", key=f"{prefix} one")
        other = Tag.objects.create(name=f"{prefix} other", key=f"{prefix} other")
        people = Customer.objects.bulk_create(Customer(created_at=now) for _n in range(count))
        one.customers.add(*people)
        with CaptureQueriesContext(connection) as asked:
            merge_tags(one, other, by=mia, at=now)
        assert other.customers.count() == count
        return len(asked)

    assert merged("few", 2) == merged("many", 60)


def test_a_word_is_not_merged_into_itself_nor_twice(
    anna: Customer, mia: User, now: datetime
) -> None:
    first, second = (tag(anna, word, by=mia, at=now) for word in ("one", "two"))
    with refused("same_word"):
        merge_tags(first, first, by=mia, at=now)
    merge_tags(first, second, by=mia, at=now)
    with refused("merged_already"):
        merge_tags(first, second, by=mia, at=now)
    with refused("not_merged"):
        part_tags(second, by=mia, at=now)


@pytest.mark.parametrize("change", [rename_tag, merge_tags])
def test_only_leaders_change_words(
    change: object, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    word = tag(anna, "one", by=mia, at=now)
    other: object = word if change is merge_tags else "two"
    with pytest.raises(NotAllowed):
        change(word, other, by=jonas, at=now)  # type: ignore[operator]  # either operation


def test_a_renamed_tag_hangs_where_it_hung(anna: Customer, mia: User, now: datetime) -> None:
    word = tag(anna, "reglar", by=mia, at=now)
    rename_tag(word, " Regular ", by=mia, at=now)
    assert words_on(anna) == ["Regular"]
    tag(anna, "other", by=mia, at=now)
    with refused("tag_exists"):
        rename_tag(word, "OTHER", by=mia, at=now)


def test_a_retired_tag_hangs_on_and_is_not_hung_anew(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    retire_tag(tag(anna, "old", by=mia, at=now), by=mia, at=now)
    assert words_on(anna) == ["old"]
    with refused("tag_retired"):
        tag(bernd, "Old", by=mia, at=now)


def test_merged_choices_are_one_in_every_field(
    define: Define, fill: Fill, anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    one = define("Colour", "choice", words=["red", "crimson", "blue"])
    several = define("Colours", "choices", choice_list=one.choice_list)
    fill(anna, colour="crimson", colours=["red", "crimson", "blue"])
    fill(bernd, colour="red")
    red, crimson = choice(one.choice_list, "red"), choice(one.choice_list, "crimson")
    merge_choices(crimson, red, by=mia, at=now)
    assert (shown(anna, one), shown(anna, several)) == ("red", "red, blue")
    assert not OwnValue.objects.filter(choice=crimson).exists()
    fill(bernd, colours="Crimson")
    assert shown(bernd, several) == "red"
    part_choices(crimson, by=mia, at=now)
    assert (shown(anna, one), shown(anna, several)) == ("crimson", "red, crimson, blue")
    assert shown(bernd, one) == "red"


def test_choices_of_different_lists_stay_apart(define: Define, mia: User, now: datetime) -> None:
    colour = define("Colour", "choice", words=["red"])
    size = define("Size", "choice", words=["small"])
    with refused("other_list"):
        merge_choices(choice(colour.choice_list, "red"), choice(size.choice_list, "small"), by=mia, at=now)  # fmt: skip


def test_a_renamed_choice_is_renamed_for_everybody(
    define: Define, fill: Fill, anna: Customer, mia: User, now: datetime
) -> None:
    field = define("Colour", "choice", words=["rd", "blue"])
    fill(anna, colour="rd")
    rename_choice(choice(field.choice_list, "rd"), "red", "reddish", by=mia, at=now)
    assert shown(anna, field) == "red"
    with refused("choice_exists"):
        rename_choice(choice(field.choice_list, "red"), "BLUE", by=mia, at=now)


def test_values_are_added_once_and_bounded(mia: User, now: datetime) -> None:
    made = make_list("Colours", ["red", " Red ", "", "blue"], by=mia, at=now)
    assert list(made.choices.order_by("position").values_list("label", flat=True)) == [
        "red",
        "blue",
    ]
    assert add_choices(made, ["RED"], by=mia, at=now) == []
    with refused("too_many_choices"):
        add_choices(made, [f"c{n}" for n in range(MOST_CHOICES)], by=mia, at=now)
    for odd in ("#17", "a;b", "a|b"):
        with refused("no_word"):
            add_choices(made, [odd], by=mia, at=now)
    with refused("list_exists"):
        make_list("COLOURS", by=mia, at=now)


def test_values_are_moved_past_retired_ones(mia: User, now: datetime) -> None:
    made = make_list("Colours", ["red", "green", "blue"], by=mia, at=now)
    Choice.objects.filter(label="green").update(retired_at=now)
    move_choice(choice(made, "blue"), -1, by=mia, at=now)
    offered = made.choices.filter(retired_at=None).order_by("position")
    assert list(offered.values_list("label", flat=True)) == ["blue", "red"]
    move_choice(choice(made, "blue"), -1, by=mia, at=now)
    assert list(offered.values_list("label", flat=True)) == ["blue", "red"]
