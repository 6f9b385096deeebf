"""What runs each minute."""

from nahbar.core import clock
from nahbar.dispatch.operations.send import deliver_due


def deliver_waiting() -> None:
    """Send what waits for its next attempt, and tell what was cut off."""
    deliver_due(at=clock.now())
