"""Answers about what goes out."""

from dataclasses import dataclass

from django.db.models import Count

from nahbar.dispatch.models import OutgoingMail

State = OutgoingMail.State
MOST = 100


@dataclass(frozen=True)
class Outbox:
    """What has not gone out: the newest of it, and how many wait, are uncertain, or failed."""

    mails: list[OutgoingMail]
    waiting: int
    uncertain: int
    failed: int


def outbox() -> Outbox:
    """Everything that is not sent; two queries."""
    left = OutgoingMail.objects.exclude(state=State.SENT)
    counted = dict(left.order_by().values_list("state").annotate(Count("id")))
    mails = list(left.select_related("sender").order_by("-id")[:MOST])
    waiting = counted.get(State.WAITING, 0) + counted.get(State.SENDING, 0)
    return Outbox(mails, waiting, counted.get(State.UNCERTAIN, 0), counted.get(State.FAILED, 0))
