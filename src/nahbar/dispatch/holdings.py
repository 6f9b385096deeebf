"""What this room holds on people: the mails that went to them."""

from datetime import date, datetime

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.core.files import release
from nahbar.core.holdings import Aging, Holding, Old, Shown, Subject
from nahbar.core.ledger import blank_texts
from nahbar.core.showing import laid_out, rows_of
from nahbar.customers.subjects import CONTRACT
from nahbar.dispatch.models import MailAttachment, OutgoingMail

MONTHS = 36
EXAMPLES = 5
COLUMNS = (
    ("created_at", _("Written")), ("sent_at", _("Sent")), ("state", _("How far")),
    ("sender", _("Who of us")), ("to", _("To whom")), ("subject", _("Subject")), ("text", _("Text")),
)  # fmt: skip


def mails_to(subject: Subject) -> QuerySet[OutgoingMail]:
    """All mails to them, and all to one of their addresses."""
    theirs = Q(customer__in=subject.customers)
    for address in subject.mails:
        theirs |= Q(customer=None, to__iexact=address)
    return OutgoingMail.objects.filter(theirs)


def _mails(subject: Subject) -> Shown:
    found = mails_to(subject).select_related("sender").order_by("-pk")
    return laid_out(COLUMNS, rows_of(found, [name for name, _head in COLUMNS]))


def _erase(subject: Subject, at: datetime) -> int:
    return _remove_mails(list(mails_to(subject).values_list("pk", flat=True)))


def _remove_mails(ids: list[int]) -> int:
    attached = MailAttachment.objects.filter(mail__in=ids)
    for one in attached.select_related("stored"):
        release(one.stored)
    attached.delete()
    blank_texts(OutgoingMail, ids)
    return OutgoingMail.objects.filter(pk__in=ids).delete()[1].get(OutgoingMail._meta.label, 0)


def _before(day: date) -> QuerySet[OutgoingMail]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=house_zone())
    settled = (OutgoingMail.State.SENT, OutgoingMail.State.FAILED)
    return OutgoingMail.objects.filter(created_at__lt=midnight, state__in=settled)


def _look(before: date) -> Old:
    found = _before(before)
    oldest = found.aggregate(oldest=Min("created_at"))["oldest"]
    first = found.order_by("created_at").values_list("created_at", "subject")[:EXAMPLES]
    said = [f"{formats.date(when)}: {subject}" for when, subject in first]
    return Old(found.count(), oldest.date() if oldest else None, said)


def _remove(before: date, most: int) -> int:
    return _remove_mails(list(_before(before).values_list("pk", flat=True)[:most]))


HOLDINGS = (
    Holding(
        "dispatch.mails", _("Mails to them"),
        _("To keep the customer informed, and to know what was written."), CONTRACT,
        ("dispatch.OutgoingMail", "dispatch.MailAttachment"), _mails, _erase, folders=("files",),
    ),
)  # fmt: skip
AGINGS = (Aging("dispatch.mails", _("Mails that went out"), MONTHS, _look, _remove),)
