"""Sending a mail: written in the transaction of what it is about, handed over by the worker.

A mail is `sending` from before the first word to the server until its answer is stored. Who dies
between the two leaves it so; nobody can say then whether it went out, so it becomes `uncertain`
and is for a person to decide. Nothing is sent twice by the house itself.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from nahbar.core import clock
from nahbar.core.access import Ability, demand
from nahbar.core.actors import THE_HOUSE, By
from nahbar.core.files import store_bytes
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.typed import one_line, several_lines
from nahbar.dispatch.compose import compose
from nahbar.dispatch.models import MailAttachment, OutgoingMail
from nahbar.dispatch.server import MailServer, mail_server
from nahbar.dispatch.smtp import Answer, Outcome, hand_over

log = logging.getLogger("nahbar.dispatch")
State = OutgoingMail.State
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
LONGEST_SENDING = timedelta(minutes=10)  # longer than all answers of a server may take together


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    media_type: str
    content: bytes


def send_mail(
    to: str,
    *,
    subject: str,
    text: str,
    by: By,
    at: datetime,
    html: str = "",
    sender: User | None = None,
    attachments: Sequence[Attachment] = (),
    about: str = "",
) -> OutgoingMail:
    """Write a mail that goes out when the running transaction is done, and not if it comes to nothing.

    Raises RuntimeError outside a transaction, Refused (`nobody_to_write_to`) without an address.
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a mail was written outside the transaction of what it is about")
    if "@" not in to:
        raise Refused("nobody_to_write_to", _("There is no mail address."))
    mail = OutgoingMail.objects.create(
        to=one_line(to, 254),
        subject=one_line(subject, 200),
        text=several_lines(text, 20_000),
        html=html,
        sender=sender,
        about=about,
        try_at=at,
        created_at=at,
    )
    for one in attachments:
        stored = store_bytes(one.content, at=at)
        MailAttachment.objects.create(
            mail=mail, stored=stored, name=one.name, media_type=one.media_type
        )
    record("dispatch.mail_written", by=by, at=at, subject=mail, details={"about": about})
    deliver.enqueue(mail.pk)
    return mail


@task()
def deliver(mail: int) -> None:
    """Send one mail, if it still waits. What the worker does with a row of the outbox."""
    deliver_now(mail, at=clock.now())


def deliver_now(mail: int, *, at: datetime) -> None:
    """Hand the mail (primary key) to the server, if it waits and there is a server."""
    server = mail_server()
    if server is None or not _claim(mail, at):
        return
    claimed = OutgoingMail.objects.select_related("sender").get(pk=mail)
    _note(claimed, _try(claimed, server), clock.now())


def deliver_due(*, at: datetime) -> int:
    """Send what waits until now, the oldest first; how many were tried. What was cut off is told."""
    tell_uncertain(at=at)
    if mail_server() is None:
        return 0
    waiting = OutgoingMail.objects.filter(state=State.WAITING, try_at__lte=at)
    due = list(waiting.order_by("try_at", "id").values_list("pk", flat=True)[:200])
    for mail in due:
        deliver_now(mail, at=at)
    return len(due)


@transaction.atomic
def tell_uncertain(*, at: datetime) -> int:
    """What was being sent by somebody who is gone becomes uncertain; how many there were."""
    left = OutgoingMail.objects.filter(state=State.SENDING, sending_at__lt=at - LONGEST_SENDING)
    found = list(left.select_for_update())
    for mail in found:
        mail.state, mail.why = State.UNCERTAIN, "cut_off"
        mail.save(update_fields=["state", "why"])
        record("dispatch.mail_uncertain", by=THE_HOUSE, at=at, subject=mail)
    return len(found)


def _claim(mail: int, at: datetime) -> bool:
    """Mark it as being sent; of several who try at once one succeeds."""
    waiting = OutgoingMail.objects.filter(pk=mail, state=State.WAITING, try_at__lte=at)
    return bool(waiting.update(state=State.SENDING, sending_at=at))


def _try(mail: OutgoingMail, server: MailServer) -> Answer:
    try:
        message = compose(mail, server.sender)
    except (ValueError, OSError):  # an address no mail can carry, a file that is gone
        log.warning("a mail cannot be made", exc_info=True, extra={"code": "not_made"})
        return Answer(Outcome.REFUSED, "not_made")
    return hand_over(message, sender=server.sender, to=mail.to, server=server)


@transaction.atomic
def _note(mail: OutgoingMail, answer: Answer, at: datetime) -> None:
    """Store what became of it. What nobody takes for a day is given up."""
    held = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    held.attempts, held.why = held.attempts + 1, answer.why
    if answer.outcome == Outcome.TAKEN:
        held.state, held.sent_at = State.SENT, at
    elif answer.outcome == Outcome.LATER and held.attempts <= len(PAUSES):
        held.state, held.try_at = State.WAITING, at + PAUSES[held.attempts - 1]
    elif answer.outcome == Outcome.UNCERTAIN:
        held.state = State.UNCERTAIN
    else:
        held.state = State.FAILED
    held.save(update_fields=["attempts", "why", "state", "sent_at", "try_at"])
    details = {"state": held.state, "why": held.why}
    record("dispatch.mail_tried", by=THE_HOUSE, at=at, subject=held, details=details)
