"""What runs each night."""

from nahbar.core import clock
from nahbar.privacy.operations.running_out import let_run_out


def let_consents_run_out() -> None:
    """Close questions nobody answered, end what was given for a time."""
    let_run_out(at=clock.now())
