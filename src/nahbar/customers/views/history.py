"""Who changed what about a customer."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.changes import in_words
from nahbar.customers.queries import access_customer, changes_of, face_of_one


@require_safe
@door(Ability.SEE_CUSTOMERS)
def history(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Each change by hand, newest first: by whom, before, after."""
    customer = access_customer(person_in(request), public_id)
    changes = [in_words(change) for change in changes_of(customer)]
    shows = {"customer": customer, "face": face_of_one(customer), "changes": changes}
    return render(request, "customers/history.html", shows)
