"""One's own telephone, and the telephone systems of the house."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.reach import is_here_alone
from nahbar.core.refusing import is_done, told_in
from nahbar.reception.forms import CallDeskForm, PhoneSystemForm
from nahbar.reception.models import PhoneSystem
from nahbar.reception.operations.calls import KEPT
from nahbar.reception.operations.telephones import (
    DESK,
    add_phone_system,
    change_call_desk,
    remove_phone_system,
    renew_phone_system,
)
from nahbar.reception.queries import call_desk_of


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.TAKE_CALLS)
def my_telephone(request: HttpRequest) -> HttpResponse:
    """Extension, whether calls show, how to dial."""
    person = person_in(request)
    desk = call_desk_of(person)
    known = {name: getattr(desk, name) for name in DESK} if desk else {}
    form = CallDeskForm(request.POST or None, initial=known)
    if is_done(form, lambda said: change_call_desk(person, **said, at=clock.now())):
        messages.success(request, _("Saved."))
        return redirect("my_telephone")
    status = 422 if request.method == "POST" else 200
    shows = {"form": form, "who": person, "days": KEPT.days}
    return render(request, "reception/my_telephone.html", shows, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SET_UP_HOUSE)
def systems(request: HttpRequest) -> HttpResponse:
    """List the systems; let another in, whose secret is shown this once."""
    form = PhoneSystemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            name, owner = form.cleaned_data["name"], person_in(request)
            system, token = add_phone_system(name, by=owner, at=clock.now())
            return _page(request, PhoneSystemForm(), system=system, token=token)
    return _page(request, form, status=422 if request.method == "POST" else 200)


@never_cache
@require_POST
@door(Ability.SET_UP_HOUSE)
def renew(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A new secret, shown this once."""
    system = get_object_or_404(PhoneSystem, public_id=public_id)
    token = renew_phone_system(system, by=person_in(request), at=clock.now())
    return _page(request, PhoneSystemForm(), system=system, token=token)


@require_POST
@door(Ability.SET_UP_HOUSE)
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It no longer tells of calls."""
    system = get_object_or_404(PhoneSystem, public_id=public_id)
    remove_phone_system(system, by=person_in(request), at=clock.now())
    messages.success(request, _("Removed."))
    return redirect("phone_systems")


def _page(
    request: HttpRequest,
    form: PhoneSystemForm,
    *,
    system: PhoneSystem | None = None,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    path = reverse("call_incoming_by", args=[token]) if token else ""
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    shows = {
        "systems": PhoneSystem.objects.order_by("name", "pk"),
        "form": form,
        "shown": system,
        "address": base + path if path else "",
        "plain_address": base + reverse("call_incoming"),
        "token": token,
        "is_here_alone": is_here_alone(base),
        "days": KEPT.days,
    }
    return render(request, "reception/systems.html", shows, status=status)
