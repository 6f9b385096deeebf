"""Somebody new."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import told_in
from nahbar.customers.forms import NewCustomerForm
from nahbar.customers.names import name_of
from nahbar.customers.operations.own_values import create_with_own_values
from nahbar.customers.own_fields.asking import OwnFieldsForm, told_beside
from nahbar.customers.own_fields.definitions import definitions_in


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def new(request: HttpRequest) -> HttpResponse:
    """Write down a new customer, then show their page."""
    form = NewCustomerForm(request.POST or None)
    own = OwnFieldsForm(request.POST or None, fields=definitions_in(request).on_form)
    if request.method == "POST" and own.is_valid() and form.is_valid():
        fields, contacts = form.fields_and_contacts()
        with told_in(form), told_beside(own):
            customer = create_with_own_values(
                fields, own.answers, contacts=contacts, by=person_in(request), at=clock.now()
            )
            messages.success(request, _("%(name)s is written down.") % {"name": name_of(customer)})
            return redirect("customer", customer.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/new.html", {"form": form, "own": own}, status=status)
