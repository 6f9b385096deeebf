"""Our piece of Today."""

from django.http import HttpRequest

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.dispatch.queries import outbox
from nahbar.dispatch.server import mail_server


def today_panel(request: HttpRequest) -> Panel | None:
    """Mails that wait for a decision, or for a server, before those who can do something about it."""
    if not may(person_in(request), Ability.LEAD_TEAM):
        return None
    found = outbox()
    open_mails = found.uncertain + found.failed
    lacks_server = mail_server() is None and found.waiting
    if not open_mails and not lacks_server:
        return None
    shows = {"open_mails": open_mails, "waiting_mails": found.waiting if lacks_server else 0}
    return Panel("dispatch/today_panel.html", shows, place="aside", rank=15)
