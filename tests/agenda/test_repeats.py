"""What comes again comes on the day people expect."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nahbar.agenda.repeats import Repeat, next_day, repeat_of, rule_of

RHYTHMS = [one for one in Repeat if one]


@pytest.mark.parametrize(
    ("repeat", "first", "expected"),
    [
        (Repeat.DAILY, date(2026, 3, 2), date(2026, 3, 3)),
        (Repeat.WORKDAYS, date(2026, 3, 6), date(2026, 3, 9)),
        (Repeat.WEEKLY, date(2026, 3, 2), date(2026, 3, 9)),
        (Repeat.FORTNIGHTLY, date(2026, 3, 2), date(2026, 3, 16)),
        (Repeat.MONTHLY, date(2026, 1, 31), date(2026, 2, 28)),
        (Repeat.QUARTERLY, date(2026, 11, 30), date(2027, 2, 28)),
        (Repeat.YEARLY, date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_next_day_is_the_one_people_expect(repeat, first: date, expected: date) -> None:
    assert next_day(rule_of(repeat, first), first, first) == expected


def test_what_was_put_off_keeps_its_day_of_the_week() -> None:
    rule = rule_of(Repeat.WEEKLY, date(2026, 3, 2))
    assert next_day(rule, date(2026, 3, 4), date(2026, 3, 4)) == date(2026, 3, 9)


def test_the_end_of_a_short_month_does_not_shorten_the_next() -> None:
    rule = rule_of(Repeat.MONTHLY, date(2026, 1, 31))
    assert next_day(rule, date(2026, 2, 28), date(2026, 2, 28)) == date(2026, 3, 31)


def test_days_that_were_missed_are_not_made_up_for() -> None:
    rule = rule_of(Repeat.DAILY, date(2026, 3, 2))
    assert next_day(rule, date(2026, 3, 2), date(2026, 3, 20)) == date(2026, 3, 20)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(RHYTHMS), st.dates(date(2024, 1, 1), date(2034, 12, 31)), st.integers(0, 40))
def test_every_rhythm_goes_on_and_is_known_again(repeat: Repeat, first: date, late: int) -> None:
    rule, today = rule_of(repeat, first), first + timedelta(days=late)
    following = next_day(rule, first, today)
    assert following is not None
    assert following > first
    assert following >= today
    assert repeat_of(rule) == repeat


def test_once_is_once() -> None:
    assert rule_of(Repeat.NEVER, date(2026, 3, 2)) == ""
    assert next_day("", date(2026, 3, 2), date(2026, 3, 2)) is None
    assert repeat_of("") == Repeat.NEVER
