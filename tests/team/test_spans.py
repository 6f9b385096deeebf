"""Stretches of time: what is left of them, and what a changing clock does to a day."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nahbar.team.spans import Span, moment_at, starts_within, whole_days, without

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    return Span(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end))


spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 120)).map(lambda t: span(t[0], t[0] + t[1])),
    max_size=8,
)


@given(spans, spans)
def test_nothing_that_is_taken_is_left(open_spans: list[Span], taken: list[Span]) -> None:
    left = without(open_spans, taken)
    assert not any(one.meets(other) for one in left for other in taken)
    assert all(one.start < one.end for one in left)


@given(spans, spans)
def test_every_free_moment_is_left(open_spans: list[Span], taken: list[Span]) -> None:
    left = without(open_spans, taken)
    for minute in range(0, 420, 7):
        moment = span(minute, minute + 1)
        is_open = any(one.start <= moment.start and moment.end <= one.end for one in open_spans)
        is_free = is_open and not any(moment.meets(one) for one in taken)
        inside = any(one.start <= moment.start and moment.end <= one.end for one in left)
        assert inside or not is_free


def test_times_begin_on_the_quarter_even_after_an_odd_minute() -> None:
    starts = starts_within([span(7, 90)], 30, every=15)
    assert [at.minute for at in starts] == [15, 30, 45, 0]


def test_a_day_on_which_the_clock_changes_is_shorter_or_longer() -> None:
    lengths = {
        day: whole_days(day, day).end - whole_days(day, day).start
        for day in (date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25))
    }
    assert [length.total_seconds() / 3600 for length in lengths.values()] == [23, 24, 25]


def test_the_same_hour_by_the_clock_is_another_moment_in_summer() -> None:
    winter, summer = (moment_at(day, time(9)) for day in (date(2026, 3, 28), date(2026, 3, 29)))
    assert (winter.hour, summer.hour) == (8, 7)


def test_an_hour_that_the_clock_skips_leads_to_the_one_after_it() -> None:
    skipped = moment_at(date(2026, 3, 29), time(2, 30))
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
