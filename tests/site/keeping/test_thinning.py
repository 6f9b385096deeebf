"""The newest of each day, week and month stays; nothing else is kept for long."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nahbar.site.keeping.thinning import superfluous

NIGHT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
MOMENTS = st.sets(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)), max_size=60)  # noqa: DTZ001  # given a zone below


def after_nights(count: int) -> list[datetime]:
    """What lies there when a backup was made each night and thinned each time."""
    there: set[datetime] = set()
    for day in range(count):
        there.add(NIGHT - timedelta(days=count - 1 - day))
        there -= superfluous(there)
    return sorted(there, reverse=True)


def test_after_a_year_of_nights_some_twenty_lie_there() -> None:
    kept = after_nights(400)
    assert kept[:7] == [NIGHT - timedelta(days=day) for day in range(7)]
    assert len({at.isocalendar()[:2] for at in kept}) >= 4
    assert len({(at.year, at.month) for at in kept}) == 12
    assert len(kept) <= 7 + 4 + 12


def test_two_of_one_day_keep_the_later() -> None:
    early, late = NIGHT, NIGHT + timedelta(hours=9)
    assert superfluous([early, late]) == {early}


def test_nothing_new_for_a_year_takes_nothing_away() -> None:
    there = after_nights(40)
    assert superfluous(there) == set()


@given(MOMENTS)
def test_the_newest_always_stays(naive: set[datetime]) -> None:
    made = {at.replace(tzinfo=UTC) for at in naive}
    gone = superfluous(made)
    assert gone <= made
    assert not made or max(made) not in gone


@given(MOMENTS)
def test_thinning_twice_takes_no_more(naive: set[datetime]) -> None:
    made = {at.replace(tzinfo=UTC) for at in naive}
    kept = made - superfluous(made)
    assert superfluous(kept) == set()
