"""Likes, dislikes, good to know."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.customers.forms import RemarkForm
from nahbar.customers.models import Remark
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.customers.queries import access_customer, remarks_of
from nahbar.customers.views.sections import Noted, Section, is_done, saved, sections_page
from nahbar.customers.words import said_by

PAGE = "customer_remarks"


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def remarks(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the remarks; add one."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = RemarkForm(request.POST or None, initial={"kind": Remark.Kind.LIKES})
    if request.method == "POST" and is_done(
        form, lambda said: add_remark(customer, **said, by=person, at=clock.now())
    ):
        return saved(request, customer, PAGE)
    noted = [
        Noted(
            f"{Remark.Kind(remark.kind).label}: {remark.text}",
            said_by(remark),
            reverse("remark_end", args=[customer.public_id, remark.pk]),
        )
        for remark in remarks_of(customer)
    ]
    title = _("Likes, dislikes, good to know")
    return sections_page(
        request, customer, title, [Section(title, noted, form, request.path, _("Add"))]
    )


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def remark_end(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """It is no longer so."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    end_remark(get_object_or_404(customer.remarks, pk=pk), by=person, at=clock.now())
    return saved(request, customer, PAGE)
