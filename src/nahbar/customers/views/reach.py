"""How a customer is reached: mails, numbers, pages, addresses."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.customers.forms import AddressForm, ContactPointForm
from nahbar.customers.models import ContactPoint, Customer, PostalAddress
from nahbar.customers.operations.addresses import add_address, end_address
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.queries import access_customer, addresses_of, contact_points_of
from nahbar.customers.views.sections import Noted, Section, ended, saved, sections_page
from nahbar.customers.words import address_lines, contact_in_words, said_by

PAGE = "customer_reach"


@require_safe
@door(Ability.EDIT_CUSTOMERS)
def reach(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show all ways that hold."""
    return _page(request, access_customer(person_in(request), public_id))


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def contact_points(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add a mail address, a number or a page."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = ContactPointForm(request.POST)
    if is_done(form, lambda said: add_contact_point(customer, **said, by=person, at=clock.now())):
        return saved(request, customer, PAGE)
    return _page(request, customer, contact=form)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def contact_point_end(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """No longer reached this way."""
    return ended(request, public_id, pk, ContactPoint, end_contact_point, PAGE)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def addresses(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add an address."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = AddressForm(request.POST)
    if is_done(
        form,
        lambda said: add_address(customer, said, use=said["use"], by=person, at=clock.now()),
    ):
        return saved(request, customer, PAGE)
    return _page(request, customer, address=form)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def address_end(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """No longer there."""
    return ended(request, public_id, pk, PostalAddress, end_address, PAGE)


def _page(
    request: HttpRequest,
    customer: Customer,
    contact: ContactPointForm | None = None,
    address: AddressForm | None = None,
) -> HttpResponse:
    one = customer.public_id
    points = [
        Noted(contact_in_words(p), said_by(p), reverse("contact_point_end", args=[one, p.pk]))
        for p in contact_points_of(customer)
    ]
    places = [
        Noted(", ".join(address_lines(a)), said_by(a), reverse("address_end", args=[one, a.pk]))
        for a in addresses_of(customer)
    ]
    sections = [
        Section(
            _("Mail, phone, web"),
            points,
            contact or ContactPointForm(),
            reverse("customer_contact_points", args=[one]),
            _("Add"),
        ),
        Section(
            _("Addresses"),
            places,
            address or AddressForm(),
            reverse("customer_addresses", args=[one]),
            _("Add"),
        ),
    ]
    return sections_page(request, customer, _("How to reach them"), sections)
