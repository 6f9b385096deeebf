"""Answers about encounters."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, QuerySet

from nahbar.core.models import LedgerEntry
from nahbar.customers.models import Customer
from nahbar.moments.models import Channel, Encounter, EncounterKind


def last_met(customers: Collection[int]) -> dict[int, datetime]:
    """When each of these customers (primary keys) last met the house. One query."""
    met = Encounter.objects.filter(customer__in=customers).order_by()
    met = met.exclude(kind=EncounterKind.ATTEMPT)
    return dict(met.values_list("customer_id").annotate(Max("occurred_at")))


def felt(customer: Customer, limit: int) -> list[Encounter]:
    """The customer's latest encounters of which the mood is known, oldest first."""
    known = Encounter.objects.filter(customer=customer, mood__isnull=False)
    return list(known.order_by("-occurred_at", "-id")[:limit])[::-1]


def removals_of(customer: Customer) -> QuerySet[LedgerEntry]:
    """The rows of the ledger that tell of removed moments with the customer, and of removed files."""
    return LedgerEntry.objects.filter(
        action__in=("moments.removed", "moments.attachment_removed"),
        subject_kind=Customer._meta.label_lower,
        subject_id=customer.pk,
    )


def complained_since(since: datetime, limit: int) -> list[Encounter]:
    """The latest complaints that somebody spoke or wrote, newest first; each customer once.

    What an order carries as its kind is left out: that is how the workshop books, not what was said.
    """
    said = Encounter.objects.filter(kind=EncounterKind.COMPLAINT, occurred_at__gte=since)
    newest = said.exclude(channel=Channel.SHOP).select_related("customer", "by", "branch")
    found: dict[int, Encounter] = {}
    for one in newest.order_by("-occurred_at", "-id")[: limit * 4]:
        found.setdefault(one.customer_id, one)
    return list(found.values())[:limit]
