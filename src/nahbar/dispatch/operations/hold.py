"""Mails that were held back: let go on when what stood against them has gone, or dropped by a person."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import THE_HOUSE, By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.send import deliver

State = OutgoingMail.State
AT_ONCE = 500
STALE = timedelta(days=14)  # what was written longer ago may no longer be true


@transaction.atomic
def release_held(customers: Collection[int], *, at: datetime) -> int:
    """Let the held mails to these customers (primary keys) try again; how many there were.

    For rooms whose objection has gone: all rooms are asked again before anything goes out. Older
    ones than `STALE` stay for a person to decide.
    """
    held = OutgoingMail.objects.filter(state=State.HELD, created_at__gt=at - STALE)
    known, count = list(customers), 0
    for start in range(0, len(known), AT_ONCE):
        some = held.filter(customer__in=known[start : start + AT_ONCE])
        for mail in some.select_for_update(of=("self",)):
            _release(mail, THE_HOUSE, at)
            count += 1
    return count


@transaction.atomic
def release_mail(mail: OutgoingMail, *, by: By, at: datetime) -> OutgoingMail:
    """Let one try again, however old it is. Raises Refused (`mail_settled`)."""
    held = _held(mail, by)
    _release(held, by, at)
    return held


@transaction.atomic
def drop_mail(mail: OutgoingMail, *, by: By, at: datetime) -> OutgoingMail:
    """It is not to be sent any more. Raises Refused (`mail_settled`)."""
    held = _held(mail, by)
    held.state = State.DROPPED
    held.save(update_fields=["state"])
    record("dispatch.mail_dropped", by=by, at=at, subject=held, details={"reason": held.why})
    return held


def _release(mail: OutgoingMail, by: By, at: datetime) -> None:
    mail.state, mail.why, mail.try_at = State.WAITING, "", at
    mail.save(update_fields=["state", "why", "try_at"])
    record("dispatch.mail_released", by=by, at=at, subject=mail)
    deliver.enqueue(mail.pk)


def _held(mail: OutgoingMail, by: By) -> OutgoingMail:
    demand(by, Ability.LEAD_TEAM)
    held = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if held.state != State.HELD:
        raise Refused("mail_settled", _("This mail is settled already."))
    return held
