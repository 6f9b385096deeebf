"""To whom a customer belongs."""

import uuid

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.core.refusing import is_done
from nahbar.customers.choices import BACK
from nahbar.customers.finders import find_customers
from nahbar.customers.forms import RelationForm
from nahbar.customers.models import Customer, Relation
from nahbar.customers.names import name_of
from nahbar.customers.operations.relations import relate, unrelate
from nahbar.customers.queries import (
    access_customer,
    numbers_of,
    places_of,
    relatives_of,
    visible_customers,
)
from nahbar.customers.views.sections import Noted, one_section, saved

PAGE = "customer_relations"
MOST_CANDIDATES = 10


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.EDIT_CUSTOMERS)
def relations(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show to whom the customer belongs; add somebody, asking back where several fit."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    form = RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form, other = whom(request, person, customer, form)
        if other and is_done(form, lambda said: relate_so(customer, other, said["kind"], person)):
            return saved(request, customer, PAGE)
    noted = [
        Noted(
            f"{relative.words} {relative.name}",
            "",
            reverse("relation_end", args=[customer.public_id, relative.relation.pk]),
        )
        for relative in relatives_of(person, customer)
    ]
    return one_section(request, customer, _("Who belongs together"), noted, form)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def relation_end(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """They no longer belong together in this way."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    mine = Relation.objects.filter(Q(origin=customer) | Q(target=customer))
    unrelate(get_object_or_404(mine, pk=pk), by=person, at=clock.now())
    return saved(request, customer, PAGE)


def whom(
    request: HttpRequest, person: User, customer: Customer, form: RelationForm
) -> tuple[RelationForm, Customer | None]:
    """Whom the words mean; where that is not clear, the form that asks."""
    others = visible_customers(person).exclude(pk=customer.pk)
    found = find_customers(others, form.cleaned_data["other"], limit=MOST_CANDIDATES)
    if not found:
        form.add_error("other", _("Nobody is known by this. Write them down first."))
        return form, None
    sure = [one for one in found if not one.is_guess]
    if len(sure) == 1:
        return form, sure[0].customer
    candidates = {str(one.customer.public_id): one.customer for one in found}
    asking = RelationForm(request.POST, candidates=_in_words(candidates))
    if asking.is_valid():
        return asking, candidates[asking.cleaned_data["chosen"]]
    if not request.POST.get("asked"):  # nobody could choose yet
        asking.errors.pop("chosen", None)
    return asking, None


def _in_words(candidates: dict[str, Customer]) -> list[tuple[str, str]]:
    ids = [customer.pk for customer in candidates.values()]
    numbers, places = numbers_of(ids), places_of(ids)
    words = []
    for key, customer in candidates.items():
        mine = numbers.get(customer.pk, [])
        parts = (name_of(customer, mine), places.get(customer.pk, ""), *mine[:1])
        words.append((key, ", ".join(dict.fromkeys(filter(None, parts)))))
    return words


def relate_so(customer: Customer, other: Customer, kind: str, person: User) -> None:
    """Note how the two belong together, as it reads from the customer's end."""
    origin, target = (other, customer) if kind.startswith(BACK) else (customer, other)
    relate(origin, target, kind.removeprefix(BACK), by=person, at=clock.now())
