"""Our piece of the customer's page: what they have in use."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from nahbar.circulation.models import Thing
from nahbar.circulation.queries import is_overdue, things_of
from nahbar.circulation.words import due_back, thing_line
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.customers.models import Customer


@dataclass(frozen=True)
class Told:
    """A thing as a row shows it."""

    thing: Thing
    line: str
    due: str
    is_overdue: bool


def told(thing: Thing, today: date) -> Told:
    """The thing in words."""
    return Told(thing, thing_line(thing), due_back(thing, today), is_overdue(thing, today))


def things_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """What they have, and what they had; without anything only for who may add something."""
    may_edit = may(person_in(request), Ability.EDIT_CUSTOMERS)
    things = [told(thing, clock.today()) for thing in things_of(customer)]
    if not things and not may_edit:
        return None
    shows = {
        "customer": customer,
        "may_edit": may_edit,
        "things_now": [one for one in things if one.thing.ended_on is None],
        "things_before": [one for one in things if one.thing.ended_on is not None],
    }
    return Panel("circulation/panel.html", shows, place="aside", rank=30)
