"""Erasing a customer: first what would go and what must stay, then the name typed, then the work."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.privacy.models.requests import Erasure
from nahbar.privacy.operations.erase import ask_erasure
from nahbar.privacy.operations.welcome_back import welcome_back
from nahbar.privacy.request_forms import EraseForm
from nahbar.privacy.request_queries import foretell


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_PRIVACY)
def erase(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What goes, what stays by law, who else is spoken of; with the name typed it is asked for."""
    by = person_in(request)
    customer = access_customer(by, public_id)
    foretold = foretell(customer)
    form = EraseForm(request.POST or None, mentions=foretold.mentions)
    made: list[Erasure] = []

    def act(said: dict[str, object]) -> None:
        spots = said.get("spots") or ()
        typed = str(said["typed"])
        made.append(ask_erasure(customer, typed=typed, spots=spots, by=by, at=clock.now()))  # type: ignore[arg-type]  # a list of texts

    if is_done(form, act):
        return redirect("erasure", made[0].public_id)
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "foretold": foretold,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/erase.html", shows, status=status)


@require_safe
@door(Ability.LEAD_PRIVACY)
def erasure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """How far it is, and what became of it."""
    found = get_object_or_404(Erasure.objects.select_related("asked_by"), public_id=public_id)
    is_done_ = found.state == Erasure.State.DONE
    kept = list(found.kept.order_by("until"))
    shows = {"erasure": found, "is_done": is_done_, "kept": kept, "steps": list(Erasure.State)}
    return render(request, "privacy/erasure.html", shows)


@require_POST
@door(Ability.LEAD_PRIVACY)
def back(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """They have become a customer anew: files may bring them again."""
    found = get_object_or_404(Erasure, public_id=public_id)
    welcome_back(found, by=person_in(request), at=clock.now())
    return redirect("erasure", public_id)
