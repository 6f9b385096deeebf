"""Whom holdings are about: customers, with everything they are found by elsewhere."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nahbar.core.holdings import Subject
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.typed import PHONES

CONTRACT = _("contract and the steps before it, Art. 6 (1) b GDPR")
INTEREST = _("our interest in knowing whom we serve, Art. 6 (1) f GDPR")


def subject_of(customers: Iterable[int]) -> Subject:
    """These customers, with everything they are found by, as it ever was."""
    keys = tuple(sorted(customers))
    points = ContactPoint.objects.filter(customer__in=keys)
    mails = points.filter(kind=ContactPoint.Kind.EMAIL).values_list("normal", flat=True)
    phones = points.filter(kind__in=PHONES).values_list("normal", flat=True)
    found = list(Customer.objects.filter(pk__in=keys))
    names = {one.name for one in found} | {
        f"{one.given_name} {one.family_name}" for one in found if one.given_name and one.family_name
    }
    return Subject(
        keys,
        frozenset(mail.lower() for mail in mails),
        frozenset(phones),
        frozenset(name for name in names if name.strip()),
        tuple(str(one.public_id) for one in found),
    )
