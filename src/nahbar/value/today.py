"""Our items for somebody's day: customers who are silent for longer than is usual for them."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from nahbar.agenda.queries import settled_customers
from nahbar.core.access import Ability, may
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.core.today import Item, ItemKind
from nahbar.customers.models import Customer
from nahbar.value.models import CustomerValue
from nahbar.value.own_silence import silence_of
from nahbar.value.queries import CustomerFigure, current_run, values_of

MOST = 12
LOOKED_AT = 500  # of those nobody cares for, the most valuable


def drifting_items(person: User, at: datetime) -> list[Item]:
    """Those this person cares for, and those nobody does; by value, which orders and is not told.

    Who may not see value reads the same words, for nothing in them is money.
    """
    run = current_run() if may(person, Ability.SEE_CUSTOMERS) else None
    if run is None:
        return []
    today = at.astimezone(house_zone()).date()
    marks = settled_customers(ItemKind.DRIFTING, person, at, today)
    drifting = CustomerValue.objects.filter(run=run, is_drifting=True)
    drifting = drifting.exclude(Exists(marks.filter(customer=OuterRef("customer_id"))))
    ordered = drifting.order_by("-value", "-customer_id")
    cared_for = Customer.objects.filter(cared_for_by=person).values("pk")
    mine = ordered.filter(customer_id__in=cared_for).values_list("customer_id", flat=True)[:MOST]
    theirs = ordered.values_list("customer_id", "customer__cared_for_by")[:LOOKED_AT]
    nobodys = (customer for customer, carer in theirs if carer is None)
    ids = list(dict.fromkeys([*mine, *islice(nobodys, MOST)]))
    figures = values_of(ids, run)
    return _items([figures[pk] for pk in ids if pk in figures], set(mine))


def _items(figures: Iterable[CustomerFigure], cared_for: set[int]) -> list[Item]:
    by_value = sorted(figures, key=lambda figure: -figure.value)
    return [
        Item(
            key=f"drifting:{figure.customer_id}:{figure.last_on}",
            kind=ItemKind.DRIFTING,
            customer_id=figure.customer_id,
            due_at=None,
            title=_("Ask how they are"),
            why=_why(figure, is_theirs=figure.customer_id in cared_for),
            minutes=15,
            weight=1.0 - place / (2 * MOST + 1),
        )
        for place, figure in enumerate(by_value)
    ]


def _why(figure: CustomerFigure, *, is_theirs: bool) -> str:
    told = silence_of(figure)
    return f"{told} " + _("You are their person with us.") if is_theirs else told
