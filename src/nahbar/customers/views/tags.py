"""Words hung on a customer."""

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
from nahbar.core.refusing import is_done
from nahbar.customers.forms import TagForm
from nahbar.customers.operations.tags import tag, untag
from nahbar.customers.queries import access_customer
from nahbar.customers.views.sections import Noted, one_section, saved

PAGE = "customer_tags"


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def tags(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the words; hang one more."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = TagForm(request.POST or None)
    if is_done(form, lambda said: tag(customer, said["name"], by=person, at=clock.now())):
        return saved(request, customer, PAGE)
    noted = [
        Noted(word.name, "", reverse("tag_end", args=[customer.public_id, word.pk]))
        for word in customer.tags.order_by("name")
    ]
    return one_section(request, customer, _("Tags for this customer"), noted, form)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def tag_end(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Take the word off."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    untag(customer, get_object_or_404(customer.tags, pk=pk), by=person, at=clock.now())
    return saved(request, customer, PAGE)
