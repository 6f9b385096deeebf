"""Everything that is held on a customer, on the screen and as a file."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import access_customer
from nahbar.privacy.person_file import as_json, as_pdf, as_zip, person_file
from nahbar.privacy.rights import what_to_know

KINDS = {
    "pdf": ("application/pdf", as_pdf),
    "json": ("application/json", lambda file: as_json(file).encode()),
    "zip": ("application/zip", as_zip),
}


@require_safe
@door(Ability.LEAD_PRIVACY)
def file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """On the screen."""
    by = person_in(request)
    held = person_file(access_customer(by, public_id), by=by, at=clock.now())
    shows = {"file": held, "face": face_of_customer(held.customer), "rights": what_to_know()}
    return render(request, "privacy/file.html", shows)


@require_safe
@door(Ability.LEAD_PRIVACY)
def file_as(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """As a file: PDF, JSON, or both in a zip with pictures and documents."""
    if kind not in KINDS:
        raise Http404
    by = person_in(request)
    held = person_file(access_customer(by, public_id), by=by, at=clock.now(), kind=kind)
    media_type, write = KINDS[kind]
    answer = HttpResponse(write(held), content_type=media_type)
    name = slugify(held.name) or "person"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
