"""Whom one means, as one types: the palette asks here for a list of people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.pace import Pace
from nahbar.customers.queries import visible_customers
from nahbar.desk.suggestions import suggest

PACE = Pace(rate=20, burst=60)  # nobody types faster
TOO_OFTEN = 429


@require_safe
@door(Ability.SEE_CUSTOMERS)
def search(request: HttpRequest) -> HttpResponse:
    """At most eight people, the likeliest first, each with the reason; a piece of a page."""
    person = person_in(request)
    if not PACE.allows(person.pk):
        return HttpResponse(status=TOO_OFTEN, headers={"Retry-After": "1"})
    found = suggest(visible_customers(person), request.GET.get("q", ""))
    return render(request, "desk/found.html", {"found": found})
