"""Customers put into a group by hand, or taken out of it, with a reason: one, or many at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import Ids
from nahbar.core.bulk_changes import Step
from nahbar.core.ledger import Row, record, record_many
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, HandPick, SavedList
from nahbar.customers.typed import one_line

PICKED, UNPICKED = "customers.picked", "customers.unpicked"


@transaction.atomic
def pick(
    group: SavedList, customer: Customer, *, is_in: bool, reason: str, by: By, at: datetime
) -> HandPick:
    """Put somebody into the group, or take them out, whatever its filter says.

    Raises Refused (`reason_missing`, `too_long`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    why = one_line(reason, 200)
    if not why:
        raise Refused("reason_missing", _("Say why: whoever reads it later wants to know."))
    _step(np.array([customer.pk]), {"group": group.pk, "reason": why}, is_in=is_in, by=by, at=at)
    return HandPick.objects.get(group=group, customer=customer)


@transaction.atomic
def let_filter_decide(found: HandPick, *, by: By, at: datetime) -> None:
    """Take back what was picked by hand: the filter alone says whether they are in the group."""
    demand(by, Ability.EDIT_CUSTOMERS)
    found.delete()
    record(
        UNPICKED,
        by=by,
        at=at,
        subject=Customer(pk=found.customer_id),
        before={"reason": found.reason},
        details={"group": found.group_id, "is_in": found.is_in},
    )


def put_in(customers: Ids, said: Mapping[str, Any], by: By, at: datetime) -> Step:
    """Put all of them into the group who were not put there by hand yet."""
    return _step(customers, said, is_in=True, by=by, at=at)


def take_out(customers: Ids, said: Mapping[str, Any], by: By, at: datetime) -> Step:
    """Take all of them out of the group who were not taken out by hand yet."""
    return _step(customers, said, is_in=False, by=by, at=at)


def unpick(
    customers: Ids, said: Mapping[str, Any], before: Mapping[str, Any], by: By, at: datetime
) -> Ids:
    """Take such a step back, for those who were not picked otherwise since."""
    mine = HandPick.objects.filter(
        group=said["group"], customer__in=customers.tolist(), reason=said["reason"]
    )
    there = {pick.customer_id: pick for pick in mine}
    HandPick.objects.filter(pk__in=[pick.pk for pick in there.values()]).delete()
    HandPick.objects.bulk_create(
        HandPick(
            group_id=said["group"],
            customer_id=pk,
            is_in=before[str(pk)][0],
            reason=before[str(pk)][1],
            by=by if isinstance(by, User) else None,
            picked_at=at,
        )
        for pk in sorted(there)
        if str(pk) in before
    )
    rows = [
        Row(pk, {"reason": said["reason"]}, {}, {"group": said["group"]}) for pk in sorted(there)
    ]
    record_many(UNPICKED, rows, model=Customer, by=by, at=at)
    return np.array(sorted(there), dtype=np.int64)


def _step(customers: Ids, said: Mapping[str, Any], *, is_in: bool, by: By, at: datetime) -> Step:
    rows = Customer.objects.filter(pk__in=customers.tolist()).order_by("pk")
    there = list(rows.values_list("pk", flat=True))
    picks = HandPick.objects.select_for_update().filter(group=said["group"], customer__in=there)
    held = {pick.customer_id: pick for pick in picks}
    new = [pk for pk in there if pk not in held or held[pk].is_in != is_in]
    before = {str(pk): [held[pk].is_in, held[pk].reason] for pk in new if pk in held}
    HandPick.objects.filter(pk__in=[held[pk].pk for pk in new if pk in held]).delete()
    HandPick.objects.bulk_create(
        HandPick(
            group_id=said["group"],
            customer_id=pk,
            is_in=is_in,
            reason=said["reason"],
            by=by if isinstance(by, User) else None,
            picked_at=at,
        )
        for pk in new
    )
    told = {"group": said["group"], "is_in": is_in}
    ledger = [Row(pk, {}, {"reason": said["reason"]}, told) for pk in new]
    record_many(PICKED, ledger, model=Customer, by=by, at=at)
    return Step(np.array(new, dtype=np.int64), before)
