"""A search among some finds as many as one among all would, and learns nothing of the others."""

from collections.abc import Collection, Sequence
from datetime import datetime

import numpy as np
import pytest
from tests.customers.folk import write_down

from nahbar.core.search import search_customers
from nahbar.core.search.among import Among
from nahbar.core.search.indexing import index_due
from nahbar.customers.finders import find_customers
from nahbar.customers.models import Customer
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


def among(keys: Collection[int], *, is_known: bool) -> Among:
    def ask(some: Sequence[int]) -> set[int]:
        return set(some) & set(keys)

    return Among(np.array(sorted(keys), dtype=np.int64) if is_known else None, ask)


@pytest.fixture
def many(firm: Firm, now: datetime) -> list[int]:
    """Forty of one name, written down one after the other and indexed."""
    made = [write_down(now, first_name="Maria", last_name="Huber").pk for _ in range(40)]
    index_due()
    return made


@pytest.mark.parametrize("is_known", [True, False])
def test_those_who_may_be_found_are_found_behind_all_others(
    many: list[int], *, is_known: bool
) -> None:
    last = many[-3:]
    hits = search_customers("Maria Huber", 8, among=among(last, is_known=is_known))
    assert [hit.customer_id for hit in hits] == last


@pytest.mark.parametrize("is_known", [True, False])
def test_nobody_else_is_found(many: list[int], *, is_known: bool) -> None:
    assert search_customers("Maria Huber", 8, among=among([], is_known=is_known)) == []


def test_who_was_just_written_down_is_found_if_they_may_be(many: list[int], now: datetime) -> None:
    new = write_down(now, first_name="Marianne", last_name="Huber").pk
    assert [
        h.customer_id for h in search_customers("Marianne", 8, among=among([new], is_known=True))
    ] == [new]
    assert search_customers("Marianne", 8, among=among([many[0]], is_known=True)) == []


def test_the_page_asks_among_whom_it_shows(many: list[int]) -> None:
    some = Customer.objects.filter(pk__in=many[-2:])
    assert [one.customer.pk for one in find_customers(some, "Huber")] == many[-2:]


def test_a_finder_is_asked_for_more_until_there_are_enough() -> None:
    asked: list[int] = []

    def find(text: str, limit: int) -> list[int]:
        asked.append(limit)
        return list(range(limit))[:500]

    assert among({400, 401}, is_known=False).found(find, "x", 2) == [400, 401]
    assert asked == [2, 16, 128, 1024]


def test_of_many_the_best_are_asked_for_in_steps() -> None:
    keys = np.arange(10_000, dtype=np.int64)
    asked: list[int] = []

    def ask(some: Sequence[int]) -> set[int]:
        asked.append(len(some))
        return {key for key in some if key % 50 == 0}

    best = Among(None, ask).best(keys, 20)
    assert best.tolist() == list(range(0, 1_000, 50))
    assert asked == [512, 1_024]
