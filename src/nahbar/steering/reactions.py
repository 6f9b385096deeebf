"""What this room does when something happens elsewhere; connected in `nahbar.site.wiring`."""

from nahbar.core.events import Event
from nahbar.steering.jobs import ask_for_report


def report_after(event: Event) -> None:
    """The value figures are new: so is what the report says."""
    ask_for_report()
