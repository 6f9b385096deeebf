"""Attached files: looked at, fetched so that nothing in them can run, taken away, brought back."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.files import read_stored
from nahbar.core.models import StoredFile
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.moments.attaching import REMOVED, bring_back_attachment, remove_attachment
from nahbar.moments.judging import is_for
from nahbar.moments.models import Attachment
from nahbar.moments.queries import removals_of
from nahbar.moments.timeline import shown_of
from nahbar.moments.way_back import after_removal

TYPES = {Attachment.Kind.PICTURE: "image/webp", Attachment.Kind.PDF: "application/pdf"}
ALONE = "sandbox; default-src 'none'"  # opened by itself, it can do nothing


@require_safe
@door(Ability.SEE_CUSTOMERS)
def attachment_page(
    request: HttpRequest, public_id: uuid.UUID, attachment: uuid.UUID
) -> HttpResponse:
    """One picture in its full size, with the way to its neighbours and to taking it away."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    found = _found(customer, attachment)
    encounter = found.encounter
    if encounter is None or found.kind != Attachment.Kind.PICTURE:
        raise Http404
    pictures = encounter.attachments.filter(kind=Attachment.Kind.PICTURE).order_by("id")
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "picture": found,
        "encounter": encounter,
        "pictures": [(one.pk == found.pk, shown_of(customer, one)) for one in pictures],
        "may_remove": is_for(person, encounter.by_id),
    }
    return render(request, "moments/picture.html", shows)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def attachment(request: HttpRequest, public_id: uuid.UUID, attachment: uuid.UUID) -> HttpResponse:
    """The file itself: a picture to be shown, a PDF to be saved."""
    found = _found(access_customer(person_in(request), public_id), attachment)
    return _served(found, found.stored)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def preview(request: HttpRequest, public_id: uuid.UUID, attachment: uuid.UUID) -> HttpResponse:
    """The small picture of a picture."""
    found = _found(access_customer(person_in(request), public_id), attachment)
    if found.preview is None:
        raise Http404
    return _served(found, found.preview)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def attachment_removal(
    request: HttpRequest, public_id: uuid.UUID, attachment: uuid.UUID
) -> HttpResponse:
    """Take it away, and offer to bring it back."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    entry = remove_attachment(_found(customer, attachment), by=person, at=clock.now())
    page = reverse("customer", args=[public_id])
    return redirect(f"{page}{after_removal(customer, entry).query}#timeline")


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def attachment_return(request: HttpRequest, public_id: uuid.UUID, removed: int) -> HttpResponse:
    """Bring it back."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    entry = get_object_or_404(removals_of(customer).filter(action=REMOVED), pk=removed)
    bring_back_attachment(entry, by=person, at=clock.now())
    messages.success(request, _("It is back."))
    return redirect(reverse("customer", args=[public_id]) + "#timeline")


def _found(customer: Customer, attachment: uuid.UUID) -> Attachment:
    """Raises Http404 for another customer's, and for what was taken away."""
    held = Attachment.objects.filter(customer=customer, encounter__isnull=False)
    return get_object_or_404(
        held.select_related("encounter", "stored", "preview"), public_id=attachment
    )


def _served(attachment: Attachment, stored: StoredFile) -> HttpResponse:
    is_pdf = attachment.kind == Attachment.Kind.PDF
    kind = TYPES[Attachment.Kind(attachment.kind)]
    answer = HttpResponse(read_stored(stored), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(is_pdf, attachment.name) or "inline"
    answer["Content-Security-Policy"] = ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
