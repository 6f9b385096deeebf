"""Whether somebody sees class letters beside customers: only who may see value, and asked for them.

At the counter nobody is put in a drawer in front of the customer.
"""

from django.http import HttpRequest

from nahbar.core.access import Ability, may
from nahbar.core.models import User
from nahbar.value.models import ClassesShown


def shows_classes(person: User) -> bool:
    """Whether the person sees them."""
    return may(person, Ability.SEE_VALUE) and ClassesShown.objects.filter(person=person).exists()


def shows_classes_in(request: HttpRequest) -> bool:
    """The same for who asks, looked up once for each request."""
    known: bool | None = request.__dict__.get("_shows_classes")
    if known is None:
        known = isinstance(request.user, User) and shows_classes(request.user)
        request.__dict__["_shows_classes"] = known
    return known
