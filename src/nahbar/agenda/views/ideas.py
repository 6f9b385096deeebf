"""My idea for this customer: kept, taken up, left."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.agenda.forms.tasks import IdeaForm
from nahbar.agenda.operations.ideas import leave_idea, note_idea, take_up_idea
from nahbar.agenda.queries import access_idea
from nahbar.agenda.views.answering import answers_in, is_done, way_back
from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import Face
from nahbar.core.models import User
from nahbar.customers.finders import find_customers
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of, places_of, visible_customers

MOST_FOUND = 6
FEWEST_LETTERS = 2


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def new(request: HttpRequest) -> HttpResponse:
    """Keep an idea for the customer that was chosen; until one is, offer those who are found."""
    person, now = person_in(request), clock.now()
    form = IdeaForm(answers_in(request))
    customer = _chosen(request, person)

    def act() -> None:
        said = form.cleaned_data
        note_idea(_only(customer), said["text"], once=said["once"], by=person, at=now)

    if form.is_bound and customer is None:
        form.add_error("q", _("Choose for whom: search, then tap."))
    if is_done(form, act):
        messages.success(request, _("Your idea is kept."))
        return redirect(way_back(request))
    asked = request.POST.get("q", request.GET.get("q", ""))
    shows = {
        "form": form,
        "chosen": customer,
        "found": [customer_choice(customer)] if customer else find_choices(person, asked),
        "asked": asked,
        "back": way_back(request),
    }
    return render(request, "agenda/idea.html", shows, status=422 if form.errors else 200)


@require_safe
@door(Ability.KEEP_AGENDA)
def customers(request: HttpRequest) -> HttpResponse:
    """A fragment: whom the typed words may mean, each to be tapped."""
    asked = request.GET.get("q", "")
    shows = {"found": find_choices(person_in(request), asked), "asked": asked}
    return render(request, "agenda/idea_customers.html", shows)


@require_POST
@door(Ability.KEEP_AGENDA)
def take_up(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A task by one tap."""
    person = person_in(request)
    take_up_idea(access_idea(person, public_id), by=person, at=clock.now())
    messages.success(request, _("It is among your tasks, due tomorrow."))
    return redirect(way_back(request))


@require_POST
@door(Ability.KEEP_AGENDA)
def leave(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It will not be followed up."""
    person = person_in(request)
    leave_idea(access_idea(person, public_id), by=person, at=clock.now())
    messages.success(request, _("Left."))
    return redirect(way_back(request))


Choice = dict[str, object]


def find_choices(person: User, text: str) -> list[Choice]:
    """Whom the text may mean, with what tells two of one name apart."""
    if len(text.strip()) < FEWEST_LETTERS:
        return []
    found = find_customers(visible_customers(person), text, limit=MOST_FOUND)
    ids = [one.customer.pk for one in found]
    numbers, places = numbers_of(ids), places_of(ids)
    return [
        _choice(one.customer, face_of_customer(one.customer, numbers.get(one.customer.pk, [])), places.get(one.customer.pk, ""))
        for one in found
    ]  # fmt: skip


def customer_choice(customer: Customer) -> Choice:
    """The one who was chosen."""
    numbers = numbers_of([customer.pk]).get(customer.pk, [])
    place = places_of([customer.pk]).get(customer.pk, "")
    return _choice(customer, face_of_customer(customer, numbers), place)


def _choice(customer: Customer, face: Face, place: str) -> Choice:
    return {"public_id": customer.public_id, "face": face, "place": place}


def _chosen(request: HttpRequest, person: User) -> Customer | None:
    try:
        key = uuid.UUID(request.POST.get("customer", request.GET.get("customer", "")))
    except ValueError:
        return None
    return visible_customers(person).filter(public_id=key).first()


def _only(customer: Customer | None) -> Customer:
    if customer is None:
        raise ValueError("an idea without a customer passed the form")
    return customer
