"""Telling guests by mail what became of their appointments, once it has come to rest.

The news of one guest about one series are one mail. Each mail and the note that it was written are
one transaction, so that nobody is told twice, or not at all.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from nahbar.agenda.booking_mails import guest_speech
from nahbar.agenda.guest_news import words_of
from nahbar.agenda.invitations import invitation, series_cancellation, series_invitation
from nahbar.agenda.models import Appointment
from nahbar.agenda.news import starts_told, state_of
from nahbar.agenda.operations.appointments import hold_calendar
from nahbar.agenda.reaching import mail_address_of
from nahbar.core.actors import THE_HOUSE
from nahbar.core.language import speaking
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.dispatch.operations.send import Attachment, send_mail

MOST = 500
Status = Appointment.Status
log = logging.getLogger("nahbar.agenda")


def tell_guests(*, at: datetime) -> int:
    """Write what is due; how many mails there were."""
    due = Appointment.objects.filter(tell_at__lte=at).order_by("tell_at", "id")
    rows = list(
        due.values_list("pk", "series_id", "person_id", "customer_id", "guest_contact")[:MOST]
    )
    sent = 0
    for _guest, group in groupby(sorted(rows, key=_of_one_mail), key=_of_one_mail):
        keys = [row[0] for row in group]
        try:
            sent += _tell(keys, at)
        except (
            Refused
        ) as refusal:  # an address nobody can write to: the others are told all the same
            log.warning("a guest cannot be told", extra={"code": refusal.code})
            Appointment.objects.filter(pk__in=keys).update(tell_at=None)
    return sent


def _of_one_mail(row: tuple[int, int | None, int, int | None, str]) -> tuple[int, ...]:
    """Those of one series, one of us and one guest belong together; single ones stand alone."""
    pk, series, person, customer, _contact = row
    return (1, series, person, customer or 0) if series else (0, pk, 0, 0)


@transaction.atomic
def _tell(keys: Sequence[int], at: datetime) -> int:
    people = Appointment.objects.filter(pk__in=keys).values_list("person_id", flat=True)
    hold_calendar(*set(people))
    rows = Appointment.objects.select_for_update(of=("self",)).filter(pk__in=keys, tell_at__lte=at)
    rows = rows.select_related("person", "customer", "branch", "series").order_by("starts_at", "id")
    held = list(rows)
    news = [row for row in held if _is_news(row, at)]
    to = mail_address_of(news[0]) if news else ""
    if to:
        _write(news, to, at)
    for row in held:
        row.tell_at = None
        if to or row not in news:
            row.told = state_of(row) if row.told or row in news else row.told
    Appointment.objects.bulk_update(held, ["told", "tell_at"], batch_size=100)
    return int(bool(to))


def _is_news(row: Appointment, at: datetime) -> bool:
    """Whether they would learn something, and something that still matters."""
    is_off = row.status == Status.CANCELLED
    if dict(row.told) == state_of(row) or (is_off and (not row.told or row.told.get("is_off"))):
        return False
    known = starts_told(row.told)
    return max(row.starts_at, known) > at if known else row.starts_at > at


def _write(news: Sequence[Appointment], to: str, at: datetime) -> None:
    first = news[0]
    with speaking(guest_speech(first.customer)):
        words = words_of(news)
        mail = send_mail(
            to,
            subject=words.subject,
            text=words.text,
            by=THE_HOUSE,
            at=at,
            sender=first.person,
            attachments=list(_entries(news, to)),
            about=f"appointment:{first.pk}",
            customer=first.customer,
        )
    details = {"mail": mail.pk, "count": len(news)}
    record("agenda.guest_told", by=THE_HOUSE, at=at, subject=first, details=details)


def _entries(news: Sequence[Appointment], to: str) -> Iterable[Attachment]:
    """What their calendar is to take over. Of a series: all of it as it stands now."""
    first = news[0]
    series = first.series
    if series is None or len(news) == 1:
        return [invitation(first, to)]
    rows = _theirs(first, series.pk)
    is_off = all(one.status == Status.CANCELLED for one in news)
    if is_off and len(news) < len(rows):
        return [series_cancellation(series, news, to)]
    found = [series_invitation(series, rows, to)]
    before = series.follows
    if before is not None and (left := _theirs(first, before.pk)):
        found.insert(0, series_invitation(before, left, to))  # it ends earlier than they know
    return found


def _theirs(first: Appointment, series: int) -> list[Appointment]:
    mine = Appointment.objects.filter(
        series=series, person=first.person_id, customer=first.customer_id
    )
    return list(mine.select_related("person", "branch").order_by("slot_at", "id"))
