"""The index says what the texts say: after any operations, after a kill, after an import is undone."""

import random
from datetime import datetime

import numpy as np
import pytest
from django.db import connection, transaction
from tests.customers.folk import write_down

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import SearchDue, SearchEntry, SearchList, SearchWord
from nahbar.core.search import (
    changed,
    index_all_anew,
    indexing,
    not_found_yet,
    search_customers,
)
from nahbar.core.search.columns import words_of
from nahbar.core.search.fields import NAMES
from nahbar.core.search.indexing import index_due
from nahbar.core.search.lists import read_entries, read_lists
from nahbar.customers.models import Customer
from nahbar.customers.operations.addresses import add_address, end_address
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


def assert_index_says_what_texts_say() -> None:
    """Every word of every text is in the lists and entries, and nothing else is."""
    customers = np.array(sorted(Customer.objects.values_list("pk", flat=True)), dtype=np.int64)
    ids = dict(SearchWord.objects.values_list("word", "pk"))
    texts = {(row[0], ids[row[2]], row[1]) for row in words_of(customers).iter_rows()}
    entries = read_entries(list(SearchEntry.objects.values_list("pk", flat=True)))
    owners = np.repeat(entries.customers, entries.lengths)
    kept = set(zip(owners.tolist(), entries.words.tolist(), entries.fields.tolist(), strict=True))
    assert kept == texts
    lists = read_lists(list(ids.values()))
    words, is_name = (np.repeat(each, lists.lengths) for each in (lists.words, lists.is_name))
    listed = set(zip(lists.customers.tolist(), words.tolist(), is_name.tolist(), strict=True))
    assert listed == {(c, word, bool(NAMES >> field & 1)) for c, word, field in texts}
    counts = dict(SearchWord.objects.values_list("pk", "count"))
    for word, count in counts.items():
        assert count == len({customer for customer, known, _ in texts if known == word})


@pytest.fixture
def town(firm: Firm, now: datetime) -> list[Customer]:
    """Forty people."""
    return [
        write_down(now, first_name=f"Anna{number % 7}", last_name=f"Berg{chr(97 + number % 13)}er")
        for number in range(40)
    ]


def test_after_any_operations_the_index_says_what_the_texts_say(
    town: list[Customer], now: datetime
) -> None:
    dice = random.Random(7)
    for step in range(60):
        customer = dice.choice(town)
        match dice.randrange(5):
            case 0:
                word = dice.choice(["Rot", "Blau", "Grün"])
                customer.refresh_from_db()
                seen = {"last_name": customer.family_name}
                change_customer(customer, {"last_name": word}, seen=seen, by=THE_HOUSE, at=now)
            case 1:
                place = {"city": dice.choice(["Wien", "Graz"]), "postcode": f"10{step % 9}0"}
                add_address(customer, place, by=THE_HOUSE, at=now)
            case 2:
                add_contact_point(customer, "phone", f"0664 12345{step % 7}", by=THE_HOUSE, at=now)
            case 3:
                add_remark(
                    customer, "likes", dice.choice(["Tee", "Kaffee 2024"]), by=THE_HOUSE, at=now
                )
            case _:
                for address in customer.addresses.filter(valid_until=None):
                    end_address(address, by=THE_HOUSE, at=now)
                for remark in customer.remarks.filter(valid_until=None):
                    end_remark(remark, by=THE_HOUSE, at=now)
        if step % 17 == 0:
            index_due()
            assert_index_says_what_texts_say()
    index_due()
    assert_index_says_what_texts_say()


def test_what_is_killed_between_two_steps_goes_on_with_the_next(
    town: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    SearchDue.objects.all().delete()
    with transaction.atomic():
        changed(one.pk for one in town)
    monkeypatch.setattr(indexing, "STEP", 7)
    steps = []

    def die_after_two(done: int) -> None:
        steps.append(done)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_due(tell=die_after_two)
    assert SearchEntry.objects.count() == 14
    assert index_due() == len(town) - 14
    assert_index_says_what_texts_say()
    assert index_due() == 0


def test_what_is_killed_within_a_step_leaves_nothing_of_it(
    town: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = indexing.store

    def die_after(change: object) -> None:
        real(change)  # type: ignore[arg-type]  # the difference
        raise KeyboardInterrupt

    monkeypatch.setattr(indexing, "store", die_after)
    with pytest.raises(KeyboardInterrupt):
        index_due()
    assert not SearchEntry.objects.exists()
    assert not SearchList.objects.exists()
    monkeypatch.setattr(indexing, "store", real)
    index_due()
    assert_index_says_what_texts_say()


def test_a_change_while_texts_are_read_is_not_lost(
    town: list[Customer], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = indexing.store

    def change_meanwhile(change: object) -> None:
        if not town[0].tags.exists() and town[0].remarks.count() == 0:
            add_remark(town[0], "likes", "Marillen", by=THE_HOUSE, at=now)
        real(change)  # type: ignore[arg-type]  # the difference

    monkeypatch.setattr(indexing, "store", change_meanwhile)
    index_due()
    assert [hit.customer_id for hit in search_customers("marillen")] == [town[0].pk]
    assert_index_says_what_texts_say()


def test_a_house_of_before_is_indexed_as_a_whole(
    town: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    SearchDue.objects.all().delete()
    index_all_anew()
    assert not_found_yet() is None
    monkeypatch.setattr(indexing, "STEP", 16)
    assert index_due() == len(town)
    assert not_found_yet() == 0
    assert_index_says_what_texts_say()


def test_who_is_gone_is_found_no_more(town: list[Customer]) -> None:
    index_due()
    gone = town[3].pk
    with transaction.atomic():
        town[3].records.all().delete()
        town[3].delete()
        changed([gone])
    assert gone not in {hit.customer_id for hit in search_customers("anna3", 50)}
    index_due()
    assert not SearchEntry.objects.filter(pk=gone).exists()
    assert_index_says_what_texts_say()


def test_texts_change_only_within_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        changed_outside()


def changed_outside() -> None:
    was, connection.in_atomic_block = connection.in_atomic_block, False
    try:
        changed([1])
    finally:
        connection.in_atomic_block = was
