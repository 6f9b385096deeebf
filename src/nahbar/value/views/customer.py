"""How one customer's figure comes about, and how it was before."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import access_customer, numbers_of
from nahbar.value.explanation import explain_customer
from nahbar.value.history import RUNS, past_figures
from nahbar.value.queries import current_run, finished_runs, value_of


@require_safe
@door(Ability.SEE_VALUE)
def customer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The sum, its inputs, and what earlier runs said."""
    found = access_customer(person_in(request), public_id)
    figure, run = value_of(found), current_run()
    context = {
        "customer": found,
        "face": face_of_customer(found, numbers_of([found.pk]).get(found.pk, [])),
        "value": explain_customer(figure, run) if figure and run else None,
        "history": past_figures(found.pk, finished_runs(RUNS)),
    }
    return render(request, "value/customer.html", context)
