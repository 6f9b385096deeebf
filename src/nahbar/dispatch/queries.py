"""Answers about what goes out."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from nahbar.core.actors import By
from nahbar.customers.queries import visible_customers
from nahbar.dispatch.models import OutgoingMail

State = OutgoingMail.State
MOST = 100


@dataclass(frozen=True)
class Outbox:
    """What has not gone out: the newest of it, and how many wait, are uncertain, failed, or are held."""

    mails: list[OutgoingMail]
    waiting: int
    uncertain: int
    failed: int
    held: int = 0


def visible_mails(by: By) -> QuerySet[OutgoingMail]:
    """The mails to nobody in particular, and to customers whom `by` may see."""
    return OutgoingMail.objects.filter(Q(customer=None) | Q(customer__in=visible_customers(by)))


def access_mail(by: By, public_id: uuid.UUID) -> OutgoingMail:
    """One mail. Raises Http404 alike when there is none and when it is not for `by` to see."""
    found = visible_mails(by).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def outbox(by: By) -> Outbox:
    """Everything that is not sent and may still be; two queries."""
    left = visible_mails(by).exclude(state=State.SENT).exclude(state=State.DROPPED)
    counted = dict(left.order_by().values_list("state").annotate(Count("id")))
    mails = list(left.select_related("sender", "customer").order_by("-id")[:MOST])
    waiting = counted.get(State.WAITING, 0) + counted.get(State.SENDING, 0)
    others = (counted.get(state, 0) for state in (State.UNCERTAIN, State.FAILED, State.HELD))
    return Outbox(mails, waiting, *others)
