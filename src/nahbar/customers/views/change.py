"""Changing what the house says of a customer."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import told_in
from nahbar.customers.forms import CustomerForm
from nahbar.customers.operations.change import ChangedMeanwhile, change_customer
from nahbar.customers.operations.own_values import set_own_values
from nahbar.customers.own_fields.asking import OwnFieldsForm, told_beside
from nahbar.customers.own_fields.definitions import definitions_in
from nahbar.customers.queries import access_customer, face_of_one


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show and change it; where somebody else was quicker, show both."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = CustomerForm(request.POST or None, customer=customer)
    asked = definitions_in(request).on_form
    own = OwnFieldsForm(request.POST or None, fields=asked, customer=customer)
    if request.method == "POST" and own.is_valid() and form.is_valid():
        seen = form.cleaned_data["seen"]
        with told_in(form), told_beside(own, customer), transaction.atomic():
            set_own_values(customer, own.answers, seen=own.seen, by=person, at=clock.now())
            try:
                change_customer(customer, form.said(), seen=seen, by=person, at=clock.now())
            except ChangedMeanwhile as refusal:
                form.beside(refusal.theirs)
                raise
            messages.success(request, _("Saved."))
            return redirect("customer", customer.public_id)
    shows = {"customer": customer, "face": face_of_one(customer), "form": form, "own": own}
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/edit.html", shows, status=status)
