"""How one customer's figure comes about, how it was before, and what a person says of it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.customers.models import Customer
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.value.explanation import explain_customer
from nahbar.value.forms import OverrideForm
from nahbar.value.history import RUNS, past_figures
from nahbar.value.moves import total_of, waterfall
from nahbar.value.operations.override import override_value, withdraw_override
from nahbar.value.overrides import override_of
from nahbar.value.queries import current_run, finished_runs, values_of


@require_safe
@door(Ability.SEE_VALUE)
def customer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The sum, its inputs, what moved, and what earlier runs said."""
    found = access_customer(person_in(request), public_id)
    return _page(request, found, OverrideForm())


@require_POST
@door(Ability.RECKON_VALUE)
def override(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A person says what the customer is worth."""
    person = person_in(request)
    found = access_customer(person, public_id)
    form = OverrideForm(request.POST)
    at = clock.now()
    if is_done(form, lambda said: override_value(found, **said, by=person, at=at)):
        messages.success(request, _("Your word counts from now on."))
        return redirect("value_of_customer", public_id)
    return _page(request, found, form, status=422)


@require_POST
@door(Ability.RECKON_VALUE)
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The reckoned value holds again."""
    person = person_in(request)
    withdraw_override(access_customer(person, public_id), by=person, at=clock.now())
    messages.success(request, _("The reckoned value counts again."))
    return redirect("value_of_customer", public_id)


def _page(
    request: HttpRequest, found: Customer, form: OverrideForm, *, status: int = 200
) -> HttpResponse:
    may_reckon = may(person_in(request), Ability.RECKON_VALUE)
    run = current_run()
    figure = values_of([found.pk], run).get(found.pk) if run else None
    history = past_figures(found.pk, finished_runs(RUNS))
    causes = history[0].moved if history and run and history[0].run.pk == run.pk else {}
    shows = {
        "customer": found,
        "face": face_of_one(found),
        "value": explain_customer(figure, run, may_reckon=may_reckon) if figure and run else None,
        "history": history,
        "moved": waterfall(causes),
        "moved_total": total_of(causes),
        "said": override_of(found),
        "form": form if may_reckon else None,
    }
    return render(request, "value/customer.html", shows, status=status)
