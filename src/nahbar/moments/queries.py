"""Answers about encounters."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter


def last_met(customers: Collection[int]) -> dict[int, datetime]:
    """When each of these customers (primary keys) last met the house. One query."""
    met = Encounter.objects.filter(customer__in=customers).order_by()
    return dict(met.values_list("customer_id").annotate(Max("occurred_at")))


def felt(customer: Customer, limit: int) -> list[Encounter]:
    """The customer's latest encounters of which the mood is known, oldest first."""
    known = Encounter.objects.filter(customer=customer, mood__isnull=False)
    return list(known.order_by("-occurred_at", "-id")[:limit])[::-1]
