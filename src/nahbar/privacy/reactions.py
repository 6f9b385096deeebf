"""What this room does when something happens; connected in `nahbar.site.wiring`."""

from nahbar.core.events import Event
from nahbar.privacy.jobs import go_on_erasing


def erase_asked(event: Event) -> None:
    """Do not wait for the next minute."""
    go_on_erasing()
