"""The days on which something comes again: held against walking through the calendar day by day."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.agenda.rhythms import MOST, Rhythm, days_of, rhythm_of, rule_of, shifted
from nahbar.team.spans import moment_at

VIENNA = ZoneInfo("Europe/Vienna")
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
RHYTHMS = st.builds(
    Rhythm,
    frequency=st.sampled_from(["daily", "weekly", "monthly"]),
    every=st.integers(1, 5),
    weekdays=st.lists(st.integers(1, 7), unique=True, max_size=7).map(tuple),
)
QUICK = settings(max_examples=60, deadline=None)


def walked(rhythm: Rhythm, first: date) -> Iterator[date]:
    """The same without any library: each day is asked whether it belongs to the rhythm."""
    monday = first - timedelta(days=first.weekday())
    weekdays = rhythm.weekdays or (first.isoweekday(),)
    for ahead in range(366 * 26):
        day = first + timedelta(days=ahead)
        weeks = (day - monday).days // 7
        months = (day.year - first.year) * 12 + day.month - first.month
        last = monthrange(day.year, day.month)[1]
        fits = {
            "daily": ahead % rhythm.every == 0,
            "weekly": weeks % rhythm.every == 0 and day.isoweekday() in weekdays,
            "monthly": months % rhythm.every == 0 and day.day == min(first.day, last),
        }
        if fits[rhythm.frequency]:
            yield day


@QUICK
@given(RHYTHMS, DAYS, st.integers(1, 60))
def test_so_many_times_are_so_many_days_of_the_rhythm(
    rhythm: Rhythm, first: date, times: int
) -> None:
    found = days_of(rule_of(rhythm, first), first, times=times)
    expected = [day for day, _count in zip(walked(rhythm, first), range(times), strict=False)]
    assert found == expected


@QUICK
@given(RHYTHMS, DAYS, st.integers(0, 400))
def test_until_a_day_holds_that_day_and_none_after_it(
    rhythm: Rhythm, first: date, length: int
) -> None:
    until = first + timedelta(days=length)
    found = days_of(rule_of(rhythm, first), first, until=until)
    expected = [day for day in walked(rhythm, first) if day <= until]
    assert found == expected[: MOST + 1]


@QUICK
@given(RHYTHMS, DAYS)
def test_a_rule_tells_the_rhythm_it_was_made_of(rhythm: Rhythm, first: date) -> None:
    told = rhythm_of(rule_of(rhythm, first))
    assert (told.frequency, told.every) == (rhythm.frequency, rhythm.every)
    if rhythm.frequency == "weekly":
        assert told.weekdays == tuple(sorted(rhythm.weekdays or (first.isoweekday(),)))


@QUICK
@given(DAYS, st.integers(-40, 40), st.integers(1, 30))
def test_a_weekly_rule_that_is_shifted_lies_so_many_days_off(
    first: date, days: int, times: int
) -> None:
    rule = rule_of(Rhythm("weekly"), first)
    later = first + timedelta(days=days)
    before = days_of(rule, first, times=times)
    after = days_of(shifted(rule, days, later), later, times=times)
    assert after == [day + timedelta(days=days) for day in before]


@QUICK
@given(DAYS, st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.integers(2, 60))
def test_the_clock_of_the_house_shows_the_same_time_each_day(
    first: date, at: time, times: int
) -> None:
    """But for the hour that is skipped in spring: then it is an hour later."""
    for day in days_of("FREQ=DAILY", first, times=times):
        moment = moment_at(day, at)
        local = moment.astimezone(VIENNA)
        skipped = datetime.combine(day, at, VIENNA).astimezone(UTC).astimezone(VIENNA).time() != at
        assert local.date() == day
        assert local.time() == at or (skipped and at.hour == 2 and local.hour == 3)


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (date(2026, 1, 31), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (date(2027, 12, 29), ["2027-12-29", "2028-01-29", "2028-02-29", "2028-03-29"]),
        (date(2026, 1, 30), ["2026-01-30", "2026-02-28", "2026-03-30", "2026-04-30"]),
    ],
)
def test_a_day_that_a_month_lacks_is_its_last(first: date, days: list[str]) -> None:
    found = days_of(rule_of(Rhythm("monthly"), first), first, times=4)
    assert [day.isoformat() for day in found] == days


def test_every_two_weeks_counts_from_the_week_of_the_first() -> None:
    thursday = date(2026, 3, 5)
    rule = rule_of(Rhythm("weekly", every=2, weekdays=(1, 4)), thursday)
    found = days_of(rule, thursday, times=4)
    assert [day.isoformat() for day in found] == ["2026-03-05", "2026-03-16", "2026-03-19", "2026-03-30"]  # fmt: skip


def test_two_o_clock_in_the_night_of_spring_is_three_and_in_autumn_the_first_two() -> None:
    spring, autumn = (
        moment_at(date(2026, 3, 29), time(2, 30)),
        moment_at(date(2026, 10, 25), time(2, 30)),
    )
    assert spring == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert autumn == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_rule_without_end_is_not_walked_for_ever() -> None:
    assert len(days_of("FREQ=DAILY", date(2026, 1, 1))) == MOST + 1
