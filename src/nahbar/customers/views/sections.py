"""One small page for one kind of thing known of a customer: what there is, and a form for more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of


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
    face = face_of_customer(customer, numbers_of([customer.pk]).get(customer.pk, []))
    shows = {"customer": customer, "face": face, "title": title, "sections": sections}
    status = 422 if any(section.form.errors for section in sections) else 200
    return render(request, "customers/sections.html", shows, status=status)


def is_done(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the answers were right and the operation did not refuse; a refusal is told in the form."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        if refusal.code == "not_allowed":
            raise
        form.add_error(None, str(refusal))
        return False
    return True


def saved(request: HttpRequest, customer: Customer, page: str) -> HttpResponse:
    """Back to `page` of the customer, which says that it is done."""
    messages.success(request, _("Saved."))
    return redirect(page, customer.public_id)
