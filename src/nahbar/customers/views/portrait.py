"""What a customer looks like: the picture itself, and the form that gives another one."""

import uuid

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_http_methods, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.files import read_stored
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.core.refusing import told_in
from nahbar.customers.forms import PictureForm
from nahbar.customers.models import Customer
from nahbar.customers.operations.picture import LARGEST, give_picture, remove_picture
from nahbar.customers.pieces import Open
from nahbar.customers.queries import access_customer, face_of_one
from nahbar.customers.views.answering import answer_with, is_htmx, saved_in

WEEK = 7 * 24 * 3600
ALONE = "default-src 'none'; sandbox"  # opened by itself it can do nothing


def _mark(request: HttpRequest, public_id: uuid.UUID) -> str | None:
    """The picture's digest: what the browser has of it is still right while this is the same."""
    picture = access_customer(person_in(request), public_id).picture
    return f'"{picture.digest}"' if picture else None


@require_safe
@door(Ability.SEE_CUSTOMERS)
@condition(etag_func=_mark)
def picture(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The picture, kept by the browser of who may see the customer. 404 where there is none."""
    stored = access_customer(person_in(request), public_id).picture
    if stored is None:
        raise Http404
    answer = HttpResponse(read_stored(stored), content_type="image/webp")
    answer["Cache-Control"] = f"private, max-age={WEEK}"
    answer["Content-Security-Policy"] = ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def portrait(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give another picture, or take it away."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    if request.method != "POST":
        return _page(request, customer, PictureForm())
    last = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    if "end" in request.POST:
        remove_picture(customer, by=person, at=clock.now())
        return saved_in(request, customer, "head", "picture", last)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        with told_in(form):
            _give(customer, form.cleaned_data["picture"], person)
            return saved_in(request, customer, "head", "picture", last)
    return _page(request, customer, form, status=422)


def open_picture(customer: Customer, form: PictureForm) -> Open:
    """The spot where a picture is given."""
    form.auto_id = "spot_%s"
    form.fields["picture"].widget.attrs["autofocus"] = True
    action = reverse("customer_portrait", args=[customer.public_id])
    may_end = customer.picture_id is not None
    return Open("picture", form, action, "picture", may_end=may_end, takes_files=True)


def _give(customer: Customer, file: object, person: User) -> None:
    if file.size > LARGEST:  # type: ignore[attr-defined]  # an uploaded file
        raise Refused("picture_too_large", _("This file is too large for a picture."))
    give_picture(customer, file, by=person, at=clock.now())  # type: ignore[arg-type]


def _page(
    request: HttpRequest, customer: Customer, form: PictureForm, status: int = 200
) -> HttpResponse:
    if is_htmx(request):
        opened = open_picture(customer, form)
        return answer_with(request, customer, "head", opened=opened, status=status)
    shows = {"customer": customer, "face": face_of_one(customer), "form": form}
    return render(request, "customers/portrait.html", shows, status=status)
