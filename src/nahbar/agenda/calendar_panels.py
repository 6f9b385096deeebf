"""Our pieces of other pages: making an appointment with a customer, and what comes next for oneself."""

from datetime import timedelta

from django.http import HttpRequest

from nahbar.agenda.appointment_words import headline, names_of, when_line
from nahbar.agenda.models import Appointment
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.customers.models import Customer
from nahbar.team.spans import whole_days

AHEAD = timedelta(days=14)
MOST = 5


def appointment_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Under the name: make an appointment, or a link by which the customer books one."""
    if not may(person_in(request), Ability.KEEP_AGENDA):
        return None
    return Panel("agenda/make_panel.html", {"customer": customer}, place="marks", rank=6)


def next_days_panel(request: HttpRequest) -> Panel:
    """One's own appointments after today, and the way to the calendar."""
    person, today = person_in(request), clock.today()
    tonight = whole_days(today, today).end
    mine = Appointment.objects.filter(
        person=person,
        status=Appointment.Status.PLANNED,
        starts_at__gte=tonight,
        starts_at__lt=tonight + AHEAD,
    )
    found = list(mine.select_related("customer").order_by("starts_at", "id")[:MOST])
    names = names_of(found)
    told = [(one, headline(one, names[one.pk]), when_line(one)) for one in found]
    return Panel("agenda/next_days_panel.html", {"next_appointments": told}, place="aside", rank=12)
