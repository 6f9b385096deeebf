"""What may be said of a figure then and now, and of the way to a goal."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahbar.core.figures import Reading
from nahbar.measures.comparing import Reach, Verdict, compare, progress

amounts = st.decimals(-(10**9), 10**9, places=2)
reaches = st.decimals(0, 10**6, places=2)


def at(value: object, below: object = 0, above: object = 0, day: int = 1, **more: str) -> Reading:
    middle = Decimal(str(value))
    ends = (middle - Decimal(str(below)), middle + Decimal(str(above)))
    return Reading(middle, *ends, 100, date(2026, 3, day), **more)


def test_a_change_beyond_both_ranges_is_clear() -> None:
    moved = compare(at(100, 10, 10), at(130, 10, 10, day=2))
    assert moved.verdict == Verdict.MOVED
    assert (moved.change, round(moved.low or 0, 1), round(moved.high or 0, 1)) == (
        Decimal(30), Decimal("15.9"), Decimal("44.1"),
    )  # fmt: skip


def test_ranges_that_touch_may_still_be_a_clear_change() -> None:
    assert compare(at(100, 10, 10), at(118, 10, 10, day=2)).verdict == Verdict.MOVED


def test_a_change_within_the_range_is_called_so() -> None:
    assert compare(at(100, 10, 10), at(112, 10, 10, day=2)).verdict == Verdict.WITHIN


def test_the_side_that_matters_decides() -> None:
    assert compare(at(100, 50, 1), at(105, 1, 50, day=2)).verdict == Verdict.MOVED
    assert compare(at(100, 1, 50), at(105, 50, 1, day=2)).verdict == Verdict.WITHIN


def test_what_was_counted_has_moved_when_it_differs() -> None:
    assert compare(at(100), at(101, day=2)).verdict == Verdict.MOVED
    assert compare(at(100), at(100, day=2)).verdict == Verdict.WITHIN


def test_without_a_range_nothing_is_judged() -> None:
    bare = Reading(Decimal(5), None, None, 10, date(2026, 3, 2))
    assert compare(at(4, 1, 1), bare).verdict == Verdict.NO_RANGE


def test_no_newer_figure_other_rules_no_figure_at_all() -> None:
    assert compare(at(4), at(4)).verdict == Verdict.NO_NEWER
    assert compare(at(4), None).verdict == Verdict.GONE
    assert compare(at(4, basis="a"), at(9, day=2, basis="b")).verdict == Verdict.NOT_COMPARABLE
    other = at(9, day=2, currency="CHF")
    assert compare(at(4, currency="EUR"), other).verdict == Verdict.NOT_COMPARABLE


@given(amounts, reaches, amounts, reaches)
def test_the_way_back_is_judged_like_the_way_there(
    one: Decimal, one_reach: Decimal, other: Decimal, other_reach: Decimal
) -> None:
    there = compare(at(one, one_reach, one_reach), at(other, other_reach, other_reach, day=2))
    back = compare(at(other, other_reach, other_reach), at(one, one_reach, one_reach, day=2))
    assert there.change == -back.change
    assert there.verdict == back.verdict


def test_the_range_of_a_change_covers_as_often_as_those_of_the_figures() -> None:
    random = np.random.default_rng(7)
    reach = 1.2815515655446004 * 3
    covered = 0
    for was, now in 3 * random.standard_normal((4000, 2)) + [100, 104]:
        moved = compare(at(was, reach, reach), at(now, reach, reach, day=2))
        assert moved.low is not None
        assert moved.high is not None
        covered += moved.low <= 4 <= moved.high
    assert covered / 4000 == pytest.approx(0.8, abs=0.02)


def test_a_goal_is_reached_when_all_of_the_range_is_beyond_it() -> None:
    target = Decimal(120)
    assert progress(at(100), target, at(140, 10, 10, day=2)).reach == Reach.REACHED
    within = progress(at(100), target, at(125, 10, 10, day=2))
    assert within.reach == Reach.REACHED_WITHIN_RANGE


def test_a_goal_downwards_is_reached_from_above() -> None:
    down = Decimal(80)
    assert progress(at(100), down, at(70, 5, 5, day=2)).reach == Reach.REACHED
    assert progress(at(100), down, at(90, day=2)).share == pytest.approx(0.5)
    assert progress(at(100), down, at(110, day=2)).reach == Reach.NOT_BEGUN


def test_without_a_comparable_figure_the_way_is_unknown() -> None:
    assert progress(at(100), Decimal(120), None).reach == Reach.UNKNOWN
    other = at(130, day=2, basis="b")
    assert progress(at(100, basis="a"), Decimal(120), other).share is None
