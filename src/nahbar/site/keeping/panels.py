"""Our piece of Today: backups that owners should hear of."""

from django.conf import settings
from django.http import HttpRequest

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.demo.queries import the_demo
from nahbar.site.keeping.calendar import state_of_backups
from nahbar.site.keeping.words import because


def today_panel(request: HttpRequest) -> Panel | None:
    """Shown when a backup failed, is old, or did not stand its trial; not in a lent demo firm."""
    if settings.BACKUPS is None or not may(person_in(request), Ability.RUN_SERVER):
        return None
    state = state_of_backups(clock.now())
    if not state.needs_somebody:
        return None
    demo = the_demo()
    if demo is not None and demo.is_lent:
        return None
    why = because(state.failed.code) if state.failed is not None else ""
    return Panel("keeping/today_panel.html", {"backups": state, "why": why}, place="main", rank=5)
