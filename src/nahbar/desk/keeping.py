"""What a browser may keep of a page, told with the page: the service worker obeys and decides nothing.

Each answer to somebody signed in says who reads. Where the firm allows reading without a connection,
the pages of customers say that they may be kept, for this reader alone; where it does not, "-" makes
the browser drop what it kept before. An answer without the word is for nobody: all is dropped.
"""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from nahbar.core.models import User
from nahbar.desk.language import firm_of

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]

READER, KEEP = "Nahbar-Reader", "Nahbar-Keep"
NOBODY = "-"
KEPT = {"customer"}  # by the names of their addresses
# Drafts, kept pages and pictures of whoever signs out; cookies stay, they hold light or dark.
ALL_OF_THEIRS = '"cache", "storage"'


def say_who_reads(get_response: Answer) -> Answer:
    """Middleware, within the one that finds firm and person."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        person = request.user
        if isinstance(person, User):
            firm = firm_of(request)
            allows = firm is not None and firm.keeps_pages_offline
            response[READER] = person.public_id.hex if allows else NOBODY
            match = request.resolver_match
            is_page = request.method == "GET" and response.status_code == 200
            if allows and is_page and match is not None and match.url_name in KEPT:
                response[KEEP] = "page"
        return response

    return answer


def leaving_nothing(view: View) -> View:
    """For the way out: the browser clears what it kept of the person."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 302:
            response["Clear-Site-Data"] = ALL_OF_THEIRS
        return response

    return cast("View", answer)
