"""Answers about orders."""

import uuid

import polars as pl
from django.db.models import Q
from django.http import Http404

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.bulk import Ids, read_matching
from nahbar.customers.queries import visible_customers
from nahbar.sales.models import Order


def access_order(by: By, public_id: uuid.UUID) -> Order:
    """One order, with whom and what it names; an order of nobody is for all who may see customers.

    Raises Http404 alike when there is none and when its customer is not for `by` to see.
    """
    of_visible = Q(customer__in=visible_customers(by))
    of_nobody = Q(customer=None) if may(by, Ability.SEE_CUSTOMERS) else Q(pk=None)
    orders = Order.objects.filter(of_visible | of_nobody, public_id=public_id)
    found = orders.select_related("customer", "branch", "by", "source").first()
    if found is None:
        raise Http404
    return found


def who_ordered(customers: Ids) -> Ids:
    """Which of these customers have orders."""
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM sales_order WHERE customer_id IN {keys}",
        customers.tolist(),
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids
