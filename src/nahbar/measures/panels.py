"""Our pieces of Overview and Today."""

from django.http import HttpRequest

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.measures.figures import visible_kinds
from nahbar.measures.queries import Wanted, measures_due, page_of_findings
from nahbar.measures.telling import tell, tell_measure

LATEST = 2
MOST_DUE = 20


def overview_panel(request: HttpRequest) -> Panel | None:
    """The latest open findings; where there is a figure but no finding yet, how to hold one."""
    person = person_in(request)
    page = page_of_findings(person, Wanted(state="open"), LATEST)
    if not page.findings and not visible_kinds(person):
        return None
    shows = {
        "findings": tell(page.findings, person, clock.today()),
        "may_write": may(person, Ability.WRITE_FINDINGS),
    }
    return Panel("measures/overview_panel.html", {"held": shows}, rank=30)


def today_panel(request: HttpRequest) -> Panel | None:
    """What I have taken on and not finished, the next due first."""
    person, today = person_in(request), clock.today()
    measures = measures_due(person, MOST_DUE)
    if not measures:
        return None
    told = [tell_measure(measure, today) for measure in measures]
    return Panel("measures/today_panel.html", {"own_measures": told}, rank=30)
