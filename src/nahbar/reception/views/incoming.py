"""Where telephone systems tell of calls. Guarded by their secret alone; nothing sent is said back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.refusals import Refused
from nahbar.reception.numbers import is_inside
from nahbar.reception.operations.calls import WINDOW, hear_call
from nahbar.reception.queries import phone_system_of
from nahbar.reception.told import NotUnderstood, is_too_large, told_in
from nahbar.team.queries import house_country

BEARER = "bearer "


@csrf_exempt
@require_http_methods(["GET", "POST"])
def incoming(request: HttpRequest, token: str = "") -> HttpResponse:
    """204 when it was heard; 404 without a right secret, 413, 422 or 429 for what cannot be taken."""
    system = phone_system_of(token or _token_in(request))
    if system is None:
        return HttpResponse(status=404)
    if is_too_large(request):
        return HttpResponse(status=413)
    try:
        told = told_in(request, house_country())
    except NotUnderstood:
        return HttpResponse(status=422)
    if is_inside(told.number):
        return HttpResponse(status=204)
    try:
        hear_call(system, told, at=clock.now())
    except Refused:
        seconds = str(int(WINDOW.total_seconds()))
        return HttpResponse(status=429, headers={"Retry-After": seconds})
    return HttpResponse(status=204)


def _token_in(request: HttpRequest) -> str:
    said = request.headers.get("Authorization", "")
    if said.lower().startswith(BEARER):
        return said[len(BEARER) :].strip()
    return request.headers.get("X-Token", "")
