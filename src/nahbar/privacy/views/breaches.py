"""Breaches: noted, followed, closed."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusals import Refused
from nahbar.core.refusing import is_done
from nahbar.privacy.deadlines import hours_left
from nahbar.privacy.models.requests import Breach
from nahbar.privacy.operations.breaches import change_breach, close_breach, note_breach
from nahbar.privacy.request_forms import BreachForm


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_PRIVACY)
def new(request: HttpRequest) -> HttpResponse:
    """Note one."""
    by = person_in(request)
    form = BreachForm(request.POST or None, initial={"known_at": clock.now()})
    made: list[Breach] = []
    if is_done(form, lambda _said: made.append(note_breach(form.said(), by=by, at=clock.now()))):
        messages.success(request, _("Noted. The 72 hours run from when we knew of it."))
        return redirect("breach", made[0].public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/breach.html", {"form": form, "breach": None}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_PRIVACY)
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one, and note what more is known."""
    by = person_in(request)
    found = get_object_or_404(Breach, public_id=public_id)
    form = BreachForm(request.POST or None, instance=Breach.objects.get(pk=found.pk))

    def act(said: dict[str, object]) -> None:
        seen = said["seen"]
        change_breach(found, form.said(), seen=int(str(seen or 0)), by=by, at=clock.now())

    if is_done(form, act):
        messages.success(request, _("Saved."))
        return redirect("breach", public_id)
    shows = {"form": form, "breach": found, "hours": hours_left(found, clock.now())}
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/breach.html", shows, status=status)


@require_POST
@door(Ability.LEAD_PRIVACY)
def close(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It is dealt with."""
    found = get_object_or_404(Breach, public_id=public_id)
    try:
        close_breach(found, by=person_in(request), at=clock.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("breach", public_id)
