"""What this room does when something happens elsewhere; connected in `nahbar.site.wiring`.

Several imports in a row are reckoned once: what is asked for is one reckoning after all of them.
"""

from nahbar.core.events import Event
from nahbar.value.jobs import ask_for_refresh


def refresh_after(event: Event) -> None:
    """Orders, customers or rules have changed: reckon anew."""
    ask_for_refresh()


def refresh_nightly() -> None:
    """A day has passed: who did not come has become a little less likely to come again."""
    ask_for_refresh()
