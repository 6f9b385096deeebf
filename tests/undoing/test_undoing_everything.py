"""A short life of the house; the long one is `tests/proof/test_undone_at_random.py`."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.undoing.machine import Undoing


def test_what_is_taken_back_might_as_well_never_have_been_done(machine: type[Undoing]) -> None:
    few = settings(
        max_examples=8,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.generate],  # a life cannot be shortened in any time; its story is told
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=few)
