"""A thousand kills at random instants: every import, undo and cancellation ends as undisturbed."""

import itertools
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.intake.killing import Killer, Work, same
from tests.proof.proving import Allowance, Memory

pytestmark = pytest.mark.proof
KILLS = 1_000
SHARE = 0.4


class Proof:
    """Works through seeds until the kills are done or the time is over; two at once where possible."""

    def __init__(self, first_seed: int) -> None:
        self._seeds: Iterator[int] = itertools.count(first_seed)
        self._time = Allowance(SHARE)
        self.kills: list[int] = []
        self.seeds: list[int] = []

    def work(self, killer: Killer, works: list[Work]) -> None:
        """One process's share. Fails with the seed that did not end as it should."""
        while sum(self.kills) < KILLS and not self._time.is_spent():
            seed = next(self._seeds)
            dice = random.Random(seed)
            work = dice.choice(works)
            with killer.house(work.begin) as house:
                kills = 0
                while killer.run(house, work.goal, seconds=work.instant(dice))["killed"]:
                    kills += 1
                ended = killer.run(house, "look")
                assert same(ended, work.end), f"seed {seed}, {work.goal}: {kills} kills"
                if work.goal != "cancel":
                    assert killer.run(house, "empty")["is_empty"], f"seed {seed}: something is left"
            self.kills.append(kills)
            self.seeds.append(seed)


def test_a_thousand_kills_change_nothing(
    house_to_copy: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    memory = Memory("kills")
    proof = Proof(memory.next_seed)
    hands = min(2, os.cpu_count() or 1)
    with Killer(house_to_copy, tmp_path) as first, Killer(house_to_copy, tmp_path) as second:
        with first.works() as works, ThreadPoolExecutor(hands) as pool:
            shares = [pool.submit(proof.work, killer, works) for killer in (first, second)[:hands]]
        for share in shares:
            share.result()
    kills = sum(proof.kills)
    memory.add(next_seed=memory.next_seed + len(proof.seeds), reached=kills)
    with capsys.disabled():
        print(f"\n{kills} kills survived in {len(proof.seeds)} houses; {memory.reached} in all")
    assert kills
