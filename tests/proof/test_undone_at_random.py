"""Lives of the house at random, with everything taken back, within the time they are given."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.proof.proving import Allowance, Memory
from tests.undoing.conftest import anna, bernd, gauge, machine
from tests.undoing.machine import Undoing

__all__ = ["anna", "bernd", "gauge", "machine"]
pytestmark = pytest.mark.proof
SHARE = 0.15
LIVES, STEPS = 20, 60


def test_lives_at_random_leave_nothing_of_what_was_taken_back(machine: type[Undoing]) -> None:
    allowance, memory = Allowance(SHARE), Memory("undone_at_random")
    many = settings(
        max_examples=LIVES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    while not allowance.is_spent():
        run_state_machine_as_test(machine, settings=many)
        memory.add(next_seed=memory.next_seed + 1, reached=LIVES)
    assert memory.reached > 0
