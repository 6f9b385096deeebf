"""Who asks too often is refused for a while."""

from nahbar.core import pace
from nahbar.core.pace import Pace


def test_a_person_may_type_but_not_ask_thousands_of_times() -> None:
    now = [0.0]
    typing = Pace(rate=20, burst=60, clock=lambda: now[0])
    assert sum(typing.allows("mia") for _ in range(5_000)) == 60
    assert typing.allows("jonas")
    now[0] += 1
    assert sum(typing.allows("mia") for _ in range(5_000)) == 20


def test_those_who_have_not_asked_for_long_are_forgotten() -> None:
    asking = Pace(rate=1, burst=1)
    for number in range(pace.MOST_KEPT + 50):
        asking.allows(number)
    assert len(asking._left) == pace.MOST_KEPT
