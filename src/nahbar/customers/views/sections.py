"""One small page for one kind of thing known of a customer: what there is, and a form for more."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nahbar.core import clock
from nahbar.core.asking import person_in
from nahbar.customers.models import Customer
from nahbar.customers.operations.ending import Spoken
from nahbar.customers.queries import access_customer, face_of_one


@dataclass(frozen=True)
class Noted:
    """One thing that is known, where it comes from, and where to send that it no longer holds."""

    text: str
    note: str
    end_url: str


@dataclass(frozen=True)
class Section:
    """What is known, and the form for one more, which goes to `action`."""

    heading: str
    noted: Sequence[Noted]
    form: Form
    action: str
    submit: str


def sections_page(
    request: HttpRequest, customer: Customer, title: str, sections: Sequence[Section]
) -> HttpResponse:
    """The page; 422 when one of its forms came with errors."""
    face = face_of_one(customer)
    shows = {"customer": customer, "face": face, "title": title, "sections": sections}
    status = 422 if any(section.form.errors for section in sections) else 200
    return render(request, "customers/sections.html", shows, status=status)


def one_section(
    request: HttpRequest, customer: Customer, title: str, noted: Sequence[Noted], form: Form
) -> HttpResponse:
    """The page where there is but one kind of thing."""
    section = Section(title, noted, form, request.path, _("Add"))
    return sections_page(request, customer, title, [section])


def ended(
    request: HttpRequest,
    public_id: uuid.UUID,
    pk: int,
    kind: type[Spoken],
    end: Callable[..., Spoken],
    page: str,
) -> HttpResponse:
    """Let `end` end one `kind` of thing that is known of the customer, and go back to `page`."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    found = get_object_or_404(kind, customer=customer, pk=pk)
    end(found, by=person, at=clock.now())
    return saved(request, customer, page)


def saved(request: HttpRequest, customer: Customer, page: str) -> HttpResponse:
    """Back to `page` of the customer, which says that it is done."""
    messages.success(request, _("Saved."))
    return redirect(page, customer.public_id)
