"""What a customer may ask about their data: on a page beside theirs."""

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
from nahbar.privacy.models.requests import PersonRequest, StandingObjection
from nahbar.privacy.operations.requests import note_request
from nahbar.privacy.operations.restrict import (
    end_objection,
    lift_restriction,
    note_objection,
    restrict,
)
from nahbar.privacy.request_forms import ObjectForm, RequestForm, RestrictForm
from nahbar.privacy.request_queries import objections_of, restriction_of


@require_safe
@door(Ability.EDIT_CUSTOMERS)
def person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What holds, what was asked, and what can be done."""
    customer = access_customer(person_in(request), public_id)
    return _page(request, customer, _request_form(request), RestrictForm())


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def asks(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note what the customer asks."""
    by = person_in(request)
    customer = access_customer(by, public_id)
    form = RequestForm(request.POST)
    if is_done(form, lambda said: note_request(customer, **said, by=by, at=clock.now())):
        messages.success(request, _("Noted. The month runs."))
        return redirect("customer_privacy", public_id)
    return _page(request, customer, form, RestrictForm())


@require_POST
@door(Ability.LEAD_PRIVACY)
def restriction(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Restrict."""
    by = person_in(request)
    customer = access_customer(by, public_id)
    form = RestrictForm(request.POST)
    if is_done(form, lambda said: restrict(customer, said["reason"], by=by, at=clock.now())):
        return redirect("customer_privacy", public_id)
    return _page(request, customer, _request_form(request), form)


@require_POST
@door(Ability.LEAD_PRIVACY)
def lift(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Lift the restriction."""
    by = person_in(request)
    lift_restriction(access_customer(by, public_id), by=by, at=clock.now())
    return redirect("customer_privacy", public_id)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def objection(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The customer objects."""
    by = person_in(request)
    customer = access_customer(by, public_id)
    is_done(
        ObjectForm(request.POST),
        lambda said: note_objection(customer, said["against"], by=by, at=clock.now()),
    )
    return redirect("customer_privacy", public_id)


@require_POST
@door(Ability.LEAD_PRIVACY)
def objection_end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The customer has changed their mind."""
    by = person_in(request)
    customer = access_customer(by, public_id)
    is_done(
        ObjectForm(request.POST),
        lambda said: end_objection(customer, said["against"], by=by, at=clock.now()),
    )
    return redirect("customer_privacy", public_id)


def _request_form(request: HttpRequest) -> RequestForm:
    by = person_in(request)
    known = {
        "received_on": clock.today(),
        "owner": by.pk if may(by, Ability.LEAD_PRIVACY) else None,
    }
    return RequestForm(initial=known)


def _page(
    request: HttpRequest, customer: Customer, form: RequestForm, restrict_form: RestrictForm
) -> HttpResponse:
    held = {one.against: one for one in objections_of(customer)}
    asked = PersonRequest.objects.filter(customer=customer).select_related("owner")
    shows = {
        "customer": customer,
        "face": face_of_one(customer),
        "may_lead": may(person_in(request), Ability.LEAD_PRIVACY),
        "may_see_log": may(person_in(request), Ability.SEE_ACCESS_LOG),
        "restriction": restriction_of(customer),
        "restrict_form": restrict_form,
        "objections": [
            (code, label, held.get(code)) for code, label in StandingObjection.Against.choices
        ],
        "requests": list(asked.order_by("-received_on", "-pk")),
        "form": form,
        "today": clock.today(),
    }
    status = 422 if form.errors or restrict_form.errors else 200
    return render(request, "privacy/person.html", shows, status=status)
