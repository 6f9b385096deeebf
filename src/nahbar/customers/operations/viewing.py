"""Who is before a customer's page. No change of anything: it is not written into the ledger."""

from datetime import datetime, timedelta

from nahbar.core import clock
from nahbar.core.access import Ability, demand
from nahbar.core.models import User
from nahbar.customers.models import Customer, Viewing

SELDOM = timedelta(seconds=9)  # nobody is written down more often
LONG_AGO = timedelta(hours=1)


def look_at(
    customer: Customer, doing: str, *, last: Viewing | None, by: User, at: datetime
) -> bool:
    """Note that `by` is before the page; `last` is what was noted of them there.

    Whether it was written: what was noted a moment ago stays as it is.
    """
    demand(by, Ability.SEE_CUSTOMERS)
    if last is not None and at - last.seen_at < SELDOM:
        return False
    now = Viewing(customer=customer, user=by, doing=doing, seen_at=at)
    Viewing.objects.bulk_create(
        [now],
        update_conflicts=True,
        unique_fields=["customer", "user"],
        update_fields=["doing", "seen_at"],
    )
    return True


def sweep_viewings() -> int:
    """Forget who has gone; how many."""
    return Viewing.objects.filter(seen_at__lt=clock.now() - LONG_AGO).delete()[0]
