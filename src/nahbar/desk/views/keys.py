"""Which keys do what, and the switch that turns single keys off on this device."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.palette import commands_for
from nahbar.desk.keys import IN_A_LIST, KEYS_COOKIE, OFF, ON_A_CUSTOMER, keys_of, uses_keys

YEAR = 365 * 24 * 3600


@require_safe
@door(Ability.SEE_HOUSE)
def keys(request: HttpRequest) -> HttpResponse:
    """List them: what `?` shows where scripts run."""
    shows = {
        "everywhere": keys_of(commands_for(person_in(request))),
        "on_a_customer": ON_A_CUSTOMER,
        "in_a_list": IN_A_LIST,
        "is_on": uses_keys(request),
    }
    return render(request, "desk/keys.html", shows)


@require_POST
@door(Ability.SEE_HOUSE)
def switch(request: HttpRequest) -> HttpResponse:
    """Turn single keys off, or on again. Kept by this device for a year, like light and dark."""
    is_off = request.POST.get("keys") == OFF
    answer = redirect("keys")
    if is_off:
        answer.set_cookie(KEYS_COOKIE, OFF, max_age=YEAR, samesite="Lax", httponly=True)
    else:
        answer.delete_cookie(KEYS_COOKIE, samesite="Lax")
    messages.success(request, _("Saved."))
    return answer
