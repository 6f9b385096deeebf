"""Likes, dislikes, good to know."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.customers.forms import RemarkForm
from nahbar.customers.models import Remark
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.customers.queries import access_customer, remarks_of
from nahbar.customers.views.sections import Noted, ended, one_section, saved
from nahbar.customers.words import said_by

PAGE = "customer_remarks"


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def remarks(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the remarks; add one."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = RemarkForm(request.POST or None, initial={"kind": Remark.Kind.LIKES})
    if is_done(form, lambda said: add_remark(customer, **said, by=person, at=clock.now())):
        return saved(request, customer, PAGE)
    noted = [
        Noted(
            f"{Remark.Kind(remark.kind).label}: {remark.text}",
            said_by(remark),
            reverse("remark_end", args=[customer.public_id, remark.pk]),
        )
        for remark in remarks_of(customer)
    ]
    return one_section(request, customer, _("Likes, dislikes, good to know"), noted, form)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def remark_end(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """It is no longer so."""
    return ended(request, public_id, pk, Remark, end_remark, PAGE)
