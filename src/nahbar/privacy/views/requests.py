"""One request: what is asked, until when, who answers, and each step with it."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.core.refusing import is_done
from nahbar.customers.names import name_of
from nahbar.privacy.models.requests import PersonRequest
from nahbar.privacy.operations import requests as steps
from nahbar.privacy.request_forms import StepForm
from nahbar.privacy.request_queries import access_request


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_PRIVACY)
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show it; take a step."""
    by = person_in(request)
    found = access_request(by, public_id)
    known = {"identity": found.identity, "owner": found.owner_id}
    form = StepForm(request.POST or None, initial=known)
    if is_done(form, lambda said: _step(found, said, by, clock.now())):
        messages.success(request, _("Saved."))
        return redirect("privacy_request", public_id)
    shows = {
        "asked": found,
        "name": name_of(found.customer) if found.customer else "",
        "days": (found.due_on - clock.today()).days,
        "form": form,
        "is_open": found.state == PersonRequest.State.OPEN,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/request.html", shows, status=status)


def _step(found: PersonRequest, said: dict[str, Any], by: User, at: datetime) -> None:
    deed = said["do"]
    if deed == "identity":
        steps.make_sure(found, said["identity"], by=by, at=at)
    elif deed == "hand":
        steps.hand_request(found, said["owner"] or by, by=by, at=at)
    elif deed == "extend":
        steps.extend(found, said["reason"], by=by, at=at)
    elif deed == "answer":
        steps.answer_request(found, by=by, at=at)
    else:
        steps.refuse_request(found, said["reason"], by=by, at=at)
