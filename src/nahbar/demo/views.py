"""The pages of the demo: how far its making is, and the way out of it."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.demo.operations.start_afresh import start_afresh
from nahbar.demo.panels import banner
from nahbar.demo.queries import count_all, is_being_made, the_demo
from nahbar.team.forms import SetUpForm
from nahbar.team.models import Country
from nahbar.team.operations import open_house
from nahbar.team.queries import is_owners_place, the_firm


@require_safe
@door(Ability.SEE_HOUSE)
def progress(request: HttpRequest) -> HttpResponse:
    """The strip again, asked for while the firm is made; at its end the page is loaded anew."""
    demo = the_demo()
    if demo is None or not is_being_made(demo):
        return HttpResponse(headers={"HX-Refresh": "true"})
    panel = banner(request)
    return render(request, "demo/banner.html", dict(panel.context) if panel else {})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SET_UP_HOUSE)
def afresh(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then do it; whoever has no firm yet sets it up in the same go."""
    demo, owner = the_demo(), person_in(request)
    if demo is None:
        raise Http404
    form = _set_up_form(request) if demo.is_lent and is_owners_place(owner) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            start_afresh(by=owner, at=clock.now())
        else:
            _move_in(request, owner, form)
        messages.success(request, _("The demo firm is gone. The house is yours."))
        return redirect("today")
    shows = {
        "form": form,
        "counts": count_all(),
        "colleagues": len(demo.people),
        "is_lent": demo.is_lent,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "demo/start_afresh.html", shows, status=status)


def _set_up_form(request: HttpRequest) -> SetUpForm:
    firm = the_firm()
    language = firm.language if firm else "de"
    return SetUpForm(request.POST or None, initial={"language": language, "country": Country.AT})


@transaction.atomic
def _move_in(request: HttpRequest, owner: User, form: SetUpForm) -> None:
    now, answers = clock.now(), form.cleaned_data
    start_afresh(by=owner, at=now)
    _firm, moved_in = open_house(by=owner, at=now, **answers)
    update_session_auth_hash(request, moved_in)
