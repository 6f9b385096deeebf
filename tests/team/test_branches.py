"""Branches are found by their name, and opened where the name is new."""

from datetime import datetime

import polars as pl
import pytest

from nahbar.team.branches import find_or_make_branches
from nahbar.team.models import Branch

pytestmark = pytest.mark.django_db


def test_a_name_stands_for_one_branch_however_often_it_comes(now: datetime) -> None:
    graz = Branch.objects.create(name="Graz", created_at=now)
    found = find_or_make_branches(pl.Series(["Wien", "Graz", "Wien"]), at=now)
    wien = Branch.objects.get(name="Wien")
    assert found.rows() == [("Wien", wien.pk), ("Graz", graz.pk), ("Wien", wien.pk)]


def test_a_name_too_long_for_the_table_is_cut_and_found_again(now: datetime) -> None:
    first, second = (find_or_make_branches(pl.Series(["x" * 120]), at=now) for _again in range(2))
    assert first.equals(second)
    assert Branch.objects.get().name == "x" * 100
