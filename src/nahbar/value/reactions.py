"""What this room does when something happens elsewhere; connected in `nahbar.site.wiring`.

Several imports in a row are reckoned once: what is asked for is one reckoning after all of them.
"""

from nahbar.core.events import Event
from nahbar.core.models import User
from nahbar.value.events import RulesChanged
from nahbar.value.jobs import ask_for_refresh


def refresh_after(event: Event) -> None:
    """Orders, customers or what people say of them have changed: reckon anew."""
    ask_for_refresh()


def refresh_for(event: RulesChanged) -> None:
    """The rules were changed: reckon anew, for who changed them."""
    by = User.objects.filter(pk=event.by_id).first() if event.by_id else None
    ask_for_refresh(by=by)


def refresh_nightly() -> None:
    """A day has passed: who did not come has become a little less likely to come again."""
    ask_for_refresh()
