"""Killed at any instant, an import, an undo and a cancellation end as if nothing had happened."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.intake.killing import Answer, House, Killer

pytestmark = pytest.mark.slow
RANDOM_KILLS = 10


@dataclass(frozen=True)
class Houses:
    """Where each work begins, and how it ends when nobody disturbs it."""

    killer: Killer
    begins: dict[str, House]
    ends: dict[str, Answer]


@pytest.fixture(scope="module")
def houses(
    house_to_copy: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Houses]:
    folder = tmp_path_factory.mktemp("killed")
    with (
        Killer(house_to_copy, folder) as killer,
        killer.house() as proposed,
        killer.house() as two,
    ):
        killer.run(proposed, "propose")
        killer.run(two, "store")
        killer.run(two, "store", second=True)
        begins = {"store": killer.empty, "cancel": proposed, "undo": two}
        ends = {}
        for goal, begin in begins.items():
            with killer.house(begin) as house:
                ends[goal] = killer.run(house, goal)
        yield Houses(killer, begins, ends)


def same(one: Answer, other: Answer) -> bool:
    """Whether two houses hold the same and tell the same of their imports."""
    if other["imports"][0]["state"] == "cancelled":  # how far it was when asked is up to chance
        return one["holds"] == other["holds"] and _states(one) == _states(other)
    return one["holds"] == other["holds"] and one["imports"] == other["imports"]


def _states(answer: Answer) -> list[str]:
    return [told["state"] for told in answer["imports"]]


def test_undisturbed_it_ends_well(houses: Houses) -> None:
    [stored] = houses.ends["store"]["imports"]
    assert (stored["state"], stored["rows_rejected"]) == ("done", 3)
    assert stored["rows_read"] == stored["rows_total"] > 800
    [cancelled] = houses.ends["cancel"]["imports"]
    assert cancelled["state"] == "cancelled"
    assert cancelled["undo_result"]["removed"]["lines"] > 0
    assert not any(houses.ends["cancel"]["holds"][name][0] for name in ("customers", "lines"))
    first, second = houses.ends["undo"]["imports"]
    assert (first["state"], second["state"]) == ("undone", "done")
    assert 0 < second["rows_unchanged"] <= houses.ends["undo"]["holds"]["lines"][0]


@pytest.mark.parametrize("goal", ["store", "cancel", "undo"])
def test_killed_before_and_after_every_commit_it_ends_the_same(houses: Houses, goal: str) -> None:
    points = houses.ends[goal]["points"]
    assert points >= 20
    for point in range(points):
        with houses.killer.house(houses.begins[goal]) as house:
            assert houses.killer.run(house, goal, point=point)["killed"]
            ended = houses.killer.run(house, goal)
            assert same(ended, houses.ends[goal]), f"killed at instant {point} of {points}"


@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
def test_killed_at_a_random_instant_it_ends_the_same(houses: Houses, seed: int) -> None:
    dice = random.Random(seed)
    goal = dice.choice(["store", "cancel", "undo"])
    with houses.killer.house(houses.begins[goal]) as house:
        while houses.killer.run(house, goal, seconds=dice.uniform(0, houses.ends[goal]["took"]))[
            "killed"
        ]:
            pass
        assert same(houses.killer.run(house, "look"), houses.ends[goal])
        if goal != "cancel":
            houses.killer.run(house, "undo", all=True)
            left = houses.killer.run(house, "look")["holds"]
            assert not any(count for name, (count, _) in left.items() if name != "rejected")
