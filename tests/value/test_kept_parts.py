"""What a run keeps of every customer, in parts that are opened alone."""

import polars as pl
import pytest
from tests.value.shop import AS_OF

from nahbar.core import files
from nahbar.value import frames
from nahbar.value.frames import read_kept
from nahbar.value.movement import CAUSES
from nahbar.value.operations import refresh
from nahbar.value.operations.refresh import refresh_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(open_shop, mia, now, monkeypatch):
    monkeypatch.setattr(refresh, "PART", 100)
    return refresh_values(by=mia, at=now, as_of=AS_OF)


def test_one_customers_row_is_read_from_one_part_alone(run, open_shop, monkeypatch) -> None:
    opened: list[str] = []
    real = files.read_stored
    monkeypatch.setattr(
        frames.files, "read_stored", lambda file: (opened.append(file.digest), real(file))[1]
    )
    for customer in (open_shop[0], open_shop[99], open_shop[100], open_shop[401]):
        opened.clear()
        kept = read_kept(run, customers=[customer.pk])
        assert kept["customer"].to_list() == [customer.pk]
        assert len(opened) == 1


def test_the_parts_together_are_everybody_in_order(run, open_shop) -> None:
    assert run.parts.count() == 5
    kept = read_kept(run)
    assert kept["customer"].to_list() == [customer.pk for customer in open_shop]
    assert {f"moved_{name}" for name in CAUSES} <= set(kept.columns)


def test_who_was_not_there_is_in_no_part(run) -> None:
    assert read_kept(run, customers=[10**12]).is_empty()
    assert read_kept(run, customers=[0]).is_empty()
    assert isinstance(read_kept(run, customers=[]), pl.DataFrame)
