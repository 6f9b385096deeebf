"""Answers about encounters."""

from collections.abc import Collection
from datetime import datetime

import polars as pl
from django.db.models import Max

from nahbar.core.bulk import Ids, read_matching
from nahbar.customers.models import Customer
from nahbar.moments.models import Encounter


def who_was_met(customers: Ids) -> Ids:
    """Which of these customers have encounters."""
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM moments_encounter WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids


def last_met(customers: Collection[int]) -> dict[int, datetime]:
    """When each of these customers (primary keys) last met the house. One query."""
    met = Encounter.objects.filter(customer__in=customers).order_by()
    return dict(met.values_list("customer_id").annotate(Max("occurred_at")))


def felt(customer: Customer, limit: int) -> list[Encounter]:
    """The customer's latest encounters of which the mood is known, oldest first."""
    known = Encounter.objects.filter(customer=customer, mood__isnull=False)
    return list(known.order_by("-occurred_at", "-id")[:limit])[::-1]
