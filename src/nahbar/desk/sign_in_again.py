"""A session that ended while a page stood open."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Answer = Callable[[HttpRequest], HttpResponse]


def say_that_it_ended(get_response: Answer) -> Answer:
    """A part of a page gets 401, not the sign-in page: scripts then tell it above what was typed."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_part = request.headers.get("HX-Request") == "true"
        leads_to = response.headers.get("Location", "")
        if is_part and response.status_code == 302 and _is_sign_in(leads_to):
            return HttpResponse(status=401)
        return response

    return answer


def _is_sign_in(address: str) -> bool:
    return address.partition("?")[0] == reverse("account_login")
