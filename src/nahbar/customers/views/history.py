"""Who changed what about a customer."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core import formats
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.changes import in_words
from nahbar.customers.field_history import fields_and_lists, history_of
from nahbar.customers.operations.undo_change import can_be_undone
from nahbar.customers.queries import (
    access_customer,
    changes_of,
    face_of_one,
    numbers_with_source,
    records_of,
)
from nahbar.customers.views.answering import is_htmx
from nahbar.customers.words import source_name


@require_safe
@door(Ability.SEE_CUSTOMERS)
def history(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Each change by hand, newest first: by whom, before, after."""
    customer = access_customer(person_in(request), public_id)
    changes = [in_words(change) for change in changes_of(customer)]
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "changes": changes,
        "fields": fields_and_lists(),
    }
    return render(request, "customers/history.html", shows)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def field(request: HttpRequest, public_id: uuid.UUID, field: str) -> HttpResponse:
    """Behind one field: who said what, who changed it when, and the way back."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    found = history_of(customer, field)
    if found is None:
        raise Http404
    may_edit = may(person, Ability.EDIT_CUSTOMERS)
    undoable = [told.entry.pk for told in found.changes if may_edit and can_be_undone(told.entry)]
    shows = {"customer": customer, "history": found, "may_undo": undoable}
    if is_htmx(request):
        return render(request, "customers/field_fragment.html", shows)
    return render(request, "customers/field.html", {**shows, "face": face_of_one(customer)})


@require_safe
@door(Ability.SEE_CUSTOMERS)
def sources(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """How we know: numbers and sources, each with its day."""
    customer = access_customer(person_in(request), public_id)
    numbers = [
        (source_name(one.source), one.number, formats.date(one.recorded_at))
        for one in numbers_with_source(customer)
    ]
    records = [
        (source_name(one.source), formats.date(one.recorded_at)) for one in records_of(customer)
    ]
    shows = {"customer": customer, "numbers": numbers, "records": records}
    if is_htmx(request):
        return render(request, "customers/sources_told.html", shows)
    return render(request, "customers/sources.html", {**shows, "face": face_of_one(customer)})
