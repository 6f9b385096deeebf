"""Killed at any instant, an import, an undo and a cancellation end as if nothing had happened."""

import random
import subprocess
import time
from collections.abc import Iterator

import pytest
from tests.intake.killing import Killer, Work, same

pytestmark = pytest.mark.slow
GOALS = ["store", "cancel", "undo"]
RANDOM_KILLS = 10


@pytest.fixture(scope="module")
def killer(
    house_to_copy: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Killer]:
    with Killer(house_to_copy, tmp_path_factory.mktemp("killed")) as killer:
        yield killer


@pytest.fixture(scope="module")
def works(killer: Killer) -> Iterator[dict[str, Work]]:
    with killer.works() as works:
        yield {work.goal: work for work in works}


def test_undisturbed_it_ends_well(works: dict[str, Work]) -> None:
    [stored] = works["store"].end["imports"]
    assert (stored["state"], stored["rows_rejected"]) == ("done", 3)
    assert stored["rows_read"] == stored["rows_total"] > 800
    [cancelled] = works["cancel"].end["imports"]
    assert cancelled["state"] == "cancelled"
    assert cancelled["undo_result"]["removed"]["lines"] > 0
    assert works["cancel"].end["is_empty"]
    first, second = works["undo"].end["imports"]
    assert (first["state"], second["state"]) == ("undone", "done")
    assert 0 < second["rows_unchanged"] <= works["undo"].end["holds"]["lines"][0]


@pytest.mark.parametrize("goal", GOALS)
def test_killed_before_and_after_every_commit_it_ends_the_same(
    killer: Killer, works: dict[str, Work], goal: str
) -> None:
    work = works[goal]
    points = work.end["points"]
    assert points >= 20
    for point in range(points):
        with killer.house(work.begin) as house:
            assert killer.run(house, goal, point=point)["killed"]
            ended = killer.run(house, goal)
            assert same(ended, work.end), f"killed at instant {point} of {points}"


def test_killed_before_an_import_is_begun_its_files_are_not_kept_for_ever(
    killer: Killer,
) -> None:
    begun = 0
    for point in range(4):  # the import's own transaction is among the first
        with killer.house() as house:
            assert killer.run(house, "propose", point=point)["killed"]
            files = len(list(house.home.glob("files/*/*")))
            looked = killer.run(house, "look")
            begun += len(looked["imports"])
            assert looked["astray"] == [], f"killed at instant {point} with {files} files"
            if not looked["imports"] and files:
                assert not list(house.home.glob("files/*/*"))
                return
    pytest.fail(f"no instant lay between keeping the files and their import ({begun} begun)")


@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
def test_killed_at_random_instants_it_ends_the_same(
    killer: Killer, works: dict[str, Work], seed: int
) -> None:
    dice = random.Random(seed)
    work = works[GOALS[seed % 3]]
    with killer.house(work.begin) as house:
        killer.run(house, work.goal, seconds=work.instant(dice))
        while killer.run(house, work.goal, seconds=work.instant(dice))["killed"]:
            pass
        assert same(killer.run(house, "look"), work.end)
        if work.goal != "cancel":
            assert killer.run(house, "empty")["is_empty"]


def test_the_command_itself_is_killed_while_it_reads(
    killer: Killer, works: dict[str, Work]
) -> None:
    with killer.house() as house:
        command, environment = killer.command(house)
        typed = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while len(list(house.home.glob("files/*/*"))) < 3:  # the two that came, and a chunk
            assert time.monotonic() < deadline
            assert typed.poll() is None
            time.sleep(0.001)
        typed.kill()
        assert typed.wait() < 0
        assert same(killer.run(house, "store"), works["store"].end)
