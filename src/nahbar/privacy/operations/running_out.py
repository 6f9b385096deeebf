"""Each night: questions nobody answered close, and consents that were given for a time run out."""

from datetime import datetime

from django.db import transaction

from nahbar.core.actors import THE_HOUSE
from nahbar.privacy.models import ConsentRequest, ConsentState
from nahbar.privacy.models.consents import Step, Way
from nahbar.privacy.operations.noting import (
    About,
    Proof,
    hold_customer,
    note_fact,
    state_of,
)

IN_ONE_GO = 500
BY_ITSELF = Proof(Way.HOUSE)


def let_run_out(*, at: datetime) -> int:
    """Close and end what is over, each customer's in a transaction of its own; how many there were."""
    count = 0
    while keys := _unanswered(at) or _over(at):
        ended = [_expire(key, at) for key in keys]
        count += len(ended)
    return count


Key = tuple[type[ConsentRequest] | type[ConsentState], int]


def _unanswered(at: datetime) -> list[Key]:
    waiting = ConsentRequest.objects.filter(closed_at=None, expires_at__lte=at)
    return [(ConsentRequest, pk) for pk in waiting.order_by("expires_at").values_list("pk", flat=True)[:IN_ONE_GO]]  # fmt: skip


def _over(at: datetime) -> list[Key]:
    over = ConsentState.objects.filter(allows=True, expires_at__lte=at)
    return [(ConsentState, pk) for pk in over.order_by("expires_at").values_list("pk", flat=True)[:IN_ONE_GO]]  # fmt: skip


@transaction.atomic
def _expire(key: Key, at: datetime) -> None:
    model, pk = key
    found = model.objects.select_related("customer", "purpose", "topic").get(pk=pk)
    held = hold_customer(found.customer)
    about = About(found.purpose, found.channel, found.topic)
    standing = state_of(held, about)
    if isinstance(found, ConsentRequest):
        ConsentRequest.objects.filter(pk=pk, closed_at=None).update(closed_at=at)
        if standing is None or standing.step != Step.ASKED:
            return
    elif standing is None or not (standing.expires_at and standing.expires_at <= at):
        return
    note_fact(held, about, Step.EXPIRED, BY_ITSELF, by=THE_HOUSE, at=at)
