"""Our piece of the customer's page: what holds, and the way to everything about their data."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.customers.models import Customer
from nahbar.privacy.models.requests import PersonRequest
from nahbar.privacy.request_queries import objections_of, restriction_of


def privacy_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """What is restricted, objected to and asked; for who may note something of it."""
    if not may(person_in(request), Ability.EDIT_CUSTOMERS):
        return None
    told = []
    if held := restriction_of(customer):
        told.append(_("Restricted since %(day)s") % {"day": formats.date(held.since)})
    against = [one.get_against_display() for one in objections_of(customer)]
    told += [_("Objects to: %(what)s") % {"what": what} for what in against]
    asked = PersonRequest.objects.filter(customer=customer, state=PersonRequest.State.OPEN)
    for row in asked.order_by("due_on"):
        said = {"what": row.get_kind_display(), "day": formats.date(row.due_on)}
        told.append(_("%(what)s: to be answered by %(day)s") % said)
    shows = {"customer": customer, "privacy_told": told}
    return Panel("privacy/privacy_panel.html", shows, place="aside", rank=80)
