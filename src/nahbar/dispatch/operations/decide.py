"""What a person decides about a mail that failed, or of which nobody knows whether it went out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.send import deliver

State = OutgoingMail.State
OPEN = (State.UNCERTAIN, State.FAILED)


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: By, at: datetime) -> OutgoingMail:
    """Try it once more from the start. Raises Refused (`mail_settled`)."""
    held = _held(mail, by)
    held.state, held.why, held.attempts, held.try_at = State.WAITING, "", 0, at
    held.save(update_fields=["state", "why", "attempts", "try_at"])
    record("dispatch.mail_sent_again", by=by, at=at, subject=held)
    deliver.enqueue(held.pk)
    return held


@transaction.atomic
def settle_mail(mail: OutgoingMail, *, by: By, at: datetime) -> OutgoingMail:
    """Take it for sent: it arrived, or it was told in another way. Raises Refused (`mail_settled`)."""
    held = _held(mail, by)
    held.state, held.sent_at = State.SENT, at
    held.save(update_fields=["state", "sent_at"])
    record("dispatch.mail_settled", by=by, at=at, subject=held)
    return held


def _held(mail: OutgoingMail, by: By) -> OutgoingMail:
    demand(by, Ability.LEAD_TEAM)
    held = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if held.state not in OPEN:
        raise Refused("mail_settled", _("This mail is settled already."))
    return held
