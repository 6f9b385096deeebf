"""What one customer agreed to: noted by one tap, or with all that proves it; and how it came to be."""

import uuid
from contextlib import ExitStack
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.files import read_stored
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.refusing import told_in
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.moments.checking import checked
from nahbar.privacy.consent_catalogue import offered, topics
from nahbar.privacy.consent_forms import ConsentForm, TapForm
from nahbar.privacy.consent_panels import shows, told_of
from nahbar.privacy.consent_words import about_in_words, how_in_words, step_in_words
from nahbar.privacy.consents import facts_of, states_of
from nahbar.privacy.models import ConsentFact, ConsentRequest
from nahbar.privacy.operations.consents import give_consent, refuse_consent, withdraw_consent
from nahbar.privacy.operations.noting import Proof, read_about

VERBS = {"give": give_consent, "refuse": refuse_consent, "withdraw": withdraw_consent}
ALONE = "sandbox; default-src 'none'"  # opened by itself, it can do nothing
KINDS = {".webp": "image/webp", ".pdf": "application/pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def consents(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All that was said, the newest first, with what proves it; note more."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = ConsentForm(
        request.POST or None,
        request.FILES or None,
        purposes=offered(),
        topics=topics(),
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            messages.success(request, _noted(form, customer, person))
            return redirect("customer_consents", customer.public_id)
    context = {
        "customer": customer,
        "face": face_of_one(customer),
        "form": form,
        "purposes": offered(),
        "consents": [told_of(state) for state in states_of(customer)],
        "history": [
            {
                "fact": fact,
                "what": about_in_words(fact),
                "step": step_in_words(fact.step),
                "how": how_in_words(fact),
                "wording": fact.wording.in_language(fact.language) if fact.wording else "",
            }
            for fact in facts_of(customer)
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/consents.html", context, status=status)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def tap(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """They said it at the counter, just now. For htmx the piece of the page comes back."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = TapForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked, told, refused = form.cleaned_data, "", ""
    try:
        about = read_about(asked["purpose"], asked["channel"], asked["topic"], at=clock.now())
        done = VERBS[asked["said"]](customer, about, Proof(), by=person, at=clock.now())
        told = _told(done)
    except NotAllowed:
        raise
    except Refused as refusal:
        refused = str(refusal)
    if request.headers.get("HX-Request") == "true":
        return render(
            request, "privacy/consents_panel.html", shows(request, customer, told, refused)
        )
    (messages.warning if refused else messages.success)(request, refused or told)
    return redirect("customer", customer.public_id)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def proof(request: HttpRequest, public_id: uuid.UUID, fact: uuid.UUID) -> HttpResponse:
    """The kept file, to be saved or looked at where nothing in it can run."""
    customer = access_customer(person_in(request), public_id)
    kept = ConsentFact.objects.filter(customer=customer, proof_file__isnull=False)
    found = get_object_or_404(kept.select_related("proof_file"), public_id=fact)
    if found.proof_file is None:
        raise Http404
    ending = found.proof_name[found.proof_name.rfind(".") :]
    kind = KINDS.get(ending, "application/octet-stream")
    answer = HttpResponse(read_stored(found.proof_file), content_type=kind)
    is_saved = kind != KINDS[".webp"]
    answer["Content-Disposition"] = (
        content_disposition_header(is_saved, found.proof_name) or "inline"
    )
    answer["Content-Security-Policy"] = ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _noted(form: ConsentForm, customer: Customer, person: User) -> str:
    """Note what the form says; the sentence about it. Raises Refused."""
    now, said = clock.now(), form.cleaned_data
    about = read_about(*form.about, at=now)
    told: dict[str, Any] = {
        "way": said["way"],
        "words": said["words"],
        "said_at": form.said_at(now),
    }
    with ExitStack() as drafts:
        if said["file"]:
            (kept,) = drafts.enter_context(checked([said["file"]]))
            told |= {"file": kept.content, "file_name": kept.name}
        done = VERBS[said["said"]](customer, about, Proof(**told), by=person, at=now)
    return _told(done)


def _told(done: ConsentFact | ConsentRequest | None) -> str:
    if isinstance(done, ConsentRequest):
        asked = {"address": done.address}
        return _("We asked them by mail (%(address)s). It counts when they confirm.") % asked
    return _("Noted.") if done else _("That was noted already.")
