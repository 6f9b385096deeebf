"""The timeline alone, for htmx: narrowed, or further back."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.queries import access_customer
from nahbar.moments.panels import timeline_list
from nahbar.moments.views.parts import is_part


@require_safe
@door(Ability.SEE_CUSTOMERS)
def timeline(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The entries that are asked for; the browser shows the address of the customer's page for it."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    shows = timeline_list(person, customer, request.GET)
    before = request.GET.get("before", "") if shows["is_older"] else ""
    page = reverse("customer", args=[public_id]) + shows["wanted"].query(before=before)
    if not is_part(request):
        return redirect(f"{page}#timeline")
    answer = render(request, "moments/timeline_list.html", shows)
    was_searched = "find=" in request.headers.get("HX-Current-URL", "")
    is_typing = (shows["wanted"].find or was_searched) and not before  # no letter is a step back
    answer["HX-Replace-Url" if is_typing else "HX-Push-Url"] = page
    return answer
