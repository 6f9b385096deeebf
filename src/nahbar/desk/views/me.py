"""One's own name, language, appearance and sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.people import change_own_settings
from nahbar.desk.shell import THEME_COOKIE
from nahbar.team.forms import OwnForm, ThemeForm
from nahbar.team.queries import is_owners_place
from nahbar.value.class_letters import shows_classes_in

YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SEE_HOUSE)
def me(request: HttpRequest) -> HttpResponse:
    """Show and change them."""
    person = person_in(request)
    initial = {"name": person.name, "language": person.language, "theme": person.theme}
    form = OwnForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_own_settings(person, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return _with_theme(redirect("me"), form.cleaned_data["theme"])
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "desk/me.html",
        {
            "form": form,
            "who": person,
            "is_guest": is_owners_place(person),
            "sees_value": may(person, Ability.SEE_VALUE),
            "shows_classes": shows_classes_in(request),
        },
        status=status,
    )


@require_POST
@door(Ability.SEE_HOUSE)
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device: the switch in the rail. Leads back to where it was pressed."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    change_own_settings(person_in(request), at=clock.now(), **form.cleaned_data)
    chosen = form.cleaned_data["theme"]
    if request.headers.get("HX-Request"):
        return _with_theme(HttpResponse(status=204), chosen)
    back = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return _with_theme(redirect(back if known else "today"), chosen)


def _with_theme(answer: HttpResponse, theme: str) -> HttpResponse:
    answer.set_cookie(THEME_COOKIE, theme, max_age=YEAR, samesite="Lax")
    return answer
