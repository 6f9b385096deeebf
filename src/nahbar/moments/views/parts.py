"""Pages and their parts: htmx asks for a part, everybody else for the page."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nahbar.core.asking import person_in
from nahbar.customers.models import Customer
from nahbar.moments.panels import timeline_list
from nahbar.moments.way_back import WayBack


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part, and not for a page that it forgot."""
    is_whole = request.headers.get("HX-History-Restore-Request") == "true"
    return request.headers.get("HX-Request") == "true" and not is_whole


def sent_in(request: HttpRequest) -> tuple[Any, Any]:
    """Fields and files of a form that was sent; nothing where it is only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def timeline_after(
    request: HttpRequest, customer: Customer, way_back: WayBack | None
) -> HttpResponse:
    """The timeline after something was done to it, from its beginning, with the way back.

    htmx is given the entries. Where the page shows a narrowed timeline, that page is left for the
    whole one: what was noted might not stand in it.
    """
    page = reverse("customer", args=[customer.public_id])
    query = way_back.query if way_back else ""
    if not is_part(request):
        return redirect(f"{page}{query}#timeline")
    if urlsplit(request.headers.get("HX-Current-URL", "")).query:
        answer = HttpResponse()
        answer["HX-Redirect"] = f"{page}{query}#timeline"
        return answer
    shows = timeline_list(person_in(request), customer, {})
    return render(request, "moments/timeline_list.html", {**shows, "way_back": way_back})
