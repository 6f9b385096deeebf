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
from nahbar.customers.operations.create import create_customer


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def new(request: HttpRequest) -> HttpResponse:
    """Write down a new customer, then show their page."""
    form = NewCustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields, contacts = form.fields_and_contacts()
        with told_in(form):
            customer = create_customer(
                fields, contacts=contacts, by=person_in(request), at=clock.now()
            )
            messages.success(request, _("%(name)s is written down.") % {"name": name_of(customer)})
            return redirect("customer", customer.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/new.html", {"form": form}, status=status)
