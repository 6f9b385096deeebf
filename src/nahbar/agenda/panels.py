"""Our piece of the customer's page: what is open between them and us."""

from django.http import HttpRequest

from nahbar.agenda.listing import task_lines
from nahbar.agenda.queries import open_ideas_of, open_tasks_of
from nahbar.agenda.undoing import undo_in
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.core.read_once import once
from nahbar.customers.models import Customer


def open_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Promises first, then tasks, and ideas; without any, only for who may add something."""
    person, now = person_in(request), clock.now()
    if not may(person, Ability.SEE_AGENDA):
        return None
    tasks = once(customer, "open_tasks", lambda: open_tasks_of(customer.pk))
    ideas = open_ideas_of(customer.pk)
    may_act = may(person, Ability.KEEP_AGENDA)
    if not (tasks or ideas or may_act):
        return None
    shows = {
        "customer": customer,
        "open_lines": task_lines(tasks, person, now, by_owner=True),
        "open_ideas": ideas,
        "may_act": may_act,
        "agenda_undo": undo_in(request),
        "back": f"{request.path}#open",
    }
    return Panel("agenda/open.html", shows, place="main", rank=20)
