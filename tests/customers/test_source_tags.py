"""Words that sources hang on customers: one word whatever its letters, and gone when taken back."""

from collections.abc import Callable
from datetime import datetime

import polars as pl
import pytest

from nahbar.core.models import Batch, Source, User
from nahbar.customers.models import Customer, Tag
from nahbar.customers.operations.tags import tag, untag
from nahbar.customers.operations.take_over import take_over
from nahbar.customers.operations.undo import take_back_records
from nahbar.team.models import Firm

Say = Callable[..., Batch]


@pytest.fixture
def say(firm: Firm, now: datetime) -> Say:
    """The shop says words of its customers, each call one batch."""
    shop = Source.objects.create(name="Shop", created_at=now)

    def say(fields: dict[str, list[str]], **further: str) -> Batch:
        batch = Batch.objects.create(kind="import", source=shop, started_at=now)
        rows = [
            {"key": key, "number": key, "tags": words, "adopted_id": None}
            for key, words in fields.items()
        ]
        said = pl.DataFrame(rows, schema_overrides={"adopted_id": pl.Int64}).with_columns(
            pl.lit(value).alias(name) for name, value in further.items()
        )
        take_over(said, source=shop, batch=batch, at=now)
        return batch

    return say


def take_back(batch: Batch, at: datetime) -> None:
    take_back_records(batch, count=lambda _what, _how_many: None)
    batch.undone_at = at
    batch.save()


def hanging() -> dict[str, list[str]]:
    pairs = Tag.objects.order_by("name").values_list("customers__numbers__number", "name")
    words: dict[str, list[str]] = {}
    for number, word in pairs.filter(customers__isnull=False).distinct():
        words.setdefault(number, []).append(word)
    return words


def test_the_words_of_a_batch_go_with_it(say: Say, now: datetime) -> None:
    say({"77": ["Stammgast"]})
    later = say({"77": ["Stammgast", "Garten"]})
    assert hanging() == {"77": ["Garten", "Stammgast"]}
    take_back(later, now)
    assert hanging() == {"77": ["Stammgast"]}


def test_a_word_that_another_batch_says_too_stays_until_that_goes(say: Say, now: datetime) -> None:
    first = say({"77": ["Garten"]})
    second = say({"77": ["Garten"]}, last_name="Berger")
    take_back(first, now)
    assert hanging() == {"77": ["Garten"]}
    take_back(second, now)
    assert hanging() == {}


def test_a_batch_that_says_nothing_new_vouches_for_the_words(say: Say, now: datetime) -> None:
    first = say({"77": ["Garten"]})
    say({"77": ["Garten"]})
    take_back(first, now)
    assert hanging() == {"77": ["Garten"]}


def test_a_word_hung_by_hand_stays_when_a_batch_that_said_it_goes(
    say: Say, mia: User, now: datetime
) -> None:
    say({"77": []})
    tag(Customer.objects.get(), "Garten", by=mia, at=now)
    take_back(say({"77": ["garten"]}), now)
    assert hanging() == {"77": ["Garten"]}


def test_a_word_taken_down_by_hand_is_not_hung_again_by_the_same_file(
    say: Say, mia: User, now: datetime
) -> None:
    say({"77": ["Garten"]})
    untag(Customer.objects.get(), Tag.objects.get(), by=mia, at=now)
    say({"77": ["Garten"]})
    assert hanging() == {}


def test_words_in_other_letters_are_the_same_word(say: Say) -> None:
    say({"77": ["Ältere", "ÄLTERE"], "78": ["  ältere\u200b "]})
    assert Tag.objects.count() == 1
    assert Tag.objects.get().customers.count() == 2


def test_words_are_kept_as_if_they_were_typed(say: Say) -> None:
    say({"77": ["Viel\n Platz", "\u200b", "x" * 90]})
    assert hanging() == {"77": ["Viel Platz", "x" * 60]}


def test_many_words_cost_as_many_queries_as_few(
    say: Say, django_assert_max_num_queries: Callable[..., object]
) -> None:
    words = {str(number): [f"Word {number}"] for number in range(200)}
    with django_assert_max_num_queries(30):
        say(words)
    assert Tag.objects.count() == 200
