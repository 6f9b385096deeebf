"""What the worker does for this room."""

from nahbar.core import clock
from nahbar.reception.operations.calls import sweep_calls


def forget_old_calls() -> None:
    """Calls are kept for days, not for ever."""
    sweep_calls(at=clock.now())
