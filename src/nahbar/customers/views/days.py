"""Days that count for a customer."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.customers.forms import DayForm
from nahbar.customers.models import ImportantDay
from nahbar.customers.operations.days import add_day, end_day
from nahbar.customers.queries import access_customer, days_of
from nahbar.customers.views.sections import Noted, ended, one_section, saved
from nahbar.customers.words import day_in_words, day_title, said_by

PAGE = "customer_days"


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def days(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the days; add one."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = DayForm(request.POST or None)
    if is_done(form, lambda said: add_day(customer, **said, by=person, at=clock.now())):
        return saved(request, customer, PAGE)
    noted = [
        Noted(
            f"{day_title(day)}: {day_in_words(day)}",
            said_by(day),
            reverse("day_end", args=[customer.public_id, day.pk]),
        )
        for day in days_of(customer)
    ]
    return one_section(request, customer, _("Important days"), noted, form)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def day_end(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """The day no longer counts."""
    return ended(request, public_id, pk, ImportantDay, end_day, PAGE)
