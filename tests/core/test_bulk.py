"""Mass work on rows named by their keys: runs as ranges, scattered ones as lists."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from nahbar.core import bulk
from nahbar.core.bulk import Ids, delete_ids, set_for_ids, slices
from nahbar.core.models import Source

ROWS = 60


@pytest.fixture
def rows(db: None, now: datetime) -> Ids:
    """Sixty rows that lie one behind the other."""
    made = Source.objects.bulk_create(
        Source(name=f"Source {number}", created_at=now) for number in range(ROWS)
    )
    return np.array([one.pk for one in made], dtype=np.int64)


def names_of(ids: Ids) -> int:
    return Source.objects.filter(pk__in=ids.tolist(), name="x").count()


@pytest.mark.parametrize("step", [1, 2, 3, 59])
def test_scattered_rows_take_one_statement(
    rows: Ids, step: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted = rows[::step]
    with django_assert_num_queries(1):
        count = delete_ids(Source, np.concatenate([wanted[::-1], wanted]))
    assert count == wanted.size
    assert Source.objects.count() == ROWS - wanted.size


def test_rows_in_one_run_are_met_by_their_range(
    rows: Ids, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1) as asked:
        assert set_for_ids(Source, rows[10:50], "created_at", datetime(2026, 1, 1)) == 40  # noqa: DTZ001  # as the table keeps it
    assert "BETWEEN" in asked.captured_queries[0]["sql"]


def test_long_lists_are_asked_for_in_parts(
    rows: Ids, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(bulk, "WIDEST_IN", 10)
    with django_assert_num_queries(3):
        assert delete_ids(Source, rows[::2]) == 30
    assert sorted(Source.objects.values_list("pk", flat=True)) == rows[1::2].tolist()


def test_no_rows_are_no_statement(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert delete_ids(Source, np.empty(0, dtype=np.int64)) == 0


@given(st.lists(st.integers(0, 1_000)), st.integers(1, 50))
def test_slices_are_all_of_it_in_order(ids: list[int], size: int) -> None:
    whole = np.array(ids, dtype=np.int64)
    parts = list(slices(whole, size))
    assert [one for part in parts for one in part.tolist()] == ids
    assert all(0 < part.size <= size for part in parts)
