"""Whom somebody must not see because their data are restricted."""

from django.db.models import QuerySet

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.privacy.models.requests import Restriction


def restricted_for(by: By) -> QuerySet[Restriction, int] | None:
    """Customers (primary keys) whom `by` must not see because they are restricted; None: nobody.

    For `customers.restricted`, by `site/wiring.py`.
    """
    if may(by, Ability.LEAD_PRIVACY):
        return None
    return Restriction.objects.filter(ended_at=None).values_list("customer_id", flat=True)
